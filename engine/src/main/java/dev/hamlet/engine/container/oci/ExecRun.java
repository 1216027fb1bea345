package dev.hamlet.engine.container.oci;

import dev.hamlet.engine.container.ContainerSpec;
import dev.hamlet.engine.container.ContainerStream;
import dev.hamlet.engine.container.ExecSpec;
import dev.hamlet.engine.host.HamletPaths;
import dev.hamlet.engine.job.Threads;
import dev.hamlet.engine.namespace.Namespaces;
import dev.hamlet.engine.problem.ContainerProblem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.process.ProcessLauncher;
import dev.hamlet.nativebridge.DetachedProcess;
import dev.hamlet.nativebridge.DetachedStart;
import dev.hamlet.nativebridge.NativeException;
import dev.hamlet.nativebridge.OpenFile;
import dev.hamlet.nativebridge.PassedDescriptor;
import dev.hamlet.nativebridge.ProcessIdentity;
import dev.hamlet.nativebridge.Processes;
import dev.hamlet.nativebridge.Signal;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a program in a container that runs, under a conmon of its own (conmon's {@code docs/conmon.8.md}): it says when its
 * socket is there, waits until somebody is attached, begins, and tells the exit code. So not a byte is lost.
 */
final class ExecRun {
    private static final Logger LOG = LoggerFactory.getLogger(ExecRun.class);
    private static final long PATIENCE = 60;
    private static final String MONITOR_PID = "monitor.pid";
    private static final int SYNC = 3;
    private static final int START = 4;
    private static final int ATTACH = 5;

    private final ProcessLauncher launcher;
    private final Namespaces namespaces;
    private final Processes processes;
    private final Path monitor;
    private final OciRuntime runtime;

    ExecRun(ProcessLauncher launcher, Namespaces namespaces, Processes processes, Path monitor, OciRuntime runtime) {
        this.launcher = launcher;
        this.namespaces = namespaces;
        this.processes = processes;
        this.monitor = monitor;
        this.runtime = runtime;
    }

    /** The lines that conmon says, each once. */
    private record Lines(CompletableFuture<String> first, CompletableFuture<String> second) {
        /** Reads a pipe to its end on a thread of its own. */
        static Lines of(OpenFile pipe) {
            Lines lines = new Lines(new CompletableFuture<>(), new CompletableFuture<>());
            CompletableFuture<Boolean> opened = new CompletableFuture<>();
            Threads.platform("conmon-exec", () -> {
                try (BufferedReader reader = new BufferedReader(new InputStreamReader(
                        Files.newInputStream(Path.of("/proc/self/fd/" + pipe.number())), StandardCharsets.UTF_8))) {
                    opened.complete(true);
                    lines.first.complete(line(reader));
                    lines.second.complete(line(reader));
                } catch (IOException e) {
                    opened.complete(false);
                    lines.first.complete("");
                    lines.second.complete("");
                }
            });
            boolean _ = opened.join();
            return lines;
        }

        private static String line(BufferedReader reader) throws IOException {
            String line = reader.readLine();
            return line == null ? "" : line;
        }
    }

    /** Something to do with a monitor that waits. */
    @FunctionalInterface
    interface Placing {
        void place(long monitor) throws ProblemException, InterruptedException;
    }

    private void placed(Placing place, ProcessIdentity watcher)
            throws ProblemException, InterruptedException, NativeException {
        boolean done = false;
        try {
            place.place(watcher.pid());
            done = true;
        } finally {
            if (!done) {
                // It would take the end of the pipe for a word to go on.
                boolean _ = processes.signal(watcher, Signal.KILL);
            }
        }
    }

    /**
     * Begins.
     *
     * @param process the program as the runtime is told it
     * @param folder of this run alone; it is not there yet, and removed with its end
     * @param place puts the monitor where it belongs
     * @throws ProblemException why not; nothing is left then
     */
    ContainerStream begin(ContainerSpec spec, ExecSpec wish, byte[] process, Path folder, Placing place)
            throws ProblemException, InterruptedException {
        HamletPaths.makePrivate(folder);
        HamletPaths.makePrivate(folder.resolve("exits"));
        boolean begun = false;
        boolean left = false;
        List<OpenFile> pipes = new ArrayList<>();
        try {
            ContainerFiles.write(folder.resolve("process.json"), process);
            for (int i = 0; i < 3; i++) {
                pipes.addAll(OpenFile.pipe());
            }
            Lines sync = Lines.of(pipes.get(0));
            Lines attach = Lines.of(pipes.get(4));
            try (OutputStream start = Files.newOutputStream(
                    Path.of("/proc/self/fd/" + pipes.get(3).number()))) {
                left = true;
                DetachedProcess watcher = launcher.detach(namespaces.inside(
                        new DetachedStart(
                                monitor,
                                arguments(spec, wish, folder),
                                Map.of(
                                        "_OCI_SYNCPIPE",
                                        Integer.toString(SYNC),
                                        "_OCI_STARTPIPE",
                                        Integer.toString(START),
                                        "_OCI_ATTACHPIPE",
                                        Integer.toString(ATTACH),
                                        "PATH",
                                        "/usr/sbin:/usr/bin:/sbin:/bin",
                                        "LC_ALL",
                                        Launch.CHARACTERS),
                                folder,
                                folder.resolve("monitor.log"),
                                folder.resolve("monitor.log"),
                                List.of(
                                        new PassedDescriptor(pipes.get(1).number(), SYNC),
                                        new PassedDescriptor(pipes.get(2).number(), START),
                                        new PassedDescriptor(pipes.get(5).number(), ATTACH))),
                        true));
                pipes.forEach(OpenFile::close);
                placed(place, watcher.identity());
                start.write('1');
                if (heard(spec, attach.first()).isEmpty()) {
                    throw failed(spec, "conmon ended at once");
                }
                Running running = new Running(folder, sync.second());
                ConmonStream stream = ConmonStream.attach(spec.name(), folder, wish.terminal(), running);
                try {
                    start.write('1');
                    RunRecordJson.Answer answer = RunRecordJson.answer(heard(spec, sync.first()));
                    if (answer.pid() <= 0) {
                        throw new ProblemException(
                                problem(spec, OciRuntime.message(folder.resolve("runtime.log"), answer.message())));
                    }
                    running.process = Evidence.process(processes, answer.pid());
                    begun = true;
                    return stream;
                } finally {
                    if (!begun) {
                        stream.close();
                    }
                }
            }
        } catch (IOException e) {
            throw new ProblemException(
                    new ContainerProblem.ExecFailed(spec.name(), "conmon does not answer: " + e.getMessage()), e);
        } finally {
            pipes.forEach(OpenFile::close);
            if (!begun) {
                if (left) {
                    end(folder);
                }
                ContainerFiles.delete(folder);
            }
        }
    }

    /** What was begun and nobody will be attached to ends: conmon, and the program, whose parent it is. */
    private void end(Path folder) {
        try {
            Optional<Long> number = Optional.of(
                    Long.parseLong(Files.readString(folder.resolve(MONITOR_PID)).strip()));
            if (!Evidence.commandLine(number.get()).contains(folder.toString())) {
                return;
            }
            List<ProcessIdentity> all = new ArrayList<>();
            Evidence.process(processes, number.get()).ifPresent(all::add);
            for (ProcessHandle child : ProcessHandle.of(number.get()).stream()
                    .flatMap(ProcessHandle::descendants)
                    .toList()) {
                Evidence.process(processes, child.pid()).ifPresent(all::add);
            }
            for (ProcessIdentity one : all) {
                boolean _ = processes.signal(one, Signal.KILL);
            }
        } catch (ProblemException e) {
            LOG.warn("what is left of a program that was not begun cannot be looked at, and goes on", e);
        } catch (IOException | NumberFormatException e) {
            LOG.debug("nothing is left of a program that was not begun: {}", e.getMessage());
        }
    }

    private static ContainerProblem problem(ContainerSpec spec, String message) {
        ContainerProblem known = Launch.problem(spec, message);
        return known instanceof ContainerProblem.ContainerStartFailed failed
                ? new ContainerProblem.ExecFailed(spec.name(), failed.why())
                : known;
    }

    private static ProblemException failed(ContainerSpec spec, String why) {
        return new ProblemException(new ContainerProblem.ExecFailed(spec.name(), why));
    }

    private static String heard(ContainerSpec spec, CompletableFuture<String> line)
            throws ProblemException, InterruptedException {
        try {
            return line.get(PATIENCE, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw failed(spec, "conmon does not answer");
        }
    }

    private List<String> arguments(ContainerSpec spec, ExecSpec wish, Path folder) {
        List<String> arguments = new ArrayList<>(List.of(
                "--api-version",
                "1",
                "-c",
                spec.id().value(),
                "-u",
                folder.getFileName().toString(),
                "-n",
                spec.name(),
                "-r",
                runtime.program().toString(),
                "-b",
                folder.toString(),
                "--persist-dir",
                folder.toString(),
                "-p",
                folder.resolve("pid").toString(),
                "-P",
                folder.resolve(MONITOR_PID).toString(),
                "-l",
                "none",
                "--exit-dir",
                folder.resolve("exits").toString(),
                "--full-attach",
                "--log-level",
                "warning",
                "--runtime-arg",
                "--root",
                "--runtime-arg",
                runtime.root().toString(),
                "--runtime-arg",
                "--log",
                "--runtime-arg",
                folder.resolve("runtime.log").toString(),
                "-e",
                "--exec-attach",
                "--exec-process-spec",
                folder.resolve("process.json").toString()));
        if (wish.terminal()) {
            arguments.add("-t");
        }
        if (wish.interactive()) {
            arguments.add("-i");
        }
        return arguments;
    }

    /** A program that was begun. */
    private final class Running implements ConmonStream.End {
        private final Path folder;
        private final CompletableFuture<String> end;
        private volatile Optional<ProcessIdentity> process = Optional.empty();

        Running(Path folder, CompletableFuture<String> end) {
            this.folder = folder;
            this.end = end;
        }

        @Override
        public OptionalInt await() throws InterruptedException {
            try {
                String line = end.get();
                RunRecordJson.Answer answer = RunRecordJson.answer(line);
                return line.isEmpty() || answer.pid() < 0 ? OptionalInt.empty() : OptionalInt.of((int) answer.pid());
            } catch (ExecutionException e) {
                return OptionalInt.empty();
            }
        }

        /** As when the window of a terminal is closed. */
        @Override
        public void left() {
            try {
                if (!end.isDone() && process.isPresent()) {
                    boolean _ = processes.signal(process.get(), Signal.HUP);
                }
            } catch (NativeException e) {
                LOG.debug("a program that nobody is attached to goes on", e);
            }
            // Once conmon has ended, nobody writes there.
            var _ = end.thenRun(() -> {
                try {
                    ContainerFiles.delete(folder);
                } catch (ProblemException e) {
                    LOG.debug("{} is removed with the run", folder, e);
                }
            });
        }
    }
}
