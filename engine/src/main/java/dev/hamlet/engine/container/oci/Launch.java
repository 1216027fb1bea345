package dev.hamlet.engine.container.oci;

import dev.hamlet.engine.container.ContainerSpec;
import dev.hamlet.engine.container.NetworkWish;
import dev.hamlet.engine.container.network.Attachment;
import dev.hamlet.engine.container.network.BridgeNetworks;
import dev.hamlet.engine.host.HamletPaths;
import dev.hamlet.engine.host.WholeFile;
import dev.hamlet.engine.image.ContainerRoot;
import dev.hamlet.engine.job.Threads;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.namespace.Namespaces;
import dev.hamlet.engine.problem.ContainerProblem;
import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.engine.problem.Problem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.process.ProcessLauncher;
import dev.hamlet.engine.process.ProcessResult;
import dev.hamlet.nativebridge.DetachedProcess;
import dev.hamlet.nativebridge.DetachedStart;
import dev.hamlet.nativebridge.NativeException;
import dev.hamlet.nativebridge.OpenFile;
import dev.hamlet.nativebridge.PassedDescriptor;
import dev.hamlet.nativebridge.ProcessIdentity;
import dev.hamlet.nativebridge.Processes;
import dev.hamlet.nativebridge.RootFolder;
import dev.hamlet.nativebridge.Signal;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Starts a container: its bundle is written, conmon is started beside this program with a pipe to answer through, it lets
 * the runtime make the container, and the runtime lets the program go. Called by whoever holds the container's lock.
 */
final class Launch {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** How the monitor reads its arguments: without it no folder may have a letter that is not English. */
    static final String CHARACTERS = "C.UTF-8";

    private static final int SYNC = 3;
    private static final int LONGEST_FILE = 1 << 20;
    private static final Pattern PROGRAM = Pattern.compile("exec: \"(.*?)\": (.*)", Pattern.DOTALL);

    private final ProcessLauncher launcher;
    private final Namespaces namespaces;
    private final Processes processes;
    private final TimeSource time;
    private final Path monitor;
    private final OciRuntime runtime;
    private final Path script;
    private final Path agent;
    private final BridgeNetworks networks;
    private final UserGroups groups;

    /**
     * @param monitor conmon
     * @param script what conmon runs at the end
     * @param agent the folder of who may start it again
     * @param groups what puts containers into control groups of systemd's
     */
    Launch(
            ProcessLauncher launcher,
            Namespaces namespaces,
            Processes processes,
            TimeSource time,
            Path monitor,
            OciRuntime runtime,
            Path script,
            Path agent,
            BridgeNetworks networks,
            UserGroups groups) {
        this.launcher = launcher;
        this.namespaces = namespaces;
        this.processes = processes;
        this.time = time;
        this.monitor = monitor;
        this.runtime = runtime;
        this.script = script;
        this.agent = agent;
        this.networks = networks;
        this.groups = groups;
    }

    /** Something to do while a container is there and its program does not run yet. */
    @FunctionalInterface
    interface Made {
        void isThere() throws ProblemException;
    }

    /**
     * Starts it.
     *
     * @param root its mounted files
     * @param made is told before the program goes
     * @throws ProblemException why not; what was begun is for the caller to clear away
     */
    void start(
            ContainerFolder folder,
            ContainerSpec spec,
            ContainerRoot root,
            BundlePlaces places,
            BundleHost host,
            Made made)
            throws ProblemException, InterruptedException {
        ContainerUser user = prepare(folder, spec, places);
        configure(folder, spec, user, places, host);
        try (Attachment network = networks.attach(spec, folder.bundle(), folder.run())) {
            Grouped grouped = group -> configure(folder, spec, user, places.in(group), host.grouped());
            start(folder, spec, root, network, grouped, made);
        }
    }

    /** A control group is there for a container that is about to be made. */
    @FunctionalInterface
    private interface Grouped {
        void by(String group) throws ProblemException;
    }

    private void start(
            ContainerFolder folder,
            ContainerSpec spec,
            ContainerRoot root,
            Attachment network,
            Grouped grouped,
            Made made)
            throws ProblemException, InterruptedException {
        RunRecordJson.Answer answer = make(folder, spec, root, network, grouped);
        if (answer.pid() <= 0) {
            String message = OciRuntime.message(folder.runtimeLog(), answer.message());
            // A monitor that cannot begin says so to nobody else.
            throw new ProblemException(problem(spec, message.isEmpty() ? lastLine(folder.monitorLog()) : message));
        }
        ProcessIdentity process = Evidence.process(processes, answer.pid())
                .orElseThrow(() -> failed(spec, "its first process has gone before it began"));
        ProcessIdentity watcher = monitorOf(folder, spec);
        ContainerFiles.writeFleeting(
                folder.record(), RunRecordJson.write(new RunRecord(process, watcher, runtime.program(), time.now())));
        namespaces.isHeldBy(watcher, hasOwnNetwork(spec));
        network.connect(process.pid());
        made.isThere();
        ProcessResult let = runtime.start(folder.id());
        if (!let.succeeded()) {
            throw new ProblemException(problem(spec, OciRuntime.message(String.join("\n", let.errorLines()))));
        }
    }

