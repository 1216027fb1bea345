package dev.hamlet.engine.container;

import dev.hamlet.engine.host.ByteSize;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * What a user says of a container, apart from what its image says. Empty values leave that to the image, or to nobody.
 * {@link #with(Consumer)} tells one that differs.
 *
 * @param entrypoint instead of the image's, which then loses its command too; one empty text for none at all
 * @param command instead of the image's
 * @param environment {@code KEY=value} each, over the image's
 * @param workingDirectory absolute
 * @param user {@code user}, {@code uid}, {@code user:group} or {@code uid:gid}
 * @param hostname else the beginning of its id
 * @param labels what else is said of it, over the image's
 * @param memory how much it may use at most; empty for no limit
 * @param cpus how many processors' time it may use at most; 0 for no limit
 * @param pids how many processes and threads it may have at most; 0 for no limit
 * @param ulimits what each of its processes may use
 * @param confined whether a profile keeps it from system calls that containers have no business with
 * @param removedAfter whether it is removed once it has ended
 * @param network what its network is
 * @param files what is mounted in it beside its own files
 * @param terminal whether its program is at a terminal
 * @param interactive whether its program gets what is written to it; without that its input has ended
 * @param init whether a small program begins its own, passes signals on to it and buries the processes that it leaves
 * @param upkeep what is done for it while nobody looks
 */
public record ContainerWish(
        Optional<List<String>> entrypoint,
        List<String> command,
        List<String> environment,
        String workingDirectory,
        String user,
        String hostname,
        Map<String, String> labels,
        Optional<ByteSize> memory,
        double cpus,
        int pids,
        List<Ulimit> ulimits,
        boolean confined,
        boolean removedAfter,
        NetworkWish network,
        FilesWish files,
        boolean terminal,
        boolean interactive,
        boolean init,
        Upkeep upkeep) {
    /** Copies the lists, and the labels in the order of their names. */
    public ContainerWish {
        entrypoint = entrypoint.map(List::copyOf);
        command = List.copyOf(command);
        environment = List.copyOf(environment);
        labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
        ulimits = List.copyOf(ulimits);
    }

    /** All as the image has it. */
    public static ContainerWish nothing() {
        return new Draft().done();
    }

    /** All as the image has it, with this command where it is not empty. */
    public static ContainerWish of(List<String> command) {
        return new Draft().command(command).done();
    }

    /** The same but for what is changed in its draft. */
    public ContainerWish with(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.done();
    }

    /** The same at a terminal, or with input. */
    public ContainerWish with(boolean atTerminal, boolean withInput) {
        return with(draft -> draft.terminal(atTerminal).interactive(withInput));
    }

    /** The same with these limits. */
    public ContainerWish with(ContainerLimits limits) {
        return with(draft -> draft.limits(limits));
    }

    /** The same with this upkeep. */
    public ContainerWish with(Upkeep other) {
        return with(draft -> draft.upkeep(other));
    }

    /** The same on this network. */
    public ContainerWish on(NetworkWish other) {
        return with(draft -> draft.network(other));
    }

    /** How much it may use at most. */
    public ContainerLimits limits() {
        return new ContainerLimits(memory, cpus, pids);
    }

    /** A wish that is being written; each setter takes the place of what was said before. Used by one thread. */
    public static final class Draft {
        private Optional<List<String>> entrypoint = Optional.empty();
        private List<String> command = List.of();
        private List<String> environment = List.of();
        private String workingDirectory = "";
        private String user = "";
        private String hostname = "";
        private Map<String, String> labels = Map.of();
        private ContainerLimits limits = new ContainerLimits(Optional.empty(), 0, 0);
        private List<Ulimit> ulimits = List.of();
        private boolean confined = true;
        private boolean removedAfter;
        private NetworkWish network = NetworkWish.NOTHING;
        private FilesWish files = FilesWish.NOTHING;
        private boolean terminal;
        private boolean interactive;
        private boolean init;
        private Upkeep upkeep = Upkeep.USUAL;

        private Draft() {}

        private Draft(ContainerWish wish) {
            entrypoint = wish.entrypoint;
            command = wish.command;
            environment = wish.environment;
            workingDirectory = wish.workingDirectory;
            user = wish.user;
            hostname = wish.hostname;
            labels = wish.labels;
            limits = wish.limits();
            ulimits = wish.ulimits;
            confined = wish.confined;
            removedAfter = wish.removedAfter;
            network = wish.network;
            files = wish.files;
            terminal = wish.terminal;
            interactive = wish.interactive;
            init = wish.init;
            upkeep = wish.upkeep;
        }

        private ContainerWish done() {
            return new ContainerWish(
                    entrypoint,
                    command,
                    environment,
                    workingDirectory,
                    user,
                    hostname,
                    labels,
                    limits.memory(),
                    limits.cpus(),
                    limits.pids(),
                    ulimits,
                    confined,
                    removedAfter,
                    network,
                    files,
                    terminal,
                    interactive,
                    init,
                    upkeep);
        }

        /** See {@link ContainerWish#entrypoint}. */
        public Draft entrypoint(Optional<List<String>> value) {
            entrypoint = value;
            return this;
        }

        /** See {@link ContainerWish#command}. */
        public Draft command(List<String> value) {
            command = value;
            return this;
        }

        /** See {@link ContainerWish#environment}. */
        public Draft environment(List<String> value) {
            environment = value;
            return this;
        }

        /** See {@link ContainerWish#workingDirectory}. */
        public Draft workingDirectory(String value) {
            workingDirectory = value;
            return this;
        }

        /** See {@link ContainerWish#user}. */
        public Draft user(String value) {
            user = value;
            return this;
        }

        /** See {@link ContainerWish#hostname}. */
        public Draft hostname(String value) {
            hostname = value;
            return this;
        }

        /** See {@link ContainerWish#labels}. */
        public Draft labels(Map<String, String> value) {
            labels = value;
            return this;
        }

        /** See {@link ContainerWish#limits}. */
        public Draft limits(ContainerLimits value) {
            limits = value;
            return this;
        }

        /** See {@link ContainerWish#ulimits}. */
        public Draft ulimits(List<Ulimit> value) {
            ulimits = value;
            return this;
        }

        /** See {@link ContainerWish#confined}. */
        public Draft confined(boolean value) {
            confined = value;
            return this;
        }

        /** See {@link ContainerWish#removedAfter}. */
        public Draft removedAfter(boolean value) {
            removedAfter = value;
            return this;
        }

        /** See {@link ContainerWish#network}. */
        public Draft network(NetworkWish value) {
            network = value;
            return this;
        }

        /** See {@link ContainerWish#files}. */
        public Draft files(FilesWish value) {
            files = value;
            return this;
        }

        /** See {@link ContainerWish#terminal}. */
        public Draft terminal(boolean value) {
            terminal = value;
            return this;
        }

        /** See {@link ContainerWish#interactive}. */
        public Draft interactive(boolean value) {
            interactive = value;
            return this;
        }

        /** See {@link ContainerWish#init}. */
        public Draft init(boolean value) {
            init = value;
            return this;
        }

        /** See {@link ContainerWish#upkeep}. */
        public Draft upkeep(Upkeep value) {
            upkeep = value;
            return this;
        }
    }
}
