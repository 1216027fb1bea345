package dev.hamlet.engine.agent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.engine.host.HamletPaths;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.process.SystemProcessLauncher;
import dev.hamlet.nativebridge.FileLock;
import dev.hamlet.nativebridge.ProcessIdentity;
import dev.hamlet.nativebridge.Processes;
import dev.hamlet.nativebridge.UnixSockets;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class AgentTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration STEP = Duration.ofMillis(5);

    private final TimeSource time = TimeSource.system();
    private final AtomicBoolean needed = new AtomicBoolean(true);
    private final AtomicInteger looks = new AtomicInteger();

    @TempDir
    private Path folder = Path.of("");

    private HamletPaths paths = new HamletPaths(folder, folder, folder, folder);
    private AgentPlace place = AgentPlace.of(paths);
    private AgentDoor door = door();

    @BeforeEach
    void open() throws Exception {
        // A path that is longer than a socket's may be.
        paths = HamletPaths.of(
                Map.of("HAMLET_HOME", folder.resolve("long".repeat(40)).toString()));
        place = AgentPlace.of(paths);
        door = door();
    }

    private AgentDoor door() {
        return new AgentDoor(paths, Optional.empty(), new SystemProcessLauncher(System.getenv()), time);
    }

    private Agent agent(Duty duty) {
        return new Agent(paths, door, List.of(duty), time, 5, Duration.ofMillis(50));
    }

    private Agent agent() {
        return agent(_ -> {
            looks.incrementAndGet();
            return needed.get() ? Optional.of(Duration.ofMinutes(10)) : Optional.empty();
        });
    }

    private static CompletableFuture<Boolean> run(Agent agent) {
        CompletableFuture<Boolean> over = new CompletableFuture<>();
        Thread.ofPlatform().daemon().start(() -> {
            try {
                over.complete(agent.run());
            } catch (Exception e) {
                over.completeExceptionally(e);
            }
        });
        return over;
    }

    private void await(java.util.function.BooleanSupplier condition) throws Exception {
        assertTrue(time.await(condition, SOON, STEP));
    }

    @Test
    void itIsThereUntilNothingNeedsItAndLeavesNothing() throws Exception {
        CompletableFuture<Boolean> over = run(agent());
        await(() -> door.status().isPresent() && looks.get() > 0);
        AgentStatus status = door.status().orElseThrow();
        assertEquals(ProcessHandle.current().pid(), status.pid());
        assertEquals(5, status.made());
        assertTrue(door.isThere());
        ProcessIdentity self = Processes.of().self();
        assertEquals(self.pid() + " " + self.startTime() + " " + self.bootId() + "\n", Files.readString(place.self()));
        assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(place.folder())));
        needed.set(false);
        assertFalse(over.isDone(), "it looks when it is told");
        door.tell();
        assertTrue(over.get(20, TimeUnit.SECONDS));
        assertFalse(Files.exists(place.self()));
        assertFalse(Files.exists(place.socket()));
        assertFalse(FileLock.isHeld(place.lock()));
        assertEquals(Optional.empty(), door.status());
    }

    @Test
    void aSecondOneTellsTheFirstAndGoes() throws Exception {
        CompletableFuture<Boolean> first = run(agent());
        await(() -> looks.get() == 1);
        assertFalse(agent().run());
        await(() -> looks.get() == 2);
        door.ask("leave");
        assertTrue(first.get(20, TimeUnit.SECONDS));
    }

    @Test
    void whatComesWhileItGoesIsNotMissed() throws Exception {
        needed.set(false);
        AtomicInteger missed = new AtomicInteger();
        // Seen only by the look after the note of itself was taken away.
        Agent agent = agent(_ -> {
            if (Files.exists(place.self()) && missed.get() == 0) {
                return Optional.empty();
            }
            return missed.incrementAndGet() < 3 ? Optional.of(Duration.ZERO) : Optional.empty();
        });
        assertTrue(run(agent).get(20, TimeUnit.SECONDS));
        assertTrue(missed.get() >= 3, "looked " + missed + " times");
    }

    @Test
    void whoSaysNonsenseOrNothingHarmsNobody() throws Exception {
        CompletableFuture<Boolean> over = run(agent());
        await(() -> looks.get() == 1);
        try (SocketChannel silent = UnixSockets.connect(place.folder(), AgentPlace.SOCKET)) {
            for (String said : List.of("\n", "{}\n", "[1]\n", "x".repeat(10_000))) {
                try (SocketChannel one = UnixSockets.connect(place.folder(), AgentPlace.SOCKET)) {
                    one.write(ByteBuffer.wrap(said.getBytes(StandardCharsets.UTF_8)));
                } catch (java.io.IOException e) {
                    // Closed before all was said.
                }
            }
            assertTrue(silent.isOpen());
            assertTrue(door.status().isPresent(), "others are heard after a while");
        }
        door.ask("leave");
        assertTrue(over.get(20, TimeUnit.SECONDS));
    }

    @Test
    void whatAKilledOneLeftStopsNobody() throws Exception {
        place.make();
        Files.writeString(place.socket(), "");
        Files.writeString(place.self(), "1 1 x\n");
        assertFalse(door.isThere());
        assertEquals(Optional.empty(), door.status());
        CompletableFuture<Boolean> over = run(agent());
        await(() -> door.status().isPresent());
        door.ask("leave");
        assertTrue(over.get(20, TimeUnit.SECONDS));
    }

    private Agent agent(long made, Duty duty) {
        return new Agent(paths, door, List.of(duty), time, made, Duration.ofMillis(50));
    }

    @Test
    void aNewerOneTakesThePlaceOfAnOlderOneAndThereIsAlwaysOne() throws Exception {
        CountDownLatch busy = new CountDownLatch(1);
        CompletableFuture<Boolean> older = run(agent(5, _ -> {
            looks.incrementAndGet();
            busy.await();
            return Optional.of(Duration.ofMinutes(10));
        }));
        await(() -> looks.get() == 1 && door.status().isPresent());
        CompletableFuture<Boolean> newer = run(agent(6, _ -> Optional.of(Duration.ofMinutes(10))));
        await(() -> door.status().filter(AgentStatus::leaving).isPresent());
        assertFalse(newer.isDone(), "it waits for the older one to end what it is at");
        busy.countDown();
        assertTrue(older.get(20, TimeUnit.SECONDS));
        await(() -> door.status().filter(one -> one.made() == 6).isPresent());
        // An older one does not take its place again.
        assertFalse(agent(5, _ -> Optional.empty()).run());
        door.ask("leave");
        assertTrue(newer.get(20, TimeUnit.SECONDS));
    }

    /** A door that knows how to start an agent, or something that only notes that it was started. */
    private AgentDoor door(long made, Path started) {
        AgentCommand command = new AgentCommand(
                Path.of("/bin/sh"), List.of("-c", "echo started >> '" + started + "'"), Map.of(), made);
        return new AgentDoor(paths, Optional.of(command), new SystemProcessLauncher(System.getenv()), time);
    }

    @Test
    void anOlderOneIsLeftAtItsWorkUntilANewerOneHasBegun() throws Exception {
        CompletableFuture<Boolean> older = run(agent());
        await(() -> door.status().isPresent());
        Path started = folder.resolve("started");
        door(4, started).need();
        door(5, started).need();
        door(6, started).need();
        await(() -> Files.exists(started) && size(started) > 0);
        assertFalse(door.status().orElseThrow().leaving(), "the newer one asks it to, once it is there");
        assertEquals("started\n", Files.readString(started));
        door.ask("leave");
        assertTrue(older.get(20, TimeUnit.SECONDS));
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            return 0;
        }
    }

    @Test
    void aClockThatWasSetBackKeepsNobodyFromStartingOne() throws Exception {
        place.make();
        Path started = folder.resolve("started");
        Files.writeString(place.log(), "");
        door(6, started).need();
        Files.setLastModifiedTime(place.log(), FileTime.from(time.now().plus(Duration.ofDays(400))));
        door(6, started).need();
        await(() -> Files.exists(started) && size(started) > 0);
        assertEquals("started\n", Files.readString(started), "one that begins at this moment is not started twice");
    }

    @Test
    void oneThatStandsStillOrTalksWithoutEndKeepsNobodyWaiting() throws Exception {
        place.make();
        try (ServerSocketChannel still = UnixSockets.listen(place.folder(), AgentPlace.SOCKET)) {
            long begin = time.nanos();
            assertEquals(Optional.empty(), door.status());
            assertTrue(time.nanos() - begin < Duration.ofSeconds(15).toNanos());
            // Who asked last is still waiting to be accepted.
            still.accept().close();
            Thread talker = Thread.ofPlatform().daemon().start(() -> {
                try (SocketChannel asked = still.accept()) {
                    ByteBuffer words = ByteBuffer.allocate(1 << 16);
                    while (asked.write(words.clear()) >= 0) {
                        Thread.onSpinWait();
                    }
                } catch (IOException e) {
                    // Whoever asked has heard enough.
                }
            });
            assertEquals(Optional.empty(), door.status());
            assertTrue(talker.join(Duration.ofSeconds(20)), "nobody listens to it any more");
        }
    }
}