    private static boolean hasOwnNetwork(ContainerSpec spec) {
        return !spec.wish().network().network().equals(NetworkWish.HOST);
    }

    private ContainerUser prepare(ContainerFolder folder, ContainerSpec spec, BundlePlaces places)
            throws ProblemException, InterruptedException {
        ContainerUser user = user(spec.name(), spec.user(), namespaces.seen(places.root()));
        Optional<Problem> alone = namespaces.oneUser();
        if (alone.isPresent() && user.uid() != 0) {
            throw new ProblemException(alone.get());
        }
        ContainerFiles.delete(folder.bundle());
        HamletPaths.makePrivate(folder.bundle());
        HamletPaths.makePrivate(folder.exits());
        return user;
    }

    private static void configure(
            ContainerFolder folder, ContainerSpec spec, ContainerUser user, BundlePlaces places, BundleHost host)
            throws ProblemException {
        try {
            ContainerFiles.writeFleeting(folder.config(), BundleJson.write(spec, user, places, host));
        } catch (IllegalArgumentException e) {
            throw new ProblemException(
                    new HostProblem.FileUnusable(BundleHost.PROFILES.getLast(), String.valueOf(e.getMessage())), e);
        }
    }

    /** Who is written so in the container whose files are mounted here. */
    static ContainerUser user(String name, String written, Path root) throws ProblemException {
        try (RootFolder files = RootFolder.open(root)) {
            return ContainerUser.of(name, written, text(files, "etc/passwd"), text(files, "etc/group"));
        } catch (NativeException e) {
            throw new ProblemException(new HostProblem.FolderUnusable(root, WholeFile.reason(e)), e);
        }
    }

