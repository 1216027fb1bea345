package dev.hamlet.engine.hypervisor.qemu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.engine.job.Threads;
import dev.hamlet.engine.problem.HypervisorProblem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.nativebridge.UnixSockets;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class QmpTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    @TempDir
    Path folder;

    private final BlockingQueue<QmpEvent> events = new LinkedBlockingQueue<>();

    private Qmp connect() throws Exception {
        return connect(folder, Duration.ofSeconds(20));
    }

    private Qmp connect(Path where, Duration limit) throws Exception {
        SocketChannel channel = UnixSockets.connect(where, "command.sock");
        return Qmp.connect("test", channel, events::add, limit);
    }

    private static HypervisorProblem problemOf(Callable<?> work) {
        ProblemException failure = assertThrows(ProblemException.class, work::call);
        return assertInstanceOf(HypervisorProblem.class, failure.problem());
    }

    @Test
    void greetsNegotiatesAndAnswers() throws Exception {
        try (var _ = new QmpServer(folder, (self, client) -> {
                    self.greet(client);
                    QmpServer.send(
                            client, "{\"return\": {\"status\": \"running\"}, \"id\": \"" + self.nextId() + "\"}\r\n");
                });
                Qmp qmp = connect()) {
            assertEquals(7, qmp.version().number("major"));
            assertEquals(
                    "running", qmp.execute(QmpCommand.of("query-status"), LONG).text("status"));
        }
    }

    @Test
    void understandsAnAnswerThatComesByteByByte() throws Exception {
        try (var _ = new QmpServer(folder, (self, client) -> {
                    for (byte b : QmpServer.GREETING.getBytes(StandardCharsets.UTF_8)) {
                        QmpServer.send(client, new byte[] {b});
                    }
                    String answers = "{\"return\": {}, \"id\": \"" + self.nextId() + "\"}\r\n"
                            + "{\"event\": \"STOP\", \"data\": {\"ü\": \"😀\"}, \"timestamp\": {\"seconds\": 1, \"microseconds\": 2}}\r\n";
                    for (byte b : answers.getBytes(StandardCharsets.UTF_8)) {
                        QmpServer.send(client, new byte[] {b});
                    }
                });
                Qmp _ = connect()) {
            QmpEvent event = events.poll(10, TimeUnit.SECONDS);
            assertEquals("STOP", event.name());
            assertEquals("😀", event.data().text("ü"));
        }
    }

    @Test
    void answersInAnotherOrderReachTheirCommands() throws Exception {
        try (var _ = new QmpServer(folder, (self, client) -> {
                    self.greet(client);
                    String first = self.next();
                    String second = self.next();
                    for (String line : List.of(second, first)) {
                        String id = line.replaceAll(".*\"id\":\"(\\d+)\".*", "$1");
                        String name = line.replaceAll(".*\"execute\":\"([^\"]+)\".*", "$1");
                        QmpServer.send(client, "{\"return\": {\"was\": \"" + name + "\"}, \"id\": \"" + id + "\"}\n");
                    }
                });
                Qmp qmp = connect()) {
            List<String> got = Threads.inParallel(List.of(
                    () -> qmp.execute(QmpCommand.of("query-one"), LONG).text("was"),
                    () -> qmp.execute(QmpCommand.of("query-two"), LONG).text("was")));
            assertEquals(List.of("query-one", "query-two"), got);
        }
    }

    @Test
    void answersWithForeignIdsAreNobodysAnswers() throws Exception {
        try (var _ = new QmpServer(folder, (self, client) -> {
                    self.greet(client);
                    String id = self.nextId();
                    QmpServer.send(client, "{\"return\": {\"n\": 1}, \"id\": \"4711\"}\n");
                    QmpServer.send(client, "{\"return\": {\"n\": 2}}\n");
                    QmpServer.send(
                            client, "{\"error\": {\"class\": \"GenericError\", \"desc\": \"no\"}, \"id\": \"1\"}\n");
                    QmpServer.send(client, "{\"return\": {\"n\": 3}, \"id\": {\"a\": \"" + id + "\"}}\n");
                    QmpServer.send(client, "{\"return\": {\"n\": 4}, \"id\": \"" + id + "\"}\n");
                    QmpServer.send(client, "{\"return\": {\"n\": 5}, \"id\": \"" + id + "\"}\n");
                });
                Qmp qmp = connect()) {
            assertEquals(4, qmp.execute(QmpCommand.of("query-x"), LONG).number("n"));
        }
    }

    @Test
    void refusalsCarryTheMonitorsWords() throws Exception {
        try (var _ = new QmpServer(folder, (self, client) -> {
                    self.greet(client);
                    QmpServer.send(
                            client,
                            "{\"error\": {\"class\": \"GenericError\", \"desc\": \"Device 'x' not found\"}, \"id\": \""
                                    + self.nextId() + "\"}\n");
                });
                Qmp qmp = connect()) {
            assertEquals(
                    new HypervisorProblem.MonitorRefused("eject", "Device 'x' not found"),
                    problemOf(() -> qmp.execute(QmpCommand.of("eject").with("device", "x"), LONG)));
        }
    }

    @Test
    void argumentsAreSentWithEveryCharacter() throws Exception {
        BlockingQueue<String> sent = new LinkedBlockingQueue<>();
        try (var _ = new QmpServer(folder, (self, client) -> {
                    self.greet(client);
                    String line = self.next();
                    sent.add(line);
                    QmpServer.send(client, "{\"return\": {}, \"id\": \"2\"}\n");
                });
                Qmp qmp = connect()) {
            qmp.execute(QmpCommand.of("x").with("f", "a,\"b\"\\ %\n").with("n", 7), LONG);
            assertEquals(
                    "{\"execute\":\"x\",\"arguments\":{\"f\":\"a,\\\"b\\\"\\\\ %\\n\",\"n\":7},\"id\":\"2\"}",
                    sent.take());
        }
    }

    @Test
    void everyWaitingCommandFailsWhenTheLineEnds() throws Exception {
        CountDownLatch both = new CountDownLatch(2);
        try (var _ = new QmpServer(folder, (self, client) -> {
                    self.greet(client);
                    self.next();
                    self.next();
                    both.await();
                    client.close();
                });
                Qmp qmp = connect()) {
            Callable<HypervisorProblem> one = () -> {
                both.countDown();
                return problemOf(() -> qmp.execute(QmpCommand.of("query-status"), LONG));
            };
            for (HypervisorProblem problem : Threads.inParallel(List.of(one, one))) {
                assertInstanceOf(HypervisorProblem.MonitorLost.class, problem);
            }
            assertInstanceOf(
                    HypervisorProblem.MonitorLost.class,
                    problemOf(() -> qmp.execute(QmpCommand.of("query-status"), LONG)));
            qmp.awaitOver();
        }
    }

    @Test
    void aMonitorThatNeverGreetsIsSilent() throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        try (var _ = new QmpServer(folder, (self, client) -> done.await())) {
            assertEquals(
                    new HypervisorProblem.MonitorSilent("test", 1),
                    problemOf(() -> connect(folder, Duration.ofMillis(50))));
        } finally {
            done.countDown();
        }
    }

    @Test
    void aCommandWithoutAnswerIsGivenUpAndTheNextOneIsServed() throws Exception {
        try (var _ = new QmpServer(folder, (self, client) -> {
                    self.greet(client);
                    String slow = self.nextId();
                    String quick = self.nextId();
                    QmpServer.send(client, "{\"return\": {\"n\": 1}, \"id\": \"" + slow + "\"}\n");
                    QmpServer.send(client, "{\"return\": {\"n\": 2}, \"id\": \"" + quick + "\"}\n");
                });
                Qmp qmp = connect()) {
            assertInstanceOf(
                    HypervisorProblem.MonitorSilent.class,
                    problemOf(() -> qmp.execute(QmpCommand.of("slow"), Duration.ofMillis(30))));
            assertEquals(2, qmp.execute(QmpCommand.of("quick"), LONG).number("n"));
        }
    }

    @Test
    void aConnectionCutAtAnyByteFailsAndNeverHangs() throws Exception {
        String whole = QmpServer.GREETING + "{\"return\": {}, \"id\": \"1\"}\r\n"
                + "{\"return\": {\"status\": \"running\"}, \"id\": \"2\"}\r\n";
        byte[] bytes = whole.getBytes(StandardCharsets.UTF_8);
        for (int cut = 0; cut < bytes.length; cut++) {
            int end = cut;
            Path where = Files.createDirectory(folder.resolve("cut" + cut));
            try (var _ = new QmpServer(where, (self, client) -> {
                QmpServer.send(client, java.util.Arrays.copyOf(bytes, end));
                client.shutdownOutput();
                self.next();
            })) {
                HypervisorProblem problem = problemOf(() -> {
                    try (Qmp qmp = connect(where, LONG)) {
                        return qmp.execute(QmpCommand.of("query-status"), LONG);
                    }
                });
                assertInstanceOf(HypervisorProblem.MonitorLost.class, problem, "cut at " + cut);
            }
        }
    }

    @Test
    void aLineWithoutEndIsCutOffAtTheLimit() throws Exception {
        try (var _ = new QmpServer(folder, (self, client) -> {
                    self.greet(client);
                    byte[] much = new byte[1 << 20];
                    java.util.Arrays.fill(much, (byte) 'x');
                    for (int i = 0; i < 11; i++) {
                        QmpServer.send(client, much);
                    }
                });
                Qmp qmp = connect()) {
            HypervisorProblem problem = problemOf(() -> qmp.execute(QmpCommand.of("query-status"), LONG));
            assertTrue(problem.toString().contains("10485760"), problem::toString);
        }
    }

    @Test
    void aLongAnswerWithinTheLimitIsRead() throws Exception {
        String text = "y".repeat(3 << 20);
        try (var _ = new QmpServer(folder, (self, client) -> {
                    self.greet(client);
                    QmpServer.send(
                            client, "{\"return\": {\"text\": \"" + text + "\"}, \"id\": \"" + self.nextId() + "\"}\n");
                });
                Qmp qmp = connect()) {
            assertEquals(text, qmp.execute(QmpCommand.of("query-much"), LONG).text("text"));
        }
    }

    @Test
    void randomBytesEndTheLineAndNothingElse() throws Exception {
        Random random = new Random(20261125);
        for (int round = 0; round < 300; round++) {
            byte[] noise = new byte[random.nextInt(400)];
            random.nextBytes(noise);
            // Line feeds and braces, so that the noise gets past the first step of reading.
            for (int i = 0; i < noise.length; i++) {
                noise[i] = switch (random.nextInt(12)) {
                    case 0 -> '\n';
                    case 1 -> '{';
                    case 2 -> '"';
                    default -> noise[i];
                };
            }
            boolean greeted = round % 2 == 0;
            Path where = Files.createDirectory(folder.resolve("noise" + round));
            try (var _ = new QmpServer(where, (self, client) -> {
                if (greeted) {
                    self.greet(client);
                }
                QmpServer.send(client, noise);
                client.shutdownOutput();
                self.next();
            })) {
                HypervisorProblem problem = problemOf(() -> {
                    try (Qmp qmp = connect(where, LONG)) {
                        return qmp.execute(QmpCommand.of("query-status"), LONG);
                    }
                });
                assertInstanceOf(HypervisorProblem.MonitorLost.class, problem);
            }
        }
    }

    @Test
    void mutatedConversationsNeverHang() throws Exception {
        String whole = QmpServer.GREETING + "{\"return\": {}, \"id\": \"1\"}\r\n"
                + "{\"event\": \"STOP\", \"timestamp\": {\"seconds\": 1, \"microseconds\": 2}}\r\n"
                + "{\"return\": {\"status\": \"running\"}, \"id\": \"2\"}\r\n";
        Random random = new Random(7);
        List<String> outcomes = new ArrayList<>();
        for (int round = 0; round < 300; round++) {
            byte[] bytes = whole.getBytes(StandardCharsets.UTF_8);
            for (int i = 0; i < 1 + random.nextInt(3); i++) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            Path where = Files.createDirectory(folder.resolve("mutated" + round));
            try (var _ = new QmpServer(where, (self, client) -> {
                QmpServer.send(client, bytes);
                client.shutdownOutput();
                self.next();
            })) {
                try (Qmp qmp = connect(where, LONG)) {
                    outcomes.add("answered " + qmp.execute(QmpCommand.of("query-status"), LONG));
                } catch (ProblemException e) {
                    outcomes.add(e.problem().getClass().getSimpleName());
                }
            }
        }
        assertEquals(300, outcomes.size());
        assertTrue(outcomes.contains("MonitorLost"));
    }

    @Test
    void closingFailsTheCommandThatWaits() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        try (var _ = new QmpServer(folder, (self, client) -> {
            self.greet(client);
            self.next();
            asked.countDown();
            done.await();
        })) {
            Qmp qmp = connect();
            Threads.virtual("closer", () -> {
                try {
                    asked.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
                qmp.close();
            });
            assertEquals(
                    new HypervisorProblem.MonitorLost("closed"),
                    problemOf(() -> qmp.execute(QmpCommand.of("query-status"), LONG)));
        } finally {
            done.countDown();
        }
    }

    @Test
    void anInterruptedCallerLeavesTheOthersAlone() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        try (var _ = new QmpServer(folder, (self, client) -> {
                    self.greet(client);
                    self.next();
                    asked.countDown();
                    QmpServer.send(client, "{\"return\": {\"n\": 2}, \"id\": \"" + self.nextId() + "\"}\n");
                });
                Qmp qmp = connect()) {
            CountDownLatch interrupted = new CountDownLatch(1);
            Thread waiting = Threads.virtual("waiting", () -> {
                try {
                    qmp.execute(QmpCommand.of("slow"), LONG);
                } catch (InterruptedException e) {
                    interrupted.countDown();
                } catch (ProblemException e) {
                    throw new IllegalStateException(e);
                }
            });
            asked.await();
            // Interrupted in the middle of its sending it would end the line: half a command cannot be taken back.
            while (waiting.getState() != Thread.State.TIMED_WAITING) {
                Thread.onSpinWait();
            }
            waiting.interrupt();
            assertTrue(interrupted.await(10, TimeUnit.SECONDS));
            assertEquals(2, qmp.execute(QmpCommand.of("quick"), LONG).number("n"));
        }
    }

    @Test
    void aFolderOfAnyDepthHoldsTheSocket() throws Exception {
        Path deep = folder;
        while (deep.toString().length() < 220) {
            deep = deep.resolve("virtual machines");
        }
        Files.createDirectories(deep);
        Path where = deep;
        try (var _ = new QmpServer(where, QmpServer::greet);
                Qmp qmp = connect(where, LONG)) {
            assertEquals(22, qmp.version().number("micro"));
        } catch (IOException e) {
            throw new AssertionError("a path of " + where.toString().length() + " bytes", e);
        }
    }
}
