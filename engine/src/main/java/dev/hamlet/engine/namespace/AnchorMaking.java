package dev.hamlet.engine.namespace;

import dev.hamlet.engine.host.HamletPaths;
import dev.hamlet.engine.host.Turn;
import dev.hamlet.engine.host.WholeFile;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.problem.ContainerProblem;
import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.engine.problem.MediaProblem;
import dev.hamlet.engine.problem.Problem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.process.ProcessLauncher;
import dev.hamlet.engine.process.ProcessResult;
import dev.hamlet.engine.process.ProcessSpec;
import dev.hamlet.nativebridge.DetachedProcess;
import dev.hamlet.nativebridge.DetachedStart;
import dev.hamlet.nativebridge.FileLock;
import dev.hamlet.nativebridge.NativeException;
import dev.hamlet.nativebridge.OpenFile;
import dev.hamlet.nativebridge.PassedDescriptor;
import dev.hamlet.nativebridge.ProcessIdentity;
import dev.hamlet.nativebridge.Processes;
import dev.hamlet.nativebridge.Signal;
import dev.hamlet.nativebridge.Users;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the namespaces of this home, or makes them: by unshare(1), with the numbers of users that newuidmap(1) and
 * newgidmap(1) allow. Safe for use by many threads and processes.
 */
final class AnchorMaking {
    private static final Logger LOG = LoggerFactory.getLogger(AnchorMaking.class);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration STEP = Duration.ofMillis(1);
    private static final int HELD = 3;
    private static final String SLEEPER = "cat";
    private static final Path NOWHERE = Path.of("/dev/null");
    private static final Path PROCESSES = Path.of("/proc");

    private final Path folder;
    private final ProcessLauncher launcher;
    private final Processes processes;
    private final TimeSource time;

    /**
     * Touches nothing yet.
     *
     * @param folder where the processes are noted that are there
     */
    AnchorMaking(Path folder, ProcessLauncher launcher, Processes processes, TimeSource time) {
        this.folder = folder;
        this.launcher = launcher;
        this.processes = processes;
        this.time = time;
    }

    ProcessLauncher launcher() {
        return launcher;
    }

    /**
     * A process that is there.
     *
     * @param network whether it is in the network of there, too
     */
    record Holder(ProcessIdentity process, boolean network) {
        String text() {
            return process.pid() + " " + process.startTime() + " " + process.bootId() + (network ? " net" : "") + "\n";
        }

        /** Empty for a note that says nothing, or that somebody has removed. */
        static Optional<Holder> read(Path note) throws IOException {
            try {
                String[] words = Files.readString(note, StandardCharsets.US_ASCII)
                        .strip()
                        .split(" ", -1);
                return words.length < 3
                        ? Optional.empty()
                        : Optional.of(new Holder(
                                new ProcessIdentity(Long.parseLong(words[0]), Long.parseLong(words[1]), words[2]),
                                words.length > 3));
            } catch (NoSuchFileException | IllegalArgumentException e) {
                return Optional.empty();
            }
        }
    }

    /** Who is there, those with a network first. Notes of whoever has ended are removed. */
    List<Holder> holders() throws ProblemException {
        List<Holder> with = new ArrayList<>();
        List<Holder> without = new ArrayList<>();
        try (Stream<Path> notes = Files.list(folder)) {
            for (Path note : notes.toList()) {
                if (!note.getFileName().toString().matches("[0-9]+")) {
                    continue;
                }
                Optional<Holder> holder = Holder.read(note).filter(one -> processes.alive(one.process()));
                if (holder.isEmpty()) {
                    Files.deleteIfExists(note);
                } else if (holder.get().network()) {
                    with.add(holder.get());
                } else {
                    without.add(holder.get());
                }
            }
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw HamletPaths.unusable(folder, e);
        }
        with.addAll(without);
        return with;
    }

