package dev.hamlet.engine.problem;

import java.nio.file.Path;
import java.util.List;

/** What can be wrong with networks of containers and with ports that they publish. */
public sealed interface NetworkProblem extends Problem {
    /** A port that a container shall publish is held by somebody; {@code free} is one that is not, or 0. */
    record PublishedPortTaken(String name, String protocol, String address, int port, String holder, int free)
            implements NetworkProblem {}

    /**
     * A port that a container shall publish is one of those below {@code limit}, which only an administrator may listen on;
     * {@code free} is one that is not, or 0.
     */
    record PublishedPortNeedsPrivilege(
            String name, String protocol, String address, int port, int containerPort, int limit, int free)
            implements NetworkProblem {}

    /** A port cannot be had at this address of this computer. */
    record PublishedAddressRefused(String name, String address, int port, String why) implements NetworkProblem {}

    /** No network has this name; {@code nearest} is the most similar one, or empty. */
    record ContainerNetworkNotFound(String name, String nearest) implements NetworkProblem {}

    /** There is a network of this name already. */
    record ContainerNetworkExists(String name) implements NetworkProblem {}

    /** Containers run on the network. */
    record ContainerNetworkInUse(String name, List<String> containers) implements NetworkProblem {}

    /** The addresses that a network shall have lead elsewhere on this computer. */
    record ContainerNetworkOverlaps(String name, String subnet, String other) implements NetworkProblem {}

    /** All addresses of a network are used. */
    record ContainerNetworkFull(String name, String subnet) implements NetworkProblem {}

    /** The kernel, or nftables, does not make the network; {@code why} is its word. */
    record ContainerNetworkImpossible(String name, String why) implements NetworkProblem {}

    /** Rules of somebody else let nothing through between a network and the outside. */
    record ForwardingDropped(String bridge) implements NetworkProblem {}

    /** An ordinary user may make no links to the outside; {@code device} is closed to them. */
    record TunnelsClosed(Path device) implements NetworkProblem {}

    /** A container's {@code /etc/hosts} cannot be written, so that it does not know who came and went; {@code why} says more. */
    record NeighboursUntold(String container, Path file, String why) implements NetworkProblem {}
}
