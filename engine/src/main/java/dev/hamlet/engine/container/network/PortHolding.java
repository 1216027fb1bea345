package dev.hamlet.engine.container.network;

import dev.hamlet.engine.container.PublishedPort;
import dev.hamlet.engine.container.Subnet;
import dev.hamlet.engine.host.LowPorts;
import dev.hamlet.engine.host.PortHolder;
import dev.hamlet.engine.host.WholeFile;
import dev.hamlet.engine.problem.NetworkProblem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.nativebridge.HeldPort;
import dev.hamlet.nativebridge.NativeException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Takes the ports that a container publishes, so that it has them alone, all or none. */
final class PortHolding {
    private static final int FIRST_OFFERED = 1024;
    private static final int LAST = 65535;

    private PortHolding() {}

    /**
     * Takes all.
     *
     * @param name the container's, for problems
     * @param leases what others have, for problems
     * @throws ProblemException {@code PublishedPortTaken}, {@code PublishedPortNeedsPrivilege}, {@code PublishedAddressRefused}
     */
    static List<HeldPort> take(String name, List<PublishedPort> ports, List<Lease> leases) throws ProblemException {
        List<HeldPort> held = new ArrayList<>();
        boolean done = false;
        try {
            for (PublishedPort port : ports) {
                held.add(take(name, port, leases));
            }
            done = true;
            return held;
        } finally {
            if (!done) {
                held.forEach(HeldPort::close);
            }
        }
    }

    private static HeldPort take(String name, PublishedPort port, List<Lease> leases) throws ProblemException {
        try {
            return take(port, port.hostPort());
        } catch (NativeException e) {
            int limit = LowPorts.limit();
            if (e.errno() == HeldPort.FORBIDDEN && port.hostPort() < limit) {
                int first = LowPorts.instead(port.hostPort(), limit);
                throw new ProblemException(
                        new NetworkProblem.PublishedPortNeedsPrivilege(
                                name,
                                port.protocol().word(),
                                port.address(),
                                port.hostPort(),
                                port.containerPort(),
                                limit,
                                free(port, first)),
                        e);
            }
            if (e.errno() != HeldPort.TAKEN) {
                throw new ProblemException(
                        new NetworkProblem.PublishedAddressRefused(
                                name, port.address(), port.hostPort(), WholeFile.reason(e)),
                        e);
            }
            boolean datagrams = port.protocol() == PublishedPort.Protocol.UDP;
            String holder = container(port, leases)
                    .or(() -> PortHolder.find(port.hostPort(), datagrams))
                    .orElse("");
            throw new ProblemException(
                    new NetworkProblem.PublishedPortTaken(
                            name,
                            port.protocol().word(),
                            port.address(),
                            port.hostPort(),
                            holder,
                            free(port, port.hostPort() + 1)),
                    e);
        }
    }

    private static HeldPort take(PublishedPort port, int number) throws NativeException {
        return HeldPort.take(Subnet.number(port.address()), number, port.protocol() == PublishedPort.Protocol.TCP);
    }

    private static Optional<String> container(PublishedPort wanted, List<Lease> leases) {
        return leases.stream()
                .filter(lease -> lease.ports().stream()
                        .anyMatch(port -> port.hostPort() == wanted.hostPort() && port.protocol() == wanted.protocol()))
                .map(lease -> "the container " + lease.names().getFirst())
                .findFirst();
    }

    /** A free port, the first to be tried being this; 0 if there is none. */
    private static int free(PublishedPort port, int first) {
        for (int number = Math.max(FIRST_OFFERED, first); number <= LAST; number++) {
            try (HeldPort _ = take(port, number)) {
                return number;
            } catch (NativeException e) {
                // The next one.
            }
        }
        return 0;
    }

    /** The same ports with the numbers that were got. */
    static List<PublishedPort> got(List<PublishedPort> ports, List<HeldPort> held) {
        List<PublishedPort> got = new ArrayList<>();
        for (int i = 0; i < ports.size(); i++) {
            PublishedPort port = ports.get(i);
            got.add(new PublishedPort(port.address(), held.get(i).port(), port.containerPort(), port.protocol()));
        }
        return got;
    }
}
