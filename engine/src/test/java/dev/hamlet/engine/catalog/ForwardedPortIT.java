package dev.hamlet.engine.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hamlet.engine.Engine;
import dev.hamlet.engine.hypervisor.qemu.QemuHypervisor;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.machine.Machine;
import dev.hamlet.engine.machine.MachineSpec;
import dev.hamlet.engine.machine.PortForward;
import dev.hamlet.engine.machine.RunningGuest;
import dev.hamlet.engine.machine.StartOptions;
import dev.hamlet.engine.problem.HostProblem;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A service in a Linux guest, reached through a forwarded port of the network that guests have by default. */
@Tag("real")
@Timeout(240)
class ForwardedPortIT {
    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final String GREETING = "hello from the guest";

    /** Enough for a guest that answers at all: it takes a few milliseconds. */
    private static final int PATIENCE_MILLIS = 5000;

    @TempDir
    private Path home;

    @Test
    void itAnswersAndWhereItWaitsForTheClientsFirstWordTheMachineSaysSo() throws Exception {
        try (Engine engine = TinyMachine.open(home)) {
            int port = freePort();
            MachineSpec spec = TinyMachine.spec(engine)
                    .forwards(List.of(PortForward.tcp(port, 8080)))
                    .build();
            Machine machine =
                    engine.machines().create(spec, (folder, progress) -> {}).await();
            machine.start(new StartOptions(true)).await();
            RunningGuest guest = machine.guest("serve");
            try (RunningGuest.SerialLine line = guest.serial(false)) {
                assumeTrue(
                        !QemuHypervisor.reachesHost(guest.record()), "passt, the default network, does not serve here");
                SerialText text = new SerialText(line.channel());
                text.type("", "tiny# ", LIMIT);
                text.type("until ip addr show eth0 | grep 'inet '; do sleep 0.2; done", "inet ", LIMIT);
                // The last word is told apart from its own echo.
                text.type(
                        "while true; do echo " + GREETING + " | nc -l -p 8080; done & echo ser''ving",
                        "serving",
                        LIMIT);
                assertTrue(TimeSource.system()
                        .await(() -> greeting(port, true).equals(GREETING), LIMIT, Duration.ofMillis(200)));
                boolean said = machine.snapshot().notices().contains(new HostProblem.ForwardsWaitForClient());
                assertEquals(said ? "" : GREETING, greeting(port, false));
            } finally {
                machine.kill().await();
            }
        }
    }

    /** What a client hears; nothing where nobody answers in time. */
    private static String greeting(int port, boolean speaksFirst) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            if (speaksFirst) {
                socket.getOutputStream().write('\n');
            }
            String line = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8))
                    .readLine();
            return line == null ? "" : line;
        } catch (IOException e) {
            return "";
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