    void note(ProcessIdentity process, boolean network) throws ProblemException {
        Path file = folder.resolve(Long.toString(process.pid()));
        try {
            WholeFile.writeFleeting(file, new Holder(process, network).text().getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new ProblemException(new HostProblem.FileUnusable(file, WholeFile.reason(e)), e);
        }
    }

    /** Puts a process of this program's own there. */
    Anchor enter() throws ProblemException, InterruptedException {
        HamletPaths.makePrivate(folder);
        try (FileLock _ = Turn.toChange(folder.resolve("namespaces"), time)) {
            Optional<Anchor> anchor = Optional.empty();
            for (Holder holder : holders()) {
                if (anchor.isEmpty()) {
                    anchor = join(holder);
                }
            }
            Anchor here = anchor.isPresent() ? anchor.get() : make();
            note(here.process(), true);
            return here;
        }
    }

    private Optional<Anchor> join(Holder holder) throws ProblemException, InterruptedException {
        try {
            Path map = PROCESSES.resolve(Long.toString(holder.process().pid())).resolve("uid_map");
            List<String> numbers = Files.readAllLines(map);
            Optional<Problem> one = numbers.size() > 1
                    ? Optional.empty()
                    : Optional.of(new ContainerProblem.NamespaceOneUser(user(), "as it was made"));
            List<String> words = new ArrayList<>(Anchor.entering(holder.process(), holder.network(), one.isPresent()));
            if (!holder.network()) {
                words.addAll(List.of(program("unshare").toString(), "--net"));
            }
            Sleeper sleeper = start("nsenter", words);
            return Optional.of(new Anchor(sleeper.process(), sleeper.held(), one));
        } catch (IOException | ProblemException e) {
            LOG.debug("whoever was in the namespaces has gone", e);
            return Optional.empty();
        }
    }

    private Anchor make() throws ProblemException, InterruptedException {
        Sleeper sleeper = start("unshare", List.of("--user", "--mount", "--net", "--propagation", "slave"));
        boolean done = false;
        try {
            Anchor made = new Anchor(sleeper.process(), sleeper.held(), map(sleeper.process()));
            done = true;
            return made;
        } finally {
            if (!done) {
                sleeper.held().close();
            }
        }
    }

    private record Sleeper(ProcessIdentity process, OpenFile held) {}

    private Sleeper start(String program, List<String> words) throws ProblemException, InterruptedException {
        Path log = folder.resolve("entering-" + processes.self().pid() + ".log");
        List<OpenFile> pipe = pipe();
        boolean done = false;
        try (OpenFile read = pipe.getFirst()) {
            List<String> arguments = new ArrayList<>(words);
            arguments.addAll(List.of(program(SLEEPER).toString(), "/proc/self/fd/" + HELD));
            DetachedProcess started = launcher.detach(new DetachedStart(
                    program(program),
                    arguments,
                    Map.of("PATH", "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL", "C.UTF-8"),
                    Path.of("/"),
                    NOWHERE,
                    log,
                    List.of(new PassedDescriptor(read.number(), HELD))));
            long pid = started.identity().pid();
            boolean _ = time.await(() -> sleeps(pid) || started.poll().isPresent(), PATIENCE, STEP);
            if (!sleeps(pid)) {
                end(started.identity());
                throw new ProblemException(new ContainerProblem.NamespaceFailed(said(log, program)));
            }
            done = true;
            return new Sleeper(started.identity(), pipe.getLast());
        } finally {
            delete(log);
            if (!done) {
                pipe.getLast().close();
            }
        }
    }

    private static List<OpenFile> pipe() throws ProblemException {
        try {
            return OpenFile.pipe();
        } catch (NativeException e) {
            throw new ProblemException(new ContainerProblem.NamespaceFailed(WholeFile.reason(e)), e);
        }
    }

    private void end(ProcessIdentity process) {
        try {
            boolean _ = processes.signal(process, Signal.KILL);
        } catch (NativeException e) {
            LOG.debug("what did not enter the namespaces cannot be ended", e);
        }
    }

    /** The program that was to enter has become the one that sleeps there. */
    private static boolean sleeps(long pid) {
        return text(PROCESSES.resolve(Long.toString(pid)).resolve("comm")).equals(SLEEPER);
    }

    private static String said(Path log, String program) {
        String text = text(log);
        return text.isEmpty()
                ? program + " does not answer"
                : text.lines().findFirst().orElse(text);
    }

    private static String text(Path file) {
        try {
            return Files.readString(file).strip();
        } catch (IOException e) {
            return "";
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.debug("{} stays", file, e);
        }
    }

    private Path program(String name) throws ProblemException {
        return launcher.find(name)
                .orElseThrow(() -> new ProblemException(new MediaProblem.ToolMissing(name, "util-linux")));
    }

    /** Says who is who inside; answers why only the user is somebody there, where that is so. */
    Optional<Problem> map(ProcessIdentity process) throws ProblemException, InterruptedException {
        String why = mapAll(process);
        if (why.isEmpty()) {
            return Optional.empty();
        }
        // As root, with no other number: what newuidmap does needs no privilege for that (user_namespaces(7)).
        Path of = PROCESSES.resolve(Long.toString(process.pid()));
        try {
            Files.writeString(of.resolve("setgroups"), "deny");
            Files.writeString(of.resolve("uid_map"), "0 " + Users.effectiveUid() + " 1\n");
            Files.writeString(of.resolve("gid_map"), "0 " + Users.effectiveGid() + " 1\n");
        } catch (IOException e) {
            // Why there is not more than that is what can be mended.
            throw new ProblemException(
                    new ContainerProblem.NamespaceFailed(why + "; with one user alone: " + WholeFile.reason(e)), e);
        }
        return Optional.of(new ContainerProblem.NamespaceOneUser(user(), why));
    }

    /** Gives the user's own numbers and all others; answers why not, where it is so. */
    private String mapAll(ProcessIdentity process) throws ProblemException, InterruptedException {
        long uid = Users.effectiveUid();
        List<IdRanges.Range> users = IdRanges.of(Path.of("/etc/subuid"), user(), uid);
        List<IdRanges.Range> groups = IdRanges.of(Path.of("/etc/subgid"), user(), uid);
        if (users.isEmpty() || groups.isEmpty()) {
            return (users.isEmpty() ? "/etc/subuid" : "/etc/subgid") + " gives " + user() + " no numbers";
        }
        for (String program : List.of("newuidmap", "newgidmap")) {
            if (launcher.find(program).isEmpty()) {
                return program + " (package uidmap) is not installed";
            }
        }
        String why = run("newuidmap", IdRanges.mapping(process.pid(), uid, users));
        return why.isEmpty() ? run("newgidmap", IdRanges.mapping(process.pid(), Users.effectiveGid(), groups)) : why;
    }

    private String run(String program, List<String> arguments) throws ProblemException, InterruptedException {
        ProcessResult result = launcher.run(ProcessSpec.of(program, arguments));
        return result.succeeded() ? "" : result.lastLine();
    }

    private static String user() {
        long uid = Users.effectiveUid();
        try {
            return Users.byUid(uid).map(Users.User::name).orElse(Long.toString(uid));
        } catch (NativeException e) {
            return Long.toString(uid);
        }
    }
}
