package dev.hamlet.engine.container.network;

import dev.hamlet.engine.container.ContainerNetwork;
import dev.hamlet.engine.container.PublishedPort;
import dev.hamlet.engine.problem.NetworkProblem;
import dev.hamlet.engine.problem.Problem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.nativebridge.HeldPort;
import java.util.List;
import java.util.Optional;

/** Tells before a container starts whether it could have a port. Safe for use by many threads. */
public final class PortProbe {
    private PortProbe() {}

    /**
     * Why this port could not be published now; it is taken for a moment to find that out. Empty where it could.
     *
     * @param name of the container that shall publish it, for the problem
     * @param networks with the containers that run: they are named by what people call them
     */
    public static Optional<Problem> obstacle(String name, PublishedPort port, List<ContainerNetwork> networks) {
        try {
            PortHolding.take(name, List.of(port), List.of()).forEach(HeldPort::close);
            return Optional.empty();
        } catch (ProblemException e) {
            return Optional.of(
                    e.problem() instanceof NetworkProblem.PublishedPortTaken taken
                            ? container(port, networks)
                                    .<Problem>map(holder -> new NetworkProblem.PublishedPortTaken(
                                            taken.name(),
                                            taken.protocol(),
                                            taken.address(),
                                            taken.port(),
                                            holder,
                                            taken.free()))
                                    .orElse(taken)
                            : e.problem());
        }
    }

    private static Optional<String> container(PublishedPort wanted, List<ContainerNetwork> networks) {
        return networks.stream()
                .flatMap(network -> network.members().stream())
                .filter(member -> member.ports().stream()
                        .anyMatch(port -> port.hostPort() == wanted.hostPort() && port.protocol() == wanted.protocol()))
                .map(member -> "the container " + member.name())
                .findFirst();
    }
}
