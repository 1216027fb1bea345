package dev.hamlet.engine.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hamlet.engine.host.OrdinaryUser;
import dev.hamlet.engine.job.Threads;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.problem.MediaProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("real")
class SystemProcessLauncherIT {
    private final ProcessLauncher launcher = new SystemProcessLauncher(Map.of("PATH", "/usr/bin:/bin", "LC_ALL", "C"));

    @TempDir
    Path folder;

    @Test
    void argumentsArriveAsTheyAreWithNoShellBetween() throws Exception {
        String hostile = "a b;$(touch x)`'\"\\ ü🐧 %s";
        ProcessResult result = launcher.run(ProcessSpec.of("printf", List.of("%s", hostile)));
        assertEquals(hostile, result.output());
    }

    @Test
    void theCodeAndTheErrorLinesAreKeptAndToldAsTheyCome() throws Exception {
        List<String> told = Collections.synchronizedList(new ArrayList<>());
        ProcessResult result = launcher.run(ProcessSpec.of("ls", List.of("/does/not/exist")), told::add);
        assertEquals(2, result.code());
        assertTrue(result.lastLine().contains("/does/not/exist"), result.lastLine());
        assertEquals(result.errorLines(), told);
    }

    @Test
    void aProgramThatIsNotThereIsNamed() {
        ProblemException e =
                assertThrows(ProblemException.class, () -> launcher.run(ProcessSpec.of("no-such-program", List.of())));
        assertEquals(new MediaProblem.ToolMissing("no-such-program", "no-such-program"), e.problem());
        // No package is called by where its program would be.
        ProblemException placed = assertThrows(
                ProblemException.class, () -> launcher.run(ProcessSpec.of("/usr/bin/no-such-program", List.of())));
        assertEquals(new MediaProblem.ToolMissing("/usr/bin/no-such-program", "no-such-program"), placed.problem());
    }

    private static boolean isWorkedIn(Path place) {
        return ProcessHandle.allProcesses().anyMatch(process -> {
            try {
                return Files.readSymbolicLink(Path.of("/proc", Long.toString(process.pid()), "cwd"))
                        .equals(place);
            } catch (IOException notOurs) {
                return false;
            }
        });
    }

    @Test
    void aProgramThatIsBoundToHamletEndsWithItHoweverItEnds() throws Exception {
        assumeTrue(launcher.find("setpriv").isPresent(), "setpriv of util-linux is not installed");
        Path place = Files.createDirectory(folder.resolve("work")).toRealPath();
        ProcessResult killed = new OrdinaryUser(folder).runAsSelf(KilledStarter.class, place.toString());
        assertEquals(128 + 9, killed.code(), killed.output());
        assertTrue(TimeSource.system().await(() -> !isWorkedIn(place), Duration.ofSeconds(20), Duration.ofMillis(10)));
    }

    @Test
    void aBoundProgramRunsToItsEndAndIsKilledWithItsWait() throws Exception {
        ProcessSpec words = ProcessSpec.of("printf", List.of("%s", "done")).endingWithHamlet();
        assertEquals("done", launcher.run(words).output());
        assertThrows(
                ProblemException.class,
                () -> launcher.run(ProcessSpec.of("sleep", List.of("60"))
                        .endingWithHamlet()
                        .within(Duration.ofMillis(200))));
        ProblemException missing = assertThrows(
                ProblemException.class,
                () -> launcher.run(ProcessSpec.of("no-such-program", List.of()).endingWithHamlet()));
        assertInstanceOf(MediaProblem.ToolMissing.class, missing.problem());
    }

    @Test
    void aProgramThatTakesTooLongIsKilled() {
        long begin = System.nanoTime();
        ProblemException e = assertThrows(
                ProblemException.class,
                () -> launcher.run(ProcessSpec.of("sleep", List.of("60")).within(Duration.ofMillis(200))));
        assertInstanceOf(MediaProblem.ToolFailed.class, e.problem());
        assertTrue(Duration.ofNanos(System.nanoTime() - begin).toSeconds() < 30);
    }

    @Test
    void cancellingKillsTheProgramAndItsChildren() throws Exception {
        Path script = Files.writeString(folder.resolve("parent.sh"), "sleep 61.5 & echo started >&2; wait\n");
        AtomicBoolean interrupted = new AtomicBoolean();
        AtomicBoolean begun = new AtomicBoolean();
        Thread thread = Threads.virtual("run", () -> {
            try {
                launcher.run(ProcessSpec.of("sh", List.of(script.toString())), line -> begun.set(true));
            } catch (InterruptedException e) {
                interrupted.set(true);
            } catch (ProblemException e) {
                throw new IllegalStateException(e);
            }
        });
        assertTrue(TimeSource.system().await(begun::get, Duration.ofSeconds(20), Duration.ofMillis(10)));
        thread.interrupt();
        thread.join();
        assertTrue(interrupted.get());
        boolean gone = TimeSource.system()
                .await(
                        () -> ProcessHandle.allProcesses()
                                .noneMatch(process ->
                                        process.info().commandLine().orElse("").contains("sleep 61.5")),
                        Duration.ofSeconds(20),
                        Duration.ofMillis(20));
        assertTrue(gone, "a child of the cancelled program lives on");
    }
}
