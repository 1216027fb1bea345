package dev.hamlet.engine.container.oci;

import dev.hamlet.engine.container.ContainerHealth;
import dev.hamlet.engine.container.ExecSpec;
import dev.hamlet.engine.container.HealthPlan;
import dev.hamlet.engine.host.WholeFile;
import dev.hamlet.engine.job.Threads;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.nativebridge.DetachedProcess;
import dev.hamlet.nativebridge.ExitStatus;
import dev.hamlet.nativebridge.NativeException;
import dev.hamlet.nativebridge.OpenFile;
import dev.hamlet.nativebridge.ProcessIdentity;
import dev.hamlet.nativebridge.Processes;
import dev.hamlet.nativebridge.Signal;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Asks a container how it is: runs a program in it by the runtime alone, which is lighter than under conmon, and kills it
 * where it takes too long. Blocks that long.
 */
final class HealthQuestion {
    private static final int LONGEST_OUTPUT = 4096;
    private static final Duration LAST_PATIENCE = Duration.ofSeconds(5);
    private static final Duration OUTPUT_PATIENCE = Duration.ofMillis(200);

    private final Processes processes;
    private final TimeSource time;
    private final ContainerFiles files;
    private final UserGroups groups;

    HealthQuestion(Processes processes, TimeSource time, ContainerFiles files, UserGroups groups) {
        this.processes = processes;
        this.time = time;
        this.files = files;
        this.groups = groups;
    }

    ContainerHealth.Answer ask(ContainerFolder folder, OciRuntime runtime, HealthPlan plan)
            throws ProblemException, InterruptedException {
        Path process = folder.run().resolve("health-process.json");
        Path pid = folder.run().resolve("health.pid");
        try {
            ContainerFiles.writeFleeting(
                    process,
                    ExecJson.process(
                            Files.readAllBytes(folder.config()), ExecSpec.of(plan.command()), Optional.empty()));
            Files.deleteIfExists(pid);
            Instant begin = time.now();
            DetachedProcess asked;
            FileChannel output;
            List<OpenFile> pipe = OpenFile.pipe();
            try (OpenFile read = pipe.getFirst();
                    OpenFile write = pipe.getLast()) {
                asked = runtime.exec(folder, process, pid, Path.of("/proc/self/fd/" + write.number()));
                output = FileChannel.open(Path.of("/proc/self/fd/" + read.number()));
                place(folder, asked);
            }
            ByteBuffer said = ByteBuffer.allocate(LONGEST_OUTPUT);
            Thread reader = Threads.platform("health-" + folder.id().shortened(), () -> read(output, said));
            OptionalInt code;
            try (output) {
                Optional<ExitStatus> status = asked.waitFor(plan.timeout());
                if (status.isEmpty()) {
                    end(asked, pid);
                }
                code = status.map(HealthQuestion::code).orElse(OptionalInt.empty());
                // What a program that goes on in the background writes later is no part of the answer.
                boolean _ = reader.join(OUTPUT_PATIENCE);
            }
            reader.join();
            return new ContainerHealth.Answer(
                    begin, time.now(), code, new String(said.array(), 0, said.position(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new ProblemException(new HostProblem.FileUnusable(folder.run(), WholeFile.reason(e)), e);
        }
    }

    /**
     * Puts the runtime beside the container's monitor where that is in a group of systemd's: from this program's own the
     * kernel may not let it put the program into the container's. It stands still meanwhile, long before it would do so.
     */
    private void place(ContainerFolder folder, DetachedProcess asked)
            throws ProblemException, InterruptedException, NativeException {
        Optional<RunRecord> record = files.record(folder);
        if (record.isEmpty() || !groups.holds(record.get().process().pid())) {
            return;
        }
        boolean _ = processes.signal(asked.identity(), Signal.STOP);
        try {
            groups.join(
                    folder.id().shortened(),
                    record.get().process().pid(),
                    asked.identity().pid());
        } finally {
            boolean _ = processes.signal(asked.identity(), Signal.CONT);
        }
    }

    private static OptionalInt code(ExitStatus status) {
        return switch (status) {
            case ExitStatus.Exited(int code) -> OptionalInt.of(code);
            case ExitStatus.Signalled(int signal) -> OptionalInt.of(128 + signal);
            case ExitStatus.Unseen() -> OptionalInt.empty();
        };
    }

    private static void read(FileChannel output, ByteBuffer said) {
        ByteBuffer rest = ByteBuffer.allocate(LONGEST_OUTPUT);
        try {
            while (output.read(said.hasRemaining() ? said : rest.clear()) >= 0) {
                Thread.onSpinWait();
            }
        } catch (ClosedChannelException e) {
            // Enough was heard.
        } catch (IOException e) {
            byte[] why = String.valueOf(e.getMessage()).getBytes(StandardCharsets.UTF_8);
            said.put(why, 0, Math.min(why.length, said.remaining()));
        }
    }

    /** The program in the container first: the runtime ends with it. */
    private void end(DetachedProcess asked, Path pid) throws InterruptedException, NativeException, ProblemException {
        Optional<Long> number = files.number(pid);
        if (number.isPresent()) {
            Optional<ProcessIdentity> process = Evidence.process(processes, number.get());
            if (process.isPresent()) {
                boolean _ = processes.signal(process.get(), Signal.KILL);
            }
        }
        if (asked.waitFor(LAST_PATIENCE).isEmpty()) {
            boolean _ = processes.signal(asked.identity(), Signal.KILL);
        }
    }
}
