package dev.hamlet.engine.hypervisor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.engine.machine.PortForward;
import dev.hamlet.engine.problem.MachineProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import org.junit.jupiter.api.Test;

class HostPortsTest {
    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private static MachineProblem.PortTaken taken(PortForward forward) {
        ProblemException failure =
                assertThrows(ProblemException.class, () -> HostPorts.check("Debian", List.of(forward)));
        return assertInstanceOf(MachineProblem.PortTaken.class, failure.problem());
    }

    @Test
    void aFreePortIsNoProblem() throws Exception {
        int port;
        try (ServerSocket socket = new ServerSocket(0, 1, LOOPBACK)) {
            port = socket.getLocalPort();
        }
        HostPorts.check("Debian", List.of(PortForward.tcp(port, 22)));
    }

    @Test
    void aTakenPortNamesWhoHasItAndOneThatIsFree() throws Exception {
        try (ServerSocket holder = new ServerSocket(0, 1, LOOPBACK)) {
            MachineProblem.PortTaken taken = taken(PortForward.tcp(holder.getLocalPort(), 22));
            assertEquals("Debian", taken.name());
            assertEquals(holder.getLocalPort(), taken.port());
            assertEquals("127.0.0.1", taken.address());
            assertEquals("tcp", taken.protocol());
            assertEquals(22, taken.guestPort());
            assertTrue(
                    taken.holder()
                            .endsWith("(process " + ProcessHandle.current().pid() + ")"),
                    taken.holder());
            assertNotEquals(holder.getLocalPort(), taken.free());
            HostPorts.check("Debian", List.of(PortForward.tcp(taken.free(), 22)));
        }
    }

    @Test
    void aListenerOnAllAddressesHoldsTheLoopbackOnesPortToo() throws Exception {
        try (ServerSocket holder = new ServerSocket(0)) {
            assertEquals(
                    holder.getLocalPort(),
                    taken(PortForward.tcp(holder.getLocalPort(), 22)).port());
        }
    }

    @Test
    void aUdpPortIsHeldByUdpAlone() throws Exception {
        try (DatagramSocket holder = new DatagramSocket(new InetSocketAddress(LOOPBACK, 0))) {
            int port = holder.getLocalPort();
            PortForward udp = new PortForward(PortForward.Protocol.UDP, PortForward.LOOPBACK, port, 53);
            assertTrue(taken(udp)
                    .holder()
                    .endsWith("(process " + ProcessHandle.current().pid() + ")"));
            HostPorts.check("Debian", List.of(PortForward.tcp(port, 53)));
        }
    }

    @Test
    void aConnectionThatIsClosingDoesNotHoldItsPort() throws Exception {
        int port;
        try (ServerSocket server = new ServerSocket(0, 1, LOOPBACK)) {
            port = server.getLocalPort();
            Socket client = new Socket(LOOPBACK, port);
            // The server's side closes first and waits out its time.
            server.accept().close();
            client.close();
        }
        HostPorts.check("Debian", List.of(PortForward.tcp(port, 22)));
    }

    @Test
    void theFirstRuleThatCannotBeIsTheOneNamed() throws Exception {
        try (ServerSocket first = new ServerSocket(0, 1, LOOPBACK);
                ServerSocket second = new ServerSocket(0, 1, LOOPBACK)) {
            ProblemException failure = assertThrows(
                    ProblemException.class,
                    () -> HostPorts.check(
                            "Debian",
                            List.of(
                                    PortForward.tcp(first.getLocalPort(), 1),
                                    PortForward.tcp(second.getLocalPort(), 2))));
            assertEquals(
                    first.getLocalPort(),
                    assertInstanceOf(MachineProblem.PortTaken.class, failure.problem())
                            .port());
        }
    }
}
