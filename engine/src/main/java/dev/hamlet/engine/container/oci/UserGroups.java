package dev.hamlet.engine.container.oci;

import dev.hamlet.engine.container.ContainerId;
import dev.hamlet.engine.container.KeptLimits;
import dev.hamlet.engine.host.WholeFile;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.namespace.Namespaces;
import dev.hamlet.engine.problem.ContainerProblem.ContainerLimitUnavailable;
import dev.hamlet.engine.problem.ContainerProblem.ContainerStartFailed;
import dev.hamlet.engine.problem.Problem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.process.ProcessLauncher;
import dev.hamlet.engine.process.ProcessResult;
import dev.hamlet.engine.process.ProcessSpec;
import dev.hamlet.nativebridge.Users;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The control groups that systemd hands over ("Control Group APIs and Delegation"): with version 2 alone, to root all of them,
 * to an ordinary user those controllers that the user's own service manager was given. Each run of a container has a scope of
 * its own, made by that manager and ours below ({@code Delegate=}): in it one group for its monitors and one for the
 * container, since no group with processes hands controllers down. systemd removes it with its last process. Outside of such a
 * scope systemd takes controllers away again, and with them the limits, whenever its own units do not need them: root's go
 * there only where systemd makes no scope for them.
 */
record UserGroups(ProcessLauncher launcher, Namespaces namespaces, TimeSource time, Path root) {
    private static final Logger LOG = LoggerFactory.getLogger(UserGroups.class);
    private static final Path TREE = Path.of("sys/fs/cgroup");
    private static final String MONITORS = "monitors";
    private static final String CONTAINER = "container";
    private static final List<String> CONTROLLERS = List.of("cpu", "io", "memory", "pids");
    private static final String UNLIMITED = "18446744073709551615";
    private static final String INIT = "/init.scope";
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration STEP = Duration.ofMillis(2);

    /** Those of this computer. */
    static UserGroups ofThisHost(ProcessLauncher launcher, Namespaces namespaces, TimeSource time) {
        return new UserGroups(launcher, namespaces, time, Path.of("/"));
    }

    /** Whether containers get groups from systemd. */
    boolean areHanded() {
        return namespaces.isDirect()
                ? areRoots(text(root.resolve("proc/self/mounts")), text(root.resolve("proc/1/cgroup")), isAsked())
                : List.of("", ContainerLimitUnavailable.NOT_DELEGATED).contains(reason("memory"));
    }

    /** Whether the computer's own service manager can be asked. */
    private boolean isAsked() {
        return Files.isDirectory(root.resolve("run/systemd/system"))
                && Files.exists(root.resolve("run/dbus/system_bus_socket"))
                && launcher.find("busctl").isPresent();
    }

    /**
     * Whether containers of root get theirs from systemd. With version 1 each controller is somebody else's. A systemd that
     * is not process 1 here is that of a computer around this container: our numbers are other processes there.
     *
     * @param mounts as {@code /proc/self/mounts} has them
     * @param first the groups of process 1, as {@code /proc/1/cgroup} has them
     * @param manager whether the computer's own service manager can be asked
     */
    static boolean areRoots(String mounts, String first, boolean manager) {
        String group = second(first);
        return manager && isUnified(mounts) && group.endsWith(INIT) && !group.contains("/..");
    }

    private static boolean isUnified(String mounts) {
        return mounts.lines().anyMatch(line -> line.contains(" /sys/fs/cgroup cgroup2 "));
    }

    /**
     * Puts a monitor into a scope of its own.
     *
     * @param name of the container, for words
     * @param monitor a process that waits, and has none of its own yet
     * @return the group for the container, as the kernel names it; empty where root's has to do without systemd
     * @throws ProblemException {@code ContainerStartFailed}
     */
    Optional<String> place(String name, ContainerId container, long monitor)
            throws ProblemException, InterruptedException {
        try {
            return Optional.of(scope(name, container, monitor));
        } catch (ProblemException e) {
            if (!namespaces.isDirect()) {
                throw e;
            }
            // Root makes groups without anybody's leave: worse than in a scope, and better than no container.
            LOG.warn("systemd makes no scope for {}, and may take its limits away", name, e);
            return Optional.empty();
        }
    }

    private String scope(String name, ContainerId container, long monitor)
            throws ProblemException, InterruptedException {
        String unit = "hamlet-" + container.shortened() + "-" + monitor + ".scope";
        ask(
                name,
                "StartTransientUnit",
                "ssa(sv)a(sa(sv))",
                unit,
                "fail",
                "5",
                "PIDs",
                "au",
                "1",
                Long.toString(monitor),
                "Delegate",
                "b",
                "true",
                "CollectMode",
                "s",
                "inactive-or-failed",
                // What the container is limited to is for its own group to say.
                "TasksMax",
                "t",
                UNLIMITED,
                // The first process of a namespace may well not know how to end when the computer does.
                "TimeoutStopUSec",
                "t",
                Long.toString(PATIENCE.toMillis() * 1000),
                "0");
        if (!time.await(() -> group(monitor).endsWith("/" + unit), PATIENCE, STEP)) {
            throw failed(name, "systemd does not put it into " + unit);
        }
        String scope = group(monitor);
        Path folder = folder(scope);
        try {
            Files.createDirectory(folder.resolve(MONITORS));
            put(folder.resolve(MONITORS).resolve("cgroup.procs"), Long.toString(monitor));
            List<String> there =
                    List.of(text(folder.resolve("cgroup.controllers")).strip().split(" ", -1));
            for (String controller : CONTROLLERS) {
                if (there.contains(controller)) {
                    put(folder.resolve("cgroup.subtree_control"), "+" + controller);
                }
            }
        } catch (IOException e) {
            throw failed(name, WholeFile.reason(e));
        }
        return scope + "/" + CONTAINER;
    }

