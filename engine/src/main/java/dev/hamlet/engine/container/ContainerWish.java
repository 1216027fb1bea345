package dev.hamlet.engine.container;

import dev.hamlet.engine.host.ByteSize;
import java.util.List;
import java.util.Optional;

/**
 * What a user says of a container, apart from what its image says. Empty values leave that to the image, or to nobody.
 *
 * @param entrypoint instead of the image's, which then loses its command too; one empty text for none at all
 * @param command instead of the image's
 * @param environment {@code KEY=value} each, over the image's
 * @param workingDirectory absolute
 * @param user {@code user}, {@code uid}, {@code user:group} or {@code uid:gid}
 * @param hostname else the beginning of its id
 * @param memory how much it may use at most; empty for no limit
 * @param cpus how many processors' time it may use at most; 0 for no limit
 * @param pids how many processes and threads it may have at most; 0 for no limit
 * @param confined whether a profile keeps it from system calls that containers have no business with
 * @param removedAfter whether it is removed once it has ended
 * @param network what its network is
 * @param terminal whether its program is at a terminal
 * @param interactive whether its program gets what is written to it; without that its input has ended
 * @param upkeep what is done for it while nobody looks
 */
public record ContainerWish(
        Optional<List<String>> entrypoint,
        List<String> command,
        List<String> environment,
        String workingDirectory,
        String user,
        String hostname,
        Optional<ByteSize> memory,
        double cpus,
        int pids,
        boolean confined,
        boolean removedAfter,
        NetworkWish network,
        boolean terminal,
        boolean interactive,
        Upkeep upkeep) {
    /** Copies the lists. */
    public ContainerWish {
        entrypoint = entrypoint.map(List::copyOf);
        command = List.copyOf(command);
        environment = List.copyOf(environment);
    }

    /** The same at a terminal, or with input. */
    public ContainerWish with(boolean atTerminal, boolean withInput) {
        return new ContainerWish(
                entrypoint,
                command,
                environment,
                workingDirectory,
                user,
                hostname,
                memory,
                cpus,
                pids,
                confined,
                removedAfter,
                network,
                atTerminal,
                withInput,
                upkeep);
    }

    /** The same with these limits. */
    public ContainerWish with(ContainerLimits limits) {
        return new ContainerWish(
                entrypoint,
                command,
                environment,
                workingDirectory,
                user,
                hostname,
                limits.memory(),
                limits.cpus(),
                limits.pids(),
                confined,
                removedAfter,
                network,
                terminal,
                interactive,
                upkeep);
    }

    /** How much it may use at most. */
    public ContainerLimits limits() {
        return new ContainerLimits(memory, cpus, pids);
    }

    /** All as the image has it, with this command where it is not empty. */
    public static ContainerWish of(List<String> command) {
        return new ContainerWish(
                Optional.empty(),
                command,
                List.of(),
                "",
                "",
                "",
                Optional.empty(),
                0,
                0,
                true,
                false,
                NetworkWish.NOTHING,
                false,
                false,
                Upkeep.USUAL);
    }

    /** The same on this network. */
    public ContainerWish on(NetworkWish other) {
        return new ContainerWish(
                entrypoint,
                command,
                environment,
                workingDirectory,
                user,
                hostname,
                memory,
                cpus,
                pids,
                confined,
                removedAfter,
                other,
                terminal,
                interactive,
                upkeep);
    }

    /** The same with this upkeep. */
    public ContainerWish with(Upkeep other) {
        return new ContainerWish(
                entrypoint,
                command,
                environment,
                workingDirectory,
                user,
                hostname,
                memory,
                cpus,
                pids,
                confined,
                removedAfter,
                network,
                terminal,
                interactive,
                other);
    }
}
