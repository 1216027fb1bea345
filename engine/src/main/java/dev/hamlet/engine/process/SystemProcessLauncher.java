package dev.hamlet.engine.process;

import dev.hamlet.engine.job.Threads;
import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.engine.problem.MediaProblem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.nativebridge.DetachedProcess;
import dev.hamlet.nativebridge.DetachedStart;
import dev.hamlet.nativebridge.NativeException;
import dev.hamlet.nativebridge.Processes;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts the programs of this computer. */
public final class SystemProcessLauncher implements ProcessLauncher {
    private static final Logger LOG = LoggerFactory.getLogger(SystemProcessLauncher.class);
    private static final int MOST_OUTPUT = 16 << 20;
    private static final int MOST_ERROR_LINES = 200;
    private static final int LONGEST_LINE = 8192;

    /** Where administrators' programs lie, which a user's search path often leaves out. */
    private static final List<String> SYSTEM_FOLDERS = List.of("/usr/sbin", "/sbin", "/usr/local/sbin");

    private final Map<String, String> environment;

    /**
     * A launcher for this environment.
     *
     * @param environment the whole environment; PATH says where programs are looked for
     */
    public SystemProcessLauncher(Map<String, String> environment) {
        this.environment = Map.copyOf(environment);
    }

    @Override
    public Optional<Path> find(String program) {
        if (program.contains("/")) {
            return Optional.of(Path.of(program)).filter(SystemProcessLauncher::isProgram);
        }
        List<String> folders = new ArrayList<>(
                List.of(environment.getOrDefault("PATH", "/usr/bin:/bin").split(File.pathSeparator)));
        folders.addAll(SYSTEM_FOLDERS);
        return folders.stream()
                .filter(folder -> folder.startsWith("/"))
                .map(folder -> Path.of(folder, program))
                .filter(SystemProcessLauncher::isProgram)
                .findFirst();
    }

    private static boolean isProgram(Path file) {
        return Files.isRegularFile(file) && Files.isExecutable(file);
    }

    @Override
    public ProcessResult run(ProcessSpec spec, Consumer<String> line) throws ProblemException, InterruptedException {
        Path program = find(spec.program())
                .orElseThrow(() -> new ProblemException(new MediaProblem.ToolMissing(
                        spec.program(), String.valueOf(Path.of(spec.program()).getFileName()))));
        Optional<Path> binder = spec.endsWithHamlet() ? find("setpriv") : Optional.empty();
        List<String> command = new ArrayList<>();
        binder.ifPresent(setpriv -> command.addAll(List.of(setpriv.toString(), "--pdeathsig", "KILL", "--")));
        command.add(program.toString());
        command.addAll(spec.arguments());
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().clear();
        builder.environment().putAll(environment);
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().putAll(spec.environment());
        if (spec.directory() != null) {
            builder.directory(spec.directory().toFile());
        }
        ProcessInput fed = spec.fed();
        if (fed == null) {
            builder.redirectInput(
                    spec.input() == null ? new File("/dev/null") : spec.input().toFile());
        }
        Process process;
        try {
            process = binder.isPresent() ? startBound(builder, spec.program()) : builder.start();
        } catch (IOException e) {
            throw new ProblemException(new HostProblem.FileUnusable(program, String.valueOf(e.getMessage())), e);
        }
        if (fed != null) {
            Thread _ = Threads.virtual(spec.program() + "-in", () -> feed(process, fed));
        }
        try {
            return follow(process, spec, line);
        } finally {
            end(process);
        }
    }

    private static void feed(Process process, ProcessInput fed) {
        try (OutputStream to = process.getOutputStream()) {
            to.write(fed.bytes());
        } catch (IOException e) {
            // It has ended without reading all of it; how it ended says why.
            LOG.debug("a program did not read its input: {}", e.getMessage());
        }
    }