    /**
     * Puts the monitor of a further program beside that of a container, so that the runtime may put the program into the
     * container's group. Does nothing for a container that has none from systemd.
     *
     * @param name of the container, for words
     * @param process the container's first one
     * @param monitor of the further program, which waits
     * @throws ProblemException {@code ContainerStartFailed}
     */
    void join(String name, long process, long monitor) throws ProblemException, InterruptedException {
        if (!holds(process)) {
            return;
        }
        String group = group(process);
        String scope = group.substring(0, group.length() - CONTAINER.length() - 1);
        String monitors = scope + "/" + MONITORS;
        try {
            // Where Hamlet itself is in a group that the user's manager was given.
            put(folder(monitors).resolve("cgroup.procs"), Long.toString(monitor));
        } catch (IOException elsewhere) {
            String unit = scope.substring(scope.lastIndexOf('/') + 1);
            ask(name, "AttachProcessesToUnit", "ssau", unit, "/" + MONITORS, "1", Long.toString(monitor));
            if (!time.await(() -> group(monitor).equals(monitors), PATIENCE, STEP)) {
                throw failed(name, "systemd does not put it into " + unit);
            }
        }
    }

    /** Whether a container's process is in a group that {@link #place} made. */
    boolean holds(long process) {
        String group = group(process);
        return GroupFigures.haveOurs("0::" + group) && group.endsWith(".scope/" + CONTAINER);
    }

    private void ask(String name, String method, String signature, String... values)
            throws ProblemException, InterruptedException {
        List<String> words = new ArrayList<>(List.of(
                namespaces.isDirect() ? "--system" : "--user",
                "call",
                "org.freedesktop.systemd1",
                "/org/freedesktop/systemd1",
                "org.freedesktop.systemd1.Manager",
                method,
                signature));
        words.addAll(List.of(values));
        ProcessResult result = launcher.run(ProcessSpec.of("busctl", words)
                .with(Map.of("XDG_RUNTIME_DIR", "/run/user/" + Users.effectiveUid()))
                .within(PATIENCE));
        if (!result.succeeded()) {
            throw failed(name, "systemd: " + result.lastLine());
        }
    }

    private static ProblemException failed(String name, String why) {
        return new ProblemException(new ContainerStartFailed(name, "it gets no control group: " + why));
    }

    /** The group of version 2 that a process is in. */
    private static String group(long pid) {
        return second(GroupFigures.text(pid, "cgroup"));
    }

    private static String second(String groups) {
        return groups.lines()
                .filter(line -> line.startsWith("0::"))
                .map(line -> line.substring(3))
                .findFirst()
                .orElse("");
    }

    private Path folder(String group) {
        return root.resolve(TREE).resolve(group.substring(1));
    }

    private static void put(Path file, String text) throws IOException {
        Files.write(file, text.getBytes(StandardCharsets.US_ASCII), StandardOpenOption.WRITE);
    }

    /** What can be limited. */
    KeptLimits kept() {
        return namespaces.isDirect() ? KeptLimits.ALL : new KeptLimits(why("memory"), why("cpu"), why("pids"));
    }

    private Optional<Problem> why(String controller) {
        String why = reason(controller);
        return why.isEmpty() ? Optional.empty() : Optional.of(new ContainerLimitUnavailable(controller, why));
    }

    private String reason(String controller) {
        long uid = Users.effectiveUid();
        boolean manager = Files.exists(root.resolve("run/user/" + uid + "/bus"))
                && launcher.find("busctl").isPresent();
        String given = text(root.resolve(TREE)
                .resolve("user.slice/user-" + uid + ".slice/user@" + uid + ".service/cgroup.controllers"));
        return why(controller, text(root.resolve("proc/self/mounts")), manager, given);
    }

    /**
     * What is in the way; empty where nothing is.
     *
     * @param mounts as {@code /proc/self/mounts} has them
     * @param manager whether the user's own service manager can be asked
     * @param given the controllers that it was given
     */
    static String why(String controller, String mounts, boolean manager, String given) {
        if (!isUnified(mounts)) {
            return ContainerLimitUnavailable.VERSION_ONE;
        } else if (!manager) {
            return ContainerLimitUnavailable.NO_SESSION;
        }
        return List.of(given.strip().split(" ", -1)).contains(controller)
                ? ""
                : ContainerLimitUnavailable.NOT_DELEGATED;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return "";
        }
    }
}
