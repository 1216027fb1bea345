package dev.hamlet.engine.hypervisor.qemu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.engine.host.HamletPaths;
import dev.hamlet.engine.job.Threads;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.machine.GuestInterface;
import dev.hamlet.engine.machine.MachineFolder;
import dev.hamlet.nativebridge.FileLock;
import dev.hamlet.nativebridge.UnixSockets;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class GuestAgentTest {
    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(300);

    /** As qemu-ga 7.2 in Debian 12 answers, but for its statistics. */
    private static final String INTERFACES = """
        {"return": [{"name": "lo", "ip-addresses": [{"ip-address-type": "ipv4", "ip-address": "127.0.0.1", \
        "prefix": 8}, {"ip-address-type": "ipv6", "ip-address": "::1", "prefix": 128}], \
        "hardware-address": "00:00:00:00:00:00"}, {"name": "enp0s2", "ip-addresses": [{"ip-address-type": "ipv4", \
        "ip-address": "10.0.2.15", "prefix": 24}, {"ip-address-type": "ipv6", "ip-address": \
        "fec0::5054:ff:fe12:3456", "prefix": 64}], "hardware-address": "52:54:00:12:34:56", "statistics": {"tx-packets": 3, \
        "rx-bytes": 7000000000, "tx-bytes": 311, "rx-errs": 0}}, {"name": "tun0", \
        "statistics": {"rx-bytes": "many", "tx-bytes": -7}}]}
        """;

    @TempDir
    private Path home = Path.of("");

    /** What an agent does with a line that asks something; writes nothing to stay silent. */
    private interface Script {
        void answer(String question, Line line) throws IOException;
    }

    /** The agent's end of the line. */
    private record Line(SocketChannel channel) {
        void say(String text) throws IOException {
            say(text.getBytes(StandardCharsets.UTF_8));
        }

        void say(byte[] bytes) throws IOException {
            ByteBuffer left = ByteBuffer.wrap(bytes);
            while (left.hasRemaining()) {
                channel.write(left);
            }
        }

        void sayNumberOf(String question) throws IOException {
            Matcher number = Pattern.compile("\"id\":(\\d+)").matcher(question);
            assertTrue(number.find(), question);
            say(new byte[] {(byte) 0xff});
            say("{\"return\": " + number.group(1) + "}\n");
        }
    }

    private MachineFolder folder() {
        return new MachineFolder(home.resolve("web-1"));
    }

    private GuestAgent agent(Duration patience) {
        return new GuestAgent("web", folder(), TimeSource.system(), patience);
    }

    @BeforeEach
    void makeRunFolder() throws Exception {
        HamletPaths.makePrivate(folder().run());
    }

    private ServerSocketChannel agentThat(Script script) throws IOException {
        ServerSocketChannel listening = UnixSockets.listen(folder().run(), MachineFolder.AGENT_SOCKET);
        Threads.virtual("test-agent", () -> {
            try (SocketChannel channel = listening.accept()) {
                ByteArrayOutputStream question = new ByteArrayOutputStream();
                ByteBuffer one = ByteBuffer.allocate(1);
                while (channel.read(one.clear()) >= 0) {
                    byte next = one.get(0);
                    if (next == '\n') {
                        script.answer(question.toString(StandardCharsets.UTF_8), new Line(channel));
                        question.reset();
                    } else if (next != (byte) 0xff) {
                        question.write(next);
                    }
                }
            } catch (IOException hungUp) {
                // The other end has what it wanted, or gave up.
            }
        });
        return listening;
    }

    private static void behave(String question, Line line) throws IOException {
        if (question.contains("guest-sync-delimited")) {
            line.sayNumberOf(question);
        } else {
            line.say(INTERFACES);
        }
    }

    @Test
    void theInterfacesAreAsTheGuestTells() throws Exception {
        try (ServerSocketChannel _ = agentThat(GuestAgentTest::behave)) {
            List<GuestInterface> all = agent(LONG).interfaces().orElseThrow();
            assertEquals(
                    List.of("lo", "enp0s2", "tun0"),
                    all.stream().map(GuestInterface::name).toList());
            GuestInterface card = all.get(1);
            assertEquals("52:54:00:12:34:56", card.mac());
            assertEquals(
                    List.of(InetAddress.ofLiteral("10.0.2.15"), InetAddress.ofLiteral("fec0::5054:ff:fe12:3456")),
                    card.addresses());
            assertEquals(7_000_000_000L, card.received());
            assertEquals(311, card.sent());
            assertEquals(List.of(), all.get(2).addresses());
            assertEquals(-1, all.get(2).received());
            assertEquals(-1, all.get(2).sent());
            assertEquals(-1, all.getFirst().received());
        }
    }

    @Test
    void answersToAnotherClientAreNotTakenForOurs() throws Exception {
        Script late = (question, line) -> {
            if (question.contains("guest-sync-delimited")) {
                line.say("{\"return\": [{\"name\": \"old\"}]}\n{\"return\": 7}\nhalf of an ans");
                line.sayNumberOf(question);
            } else {
                line.say(INTERFACES);
            }
        };
        try (ServerSocketChannel _ = agentThat(late)) {
            assertEquals("lo", agent(LONG).interfaces().orElseThrow().getFirst().name());
        }
    }

    @Test
    void aGuestWithoutAnAgentIsAskedNoLongerThanItTakes() throws Exception {
        assertEquals(Optional.empty(), agent(SHORT).interfaces(), "there is no socket");
        try (ServerSocketChannel _ = agentThat((question, line) -> {})) {
            long begin = System.nanoTime();
            assertEquals(Optional.empty(), agent(SHORT).interfaces());
            assertTrue(System.nanoTime() - begin < LONG.toNanos());
        }
    }

    @Test
    void anotherProcessThatTalksToTheAgentIsWaitedForAndNotDisturbed() throws Exception {
        try (ServerSocketChannel _ = agentThat(GuestAgentTest::behave)) {
            try (FileLock _ = FileLock.tryAcquire(folder().agentLock()).orElseThrow()) {
                assertEquals(Optional.empty(), agent(SHORT).interfaces());
            }
            assertTrue(agent(LONG).interfaces().isPresent());
        }
    }

    @Test
    void anAgentThatNeverEndsItsLineIsGivenUp() throws Exception {
        Script endless = (question, line) -> {
            byte[] much = new byte[1 << 16];
            while (true) {
                line.say(much);
            }
        };
        try (ServerSocketChannel _ = agentThat(endless)) {
            assertEquals(Optional.empty(), agent(LONG).interfaces());
        }
    }

    @Test
    void whatIsNoNameOrAddressIsLeftOut() throws Exception {
        String hostile = """
            {"return": [{"name": "\\u001b[2Jeth0", "ip-addresses": []},
             {"name": "eth0", "hardware-address": "no", "ip-addresses": [{"ip-address": "evil.example"},
             {"ip-address": "1"}, {"ip-address": "999.1.1.1"}, {"ip-address": "::1%lo"}, {"ip-address": 7}, 3,
             {"ip-address": "192.0.2.1"}]}, 4, {"name": []}]}\
            """;
        List<GuestInterface> all = AgentJson.interfaces(hostile.getBytes(StandardCharsets.UTF_8));
        assertEquals(List.of(new GuestInterface("eth0", "", List.of(InetAddress.ofLiteral("192.0.2.1")))), all);
    }

    @Test
    void whateverAGuestSaysIsReadOrRefused() {
        Random random = new Random(4);
        byte[] good = INTERFACES.getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 20_000; i++) {
            byte[] said = good.clone();
            for (int changes = random.nextInt(1, 8); changes > 0; changes--) {
                said[random.nextInt(said.length)] = (byte) random.nextInt(256);
            }
            try {
                assertTrue(AgentJson.interfaces(said).size() <= 3);
            } catch (IOException refused) {
                assertTrue(String.valueOf(refused.getMessage()).startsWith("the guest agent"), refused::toString);
            }
        }
        assertThrows(IOException.class, () -> AgentJson.interfaces(new byte[0]));
        byte[] deep = "[".repeat(100_000).getBytes(StandardCharsets.UTF_8);
        assertThrows(IOException.class, () -> AgentJson.interfaces(deep));
        String error = "{\"error\": {\"class\": \"CommandNotFound\", \"desc\": \"no\"}}";
        assertThrows(IOException.class, () -> AgentJson.interfaces(error.getBytes(StandardCharsets.UTF_8)));
    }
}