    /**
     * The system knows a program's starter as a thread (prctl(2), PR_SET_PDEATHSIG), and kills the program when that thread
     * ends: so it is one that lives as long as the program.
     */
    private static Process startBound(ProcessBuilder builder, String name) throws IOException {
        CompletableFuture<Process> started = new CompletableFuture<>();
        Threads.platform(name + "-starter", () -> {
            try {
                Process process = builder.start();
                started.complete(process);
                process.waitFor();
            } catch (IOException | RuntimeException | Error e) {
                // Whatever it is, somebody waits to hear of it.
                started.completeExceptionally(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        try {
            return started.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof IOException why ? why : new IOException(e.getCause());
        }
    }

    private static ProcessResult follow(Process process, ProcessSpec spec, Consumer<String> line)
            throws ProblemException, InterruptedException {
        StringBuilder output = new StringBuilder();
        Deque<String> lines = new ArrayDeque<>();
        Consumer<String> oneAtATime = oneAtATime(line);
        Thread out = Threads.virtual(
                spec.program() + "-out", () -> readOutput(process.getInputStream(), output, oneAtATime));
        Thread err =
                Threads.virtual(spec.program() + "-err", () -> readLines(process.getErrorStream(), lines, oneAtATime));
        if (!process.waitFor(spec.limit().toMillis(), TimeUnit.MILLISECONDS)) {
            throw new ProblemException(new MediaProblem.ToolFailed(
                    spec.program(), -1, "no end after " + spec.limit().toSeconds() + " s"));
        }
        out.join();
        err.join();
        return new ProcessResult(process.exitValue(), output.toString(), List.copyOf(lines));
    }

    private static Consumer<String> oneAtATime(Consumer<String> listener) {
        Object turn = new Object();
        return line -> {
            synchronized (turn) {
                listener.accept(line);
            }
        };
    }

    private static void readOutput(InputStream stream, StringBuilder output, Consumer<String> listener) {
        StringBuilder line = new StringBuilder();
        try (var reader = new InputStreamReader(stream, StandardCharsets.UTF_8)) {
            char[] buffer = new char[8192];
            for (int n = reader.read(buffer); n >= 0; n = reader.read(buffer)) {
                // What is beyond is read and dropped, so that the program is never blocked.
                output.append(buffer, 0, Math.max(0, Math.min(n, MOST_OUTPUT - output.length())));
                tellLines(buffer, n, line, listener);
            }
        } catch (IOException e) {
            output.append('\n');
        }
    }

    /** Tells the lines that these characters end; {@code line} is what came of one that has not ended. */
    private static void tellLines(char[] characters, int count, StringBuilder line, Consumer<String> listener) {
        for (int i = 0; i < count; i++) {
            if (characters[i] != '\n' && characters[i] != '\r') {
                if (line.length() < LONGEST_LINE) {
                    line.append(characters[i]);
                }
            } else if (!line.isEmpty()) {
                listener.accept(line.toString());
                line.setLength(0);
            }
        }
    }

    private static void readLines(InputStream stream, Deque<String> lines, Consumer<String> listener) {
        try (var reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                lines.addLast(line);
                if (lines.size() > MOST_ERROR_LINES) {
                    lines.removeFirst();
                }
                listener.accept(line);
            }
        } catch (IOException e) {
            lines.addLast("(the error output could not be read: " + e.getMessage() + ")");
        }
    }

    /** Whatever the reason for leaving, neither the program nor what it started goes on. */
    private static void end(Process process) {
        if (process.isAlive()) {
            List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
            process.destroyForcibly();
            all.forEach(ProcessHandle::destroyForcibly);
        }
    }

    @Override
    public DetachedProcess detach(DetachedStart start) throws ProblemException {
        try {
            return Processes.of().start(start);
        } catch (NativeException e) {
            throw new ProblemException(
                    new HostProblem.FileUnusable(start.program(), String.valueOf(e.getMessage())), e);
        }
    }
}