    /** A file of the container's, read without ever leaving its root; what is none has no lines. */
    private static String text(RootFolder root, String file) {
        try (InputStream in = root.read(file.getBytes(StandardCharsets.US_ASCII))) {
            return new String(in.readNBytes(LONGEST_FILE), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }

    /** The answer of conmon, which goes on beside this program. */
    private RunRecordJson.Answer make(
            ContainerFolder folder, ContainerSpec spec, ContainerRoot root, Attachment network, Grouped grouped)
            throws ProblemException, InterruptedException {
        try {
            CompletableFuture<String> answer;
            List<OpenFile> pipe = OpenFile.pipe();
            List<OpenFile> gate = groups.areHanded() ? OpenFile.pipe() : List.of();
            // Once both are closed here, the pipe ends with conmon and the runtime.
            try (OpenFile read = pipe.getFirst();
                    OpenFile write = pipe.getLast()) {
                answer = answer(Path.of("/proc/self/fd/" + read.number()));
                List<PassedDescriptor> passed = new ArrayList<>(network.descriptors(SYNC + 1));
                passed.add(new PassedDescriptor(write.number(), SYNC));
                Map<String, String> variables = new LinkedHashMap<>(Map.of(
                        "_OCI_SYNCPIPE",
                        Integer.toString(SYNC),
                        "PATH",
                        "/usr/sbin:/usr/bin:/sbin:/bin",
                        "LC_ALL",
                        CHARACTERS));
                if (!gate.isEmpty()) {
                    int number = SYNC + passed.size();
                    passed.add(new PassedDescriptor(gate.getFirst().number(), number));
                    variables.put("_OCI_STARTPIPE", Integer.toString(number));
                }
                DetachedProcess watcher = launcher.detach(namespaces.inside(
                        new DetachedStart(
                                monitor,
                                arguments(folder, spec, root, network),
                                variables,
                                folder.run(),
                                folder.monitorLog(),
                                folder.monitorLog(),
                                passed),
                        hasOwnNetwork(spec)));
                if (!gate.isEmpty()) {
                    open(gate, watcher.identity(), folder, spec, grouped);
                }
            } finally {
                gate.forEach(OpenFile::close);
            }
            return RunRecordJson.answer(heard(answer));
        } catch (NativeException | ExecutionException | TimeoutException e) {
            throw new ProblemException(
                    new ContainerProblem.ContainerStartFailed(spec.name(), "conmon does not answer: " + e.getMessage()),
                    e);
        }
    }

    /** Puts a monitor that waits into a control group of its own, and lets it go on. */
    private void open(
            List<OpenFile> gate, ProcessIdentity watcher, ContainerFolder folder, ContainerSpec spec, Grouped grouped)
            throws ProblemException, InterruptedException, NativeException {
        boolean done = false;
        try (OutputStream to =
                Files.newOutputStream(Path.of("/proc/self/fd/" + gate.getLast().number()))) {
            Optional<String> group = groups.place(spec.name(), folder.id(), watcher.pid());
            if (group.isPresent()) {
                grouped.by(group.get());
            }
            to.write('1');
            done = true;
        } catch (IOException e) {
            throw failed(spec, "it gets no control group: " + WholeFile.reason(e));
        } finally {
            if (!done) {
                // It would take the end of the pipe for a word to go on.
                boolean _ = processes.signal(watcher, Signal.KILL);
            }
        }
    }

    /** Whoever cancels waits for what was begun: before conmon has answered there is nothing yet that could be removed. */
    private static String heard(CompletableFuture<String> answer)
            throws InterruptedException, ExecutionException, TimeoutException {
        try {
            return answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            var _ = answer.completeOnTimeout("", PATIENCE.toSeconds(), TimeUnit.SECONDS)
                    .handle((line, failure) -> line)
                    .join();
            throw e;
        }
    }

    /** One line: the pipe itself stays open for as long as the container runs. */
    private static CompletableFuture<String> answer(Path pipe) {
        CompletableFuture<String> line = new CompletableFuture<>();
        CompletableFuture<Boolean> opened = new CompletableFuture<>();
        Threads.platform("conmon-answer", () -> {
            try (BufferedReader reader =
                    new BufferedReader(new InputStreamReader(Files.newInputStream(pipe), StandardCharsets.UTF_8))) {
                opened.complete(true);
                String read = reader.readLine();
                line.complete(read == null ? "" : read);
            } catch (IOException e) {
                opened.complete(false);
                line.completeExceptionally(e);
            }
        });
        boolean _ = opened.join();
        return line;
    }

    private List<String> arguments(ContainerFolder folder, ContainerSpec spec, ContainerRoot root, Attachment network) {
        String id = folder.id().value();
        List<String> arguments = new ArrayList<>(List.of(
                "--api-version",
                "1",
                "-c",
                id,
                "-u",
                id,
                "-n",
                spec.name(),
                "-r",
                runtime.program().toString(),
                "-b",
                folder.bundle().toString(),
                "--persist-dir",
                folder.run().toString(),
                "-p",
                folder.pid().toString(),
                "-P",
                folder.monitorPid().toString(),
                "-l",
                "k8s-file:" + folder.log(),
                "--log-size-max",
                Long.toString(spec.wish().upkeep().log().size().bytes()),
                "--exit-dir",
                folder.exits().toString(),
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
                folder.runtimeLog().toString(),
                "--exit-command",
                "/bin/sh"));
        if (spec.wish().terminal()) {
            // Without -i too it passes on what is typed; with it, the first who leaves would end the input for all.
            arguments.add("-t");
        } else if (spec.wish().interactive()) {
            arguments.add("-i");
        }
        List<String> end = List.of(
                script.toString(),
                folder.run().toString(),
                runtime.program().toString(),
                runtime.root().toString(),
                id,
                root.path().toString(),
                network.address().map(Path::toString).orElse(""),
                // Inside, the script would start it there; outside, whoever comes next does.
                namespaces.isDirect() ? agent.toString() : "");
        for (String one : end) {
            arguments.add("--exit-command-arg");
            arguments.add(one);
        }
        return arguments;
    }

    private ProcessIdentity monitorOf(ContainerFolder folder, ContainerSpec spec) throws ProblemException {
        try {
            long pid = Long.parseLong(Files.readString(folder.monitorPid()).strip());
            return Evidence.process(processes, pid).orElseThrow(() -> failed(spec, "its monitor has gone"));
        } catch (IOException | NumberFormatException e) {
            throw new ProblemException(new HostProblem.FileUnusable(folder.monitorPid(), "it names no process"), e);
        }
    }

    private static String lastLine(Path log) {
        try {
            return Files.readString(log, StandardCharsets.ISO_8859_1)
                    .lines()
                    .filter(line -> !line.isBlank())
                    .reduce("", (before, line) -> line);
        } catch (IOException e) {
            return "";
        }
    }

    private static ProblemException failed(ContainerSpec spec, String why) {
        return new ProblemException(new ContainerProblem.ContainerStartFailed(spec.name(), why));
    }

    /** What the words of a runtime come to. */
    static ContainerProblem problem(ContainerSpec spec, String message) {
        Matcher matcher = PROGRAM.matcher(message);
        if (matcher.find()) {
            String program = matcher.group(1);
            String why = matcher.group(2).strip();
            String lower = why.toLowerCase(Locale.ROOT);
            if (lower.contains("no such file") || lower.contains("not found")) {
                return new ContainerProblem.EntryPointMissing(spec.name(), program, why);
            } else if (lower.contains("permission denied")
                    || lower.contains("is a directory")
                    || lower.contains("format error")) {
                return new ContainerProblem.EntryPointNotExecutable(spec.name(), program, why);
            }
        }
        return new ContainerProblem.ContainerStartFailed(spec.name(), message.isEmpty() ? "no reason given" : message);
    }
}
