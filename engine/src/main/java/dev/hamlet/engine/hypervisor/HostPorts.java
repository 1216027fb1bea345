package dev.hamlet.engine.hypervisor;

import dev.hamlet.engine.host.LowPorts;
import dev.hamlet.engine.host.PortHolder;
import dev.hamlet.engine.machine.PortForward;
import dev.hamlet.engine.problem.MachineProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;

/** Ports of this computer that a machine forwards: whether they are free, and who has them. Safe for use by many threads. */
public final class HostPorts {
    private static final int LAST = 65535;
    private static final int FIRST_OFFERED = 1024;

    private HostPorts() {}

    /**
     * Checks that each of these ports could be listened on now.
     *
     * @param machine whose they are, for the problem
     * @throws ProblemException {@code PortNeedsPrivilege} or {@code PortTaken}, both with a port that is free
     */
    public static void check(String machine, List<PortForward> forwards) throws ProblemException {
        // Also where Hamlet is root: what listens for the guest then runs as an unprivileged user.
        int limit = LowPorts.limit();
        for (PortForward forward : forwards) {
            if (forward.hostPort() < limit) {
                int free = freeFrom(forward, LowPorts.instead(forward.hostPort(), limit));
                throw new ProblemException(new MachineProblem.PortNeedsPrivilege(
                        machine,
                        forward.protocol().word(),
                        forward.address(),
                        forward.hostPort(),
                        forward.guestPort(),
                        limit,
                        free));
            }
            if (!isFree(forward, forward.hostPort())) {
                throw taken(machine, forward);
            }
        }
    }

    /** What to say of a port that somebody has. */
    public static ProblemException taken(String machine, PortForward forward) {
        int next = Math.max(FIRST_OFFERED, forward.hostPort() + 1);
        return new ProblemException(new MachineProblem.PortTaken(
                machine,
                forward.protocol().word(),
                forward.address(),
                forward.hostPort(),
                forward.guestPort(),
                PortHolder.find(forward.hostPort(), forward.protocol() == PortForward.Protocol.UDP)
                        .orElse(""),
                freeFrom(forward, next)));
    }

    private static boolean isFree(PortForward forward, int port) {
        try {
            InetSocketAddress address = new InetSocketAddress(InetAddress.getByName(forward.address()), port);
            if (forward.protocol() == PortForward.Protocol.UDP) {
                try (DatagramSocket socket = new DatagramSocket(null)) {
                    socket.setReuseAddress(false);
                    socket.bind(address);
                }
            } else {
                try (ServerSocket socket = new ServerSocket()) {
                    // As QEMU does: connections that are still closing do not hold the port.
                    socket.setReuseAddress(true);
                    socket.bind(address, 1);
                }
            }
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** A free port not below this one; 0 if there is none. */
    private static int freeFrom(PortForward forward, int first) {
        for (int port = first; port <= LAST; port++) {
            if (isFree(forward, port)) {
                return port;
            }
        }
        for (int port = FIRST_OFFERED; port < first; port++) {
            if (isFree(forward, port)) {
                return port;
            }
        }
        return 0;
    }
}
