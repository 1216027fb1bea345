package dev.hamlet.engine.problem;

import java.nio.file.Path;
import java.util.List;

/** What can be wrong with a container, its settings, or with what runs it. */
public sealed interface ContainerProblem extends Problem {
    /** A setting has a value that cannot be; {@code why} says what is allowed. */
    record ContainerSettingInvalid(String setting, String value, String why) implements ContainerProblem {}

    /** No container has this name or id; {@code nearest} is the most similar one, or empty. */
    record ContainerNotFound(String name, String nearest) implements ContainerProblem {}

    /** The ids of several containers begin so. */
    record ContainerAmbiguous(String name, List<String> ids) implements ContainerProblem {}

    /** Another container has this name; {@code suggestion} is free. */
    record ContainerNameTaken(String name, String suggestion) implements ContainerProblem {}

    /** The container's file is not what it should be. Nothing was changed. */
    record ContainerUnreadable(Path file, String why) implements ContainerProblem {}

    /** The container's file was written in a format newer than this Hamlet reads. */
    record ContainerFromFuture(Path file, int version, int readable) implements ContainerProblem {}

    /** Another process is changing this container right now. */
    record ContainerBusy(String name) implements ContainerProblem {}

    /** The command does not fit the state that the container is in. */
    record ContainerWrongState(String name, String command, String state) implements ContainerProblem {}

    /** A program that runs containers is not installed. */
    record ContainerRuntimeMissing(String program, String packageName) implements ContainerProblem {}

    /** The installed runtime cannot limit containers on this host; {@code packageName} has one that can. */
    record ContainerRuntimeUnfit(String program, String why, String packageName) implements ContainerProblem {}

    /** No profile of the system calls that a container may use is installed. */
    record SeccompProfileMissing(Path file, String packageName) implements ContainerProblem {}

    /** The kernel gives ordinary users no user namespaces; {@code setting} would allow them. */
    record NamespaceForbidden(String setting) implements ContainerProblem {}

    /** No user namespace could be made or entered; {@code why} is the word of whoever refused. */
    record NamespaceFailed(String why) implements ContainerProblem {}

    /** Nobody but root is known in the containers of this user, since no other numbers of users are theirs. */
    record NamespaceOneUser(String user, String why) implements ContainerProblem {}

    /** The container has no program to run: neither its image nor its settings name one. */
    record EntryPointUnset(String name) implements ContainerProblem {}

    /** The container has no such program. */
    record EntryPointMissing(String name, String program, String why) implements ContainerProblem {}

    /** The program is there and cannot be run: it is a folder, may not be executed, or is for another processor. */
    record EntryPointNotExecutable(String name, String program, String why) implements ContainerProblem {}

    /** The user or group that the container shall run as is not in its files. */
    record ContainerUserUnknown(String name, String user, String why) implements ContainerProblem {}

    /** The runtime could not start the container; {@code why} is its word. */
    record ContainerStartFailed(String name, String why) implements ContainerProblem {}

    /** The container has not ended although it was killed. */
    record ContainerNotEnding(String name, long seconds) implements ContainerProblem {}

    /** A program could not be run in a container that runs; {@code why} is the runtime's word. */
    record ExecFailed(String name, String why) implements ContainerProblem {}

    /** A terminal was asked for, and whoever asks is at none. */
    record ContainerTerminalMissing(String name) implements ContainerProblem {}

    /** Whoever was attached to a container's program is so no more, or could not be; {@code why} says more. */
    record ContainerStreamLost(String name, String why) implements ContainerProblem {}

    /** The runtime refused a command for a container; {@code why} is its word. */
    record ContainerCommandFailed(String name, String command, String why) implements ContainerProblem {}

    /**
     * Containers cannot be limited so here; {@code limit} is {@code memory}, {@code cpu}, {@code pids} or {@code pause},
     * {@code why} a word for what is in the way.
     */
    record ContainerLimitUnavailable(String limit, String why) implements ContainerProblem {
        /** The kernel's control groups for it are not there. */
        public static final String NOT_MOUNTED = "not-mounted";

        /** Control groups of version 1 are root's alone. */
        public static final String VERSION_ONE = "control-groups-v1";

        /** Nobody of the user's runs who hands control groups over. */
        public static final String NO_SESSION = "no-user-session";

        /** The user was not given this controller. */
        public static final String NOT_DELEGATED = "not-delegated";

        /** It began without control groups of its own. */
        public static final String WITHOUT_GROUPS = "without-groups";
    }

    /** The kernel did not take a new limit, as one below what the container holds; nothing was changed. */
    record ContainerLimitRefused(String name, String why) implements ContainerProblem {}

    /** A limit of processes is beyond that of Hamlet itself, which it may not pass; {@code allowed} is that. */
    record UlimitBeyond(String name, String limit, String wanted, long allowed) implements ContainerProblem {}

    /** A container has no such file or folder. */
    record ContainerFileMissing(String name, String path) implements ContainerProblem {}

    /** Files of a container cannot be read, written or copied; {@code why} is the system's word. */
    record ContainerFilesUnusable(String name, String path, String why) implements ContainerProblem {}
}
