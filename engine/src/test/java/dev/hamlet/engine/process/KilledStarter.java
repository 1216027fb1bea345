package dev.hamlet.engine.process;

import dev.hamlet.engine.job.Threads;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.nativebridge.Processes;
import dev.hamlet.nativebridge.Signal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A Hamlet that is killed while a program, which says nothing, works for it in the folder named by the argument. */
final class KilledStarter {
    private KilledStarter() {}

    /** Starts the program and kills itself. */
    public static void main(String[] arguments) throws Exception {
        ProcessSpec spec =
                ProcessSpec.of("sleep", List.of("600")).endingWithHamlet().in(Path.of(arguments[0]));
        Threads.virtual("work", () -> {
            try {
                new SystemProcessLauncher(System.getenv()).run(spec);
            } catch (ProblemException e) {
                throw new IllegalStateException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        boolean works =
                TimeSource.system().await(KilledStarter::isWorking, Duration.ofSeconds(20), Duration.ofMillis(5));
        if (works) {
            Processes.of().signal(Processes.of().self(), Signal.KILL);
        }
    }

    private static boolean isWorking() {
        return ProcessHandle.current()
                .children()
                .anyMatch(child -> child.info().command().orElse("").endsWith("/sleep"));
    }
}
