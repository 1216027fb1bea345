package dev.hamlet.engine.display;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.engine.problem.DisplayProblem;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.IntBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How sessions begin and end, when they ask for pictures, and what they send. */
@Timeout(60)
class DisplaySessionTest {
    @TempDir
    Path folder;

    private static Heard hear(Wire wire) {
        return Bytes.hear(wire.bytes());
    }

    @Test
    void theThreeVersionsOfTheProtocolAreSpoken() throws Exception {
        record Version(String said, String answered, Wire rest) {}
        List<Version> versions = List.of(
                new Version("RFB 003.003\n", "RFB 003.003\n", new Wire().s32(1)),
                new Version("RFB 003.005\n", "RFB 003.003\n", new Wire().s32(1)),
                new Version("RFB 003.007\n", "RFB 003.007\n", new Wire().u8(2, 16, 1)),
                new Version(
                        "RFB 003.008\n", "RFB 003.008\n", new Wire().u8(1, 1).s32(0)),
                new Version(
                        "RFB 003.889\n", "RFB 003.008\n", new Wire().u8(1, 1).s32(0)));
        for (Version version : versions) {
            try (RfbServer server = new RfbServer(folder)) {
                Heard heard = new Heard();
                try (DisplaySession _ = DisplaySession.open("m", server.client(), heard)) {
                    server.send(new Wire()
                            .text(version.said())
                            .all(version.rest().bytes())
                            .init(30, 20, "x"));
                    assertEquals(version.answered(), server.readText(12));
                    // No choice is sent in 3.3, where the server has made it.
                    server.expect(version.answered().contains("003.003") ? new Wire().u8(1) : new Wire().u8(1, 1));
                    server.settings();
                    assertEquals(new RfbServer.Request(false, 30, 20), server.request());
                    assertEquals(
                            new Framebuffer.Size(30, 20),
                            heard.next(DisplayEvent.Resized.class).size());
                }
                assertTrue(server.isHungUp());
            }
        }
    }

    @Test
    void aServerOfAnotherKindIsNamedByItsGreeting() throws Exception {
        assertEquals(
                "RFB 005.000",
                hear(new Wire().text("RFB 005.000\n"))
                        .end(DisplayProblem.DisplayForeign.class)
                        .said());
        assertEquals(
                "SSH-2.0-Open",
                hear(new Wire().text("SSH-2.0-OpenSSH\r\n"))
                        .end(DisplayProblem.DisplayForeign.class)
                        .said());
    }

    @Test
    void aServerThatAsksForAPasswordIsNotGivenOne() throws Exception {
        hear(new Wire().text("RFB 003.008\n").u8(2, 2, 19)).end(DisplayProblem.DisplayAsksPassword.class);
        hear(new Wire().text("RFB 003.003\n").s32(2)).end(DisplayProblem.DisplayAsksPassword.class);
    }

    @Test
    void aRefusalIsToldInTheServersWords() throws Exception {
        // Neither a second line nor one that runs the other way is shown.
        String why = "\u202etoo\u2028many\n";
        byte[] said = why.getBytes(StandardCharsets.UTF_8);
        Wire reason = new Wire().s32(said.length).all(said);
        for (Wire wire : List.of(
                new Wire().text("RFB 003.008\n").u8(0),
                new Wire().text("RFB 003.008\n").u8(1, 1).s32(1),
                new Wire().text("RFB 003.003\n").s32(0))) {
            assertEquals(
                    "too many",
                    hear(wire.all(reason.bytes()))
                            .end(DisplayProblem.DisplayRefused.class)
                            .why());
        }
    }

    @Test
    void aDisplayOfNoOrOfImpossibleSizeIsRefused() throws Exception {
        for (int[] size : new int[][] {{0, 1}, {1, 0}, {16_385, 1}, {1, 65_535}, {16_384, 16_384}, {16_384, 1025}}) {
            assertEquals(
                    "a display of " + size[0] + " by " + size[1],
                    hear(new Wire().greeting(size[0], size[1], "x"))
                            .end(DisplayProblem.DisplayGarbled.class)
                            .where());
            hear(new Wire().greeting(9, 9, "x").update(1).rectangle(0, 0, size[0], size[1], -223))
                    .end(DisplayProblem.DisplayGarbled.class);
        }
    }

    @Test
    void aServerThatGoesEndsTheSessionOnce() throws Exception {
        try (RfbServer server = new RfbServer(folder)) {
            Heard heard = new Heard();
            DisplaySession session = DisplaySession.open("Debian", server.client(), heard);
            server.greet(9, 9, "x");
            heard.next(DisplayEvent.Resized.class);
            server.hangUp();
            assertEquals("Debian", heard.end(DisplayProblem.DisplayGone.class).name());
            session.close();
            session.press(PhysicalKey.A);
            session.releaseAll();
            assertEquals(List.of(), heard.all());
        }
    }

    @Test
    void closingEndsAWaitingSessionAtOnce() throws Exception {
        for (boolean greeted : new boolean[] {false, true}) {
            try (RfbServer server = new RfbServer(folder)) {
                Heard heard = new Heard();
                DisplaySession session = DisplaySession.open("m", server.client(), heard);
                if (greeted) {
                    server.greet(9, 9, "x");
                    heard.next(DisplayEvent.Resized.class);
                }
                long begin = System.nanoTime();
                session.close();
                assertTrue(heard.end().isEmpty());
                assertTrue(System.nanoTime() - begin < Duration.ofSeconds(2).toNanos());
                assertFalse(server.client().isOpen());
            }
        }
    }

    @Test
    void theNextUpdateIsAskedForBeforeThisOneHasCome() throws Exception {
        try (RfbServer server = new RfbServer(folder)) {
            Heard heard = new Heard();
            try (DisplaySession _ = DisplaySession.open("m", server.client(), heard)) {
                server.greet(2, 1, "x");
                server.send(new Wire().update(1));
                assertEquals(new RfbServer.Request(true, 2, 1), server.request());
                server.send(new Wire().rectangle(0, 0, 2, 1, 0).pixels(1, 2));
                heard.awaitFrame();
            }
        }
    }

    @Test
    void aFilmIsAskedForWholeUntilItStandsStill() throws Exception {
        try (RfbServer server = new RfbServer(folder)) {
            Heard heard = new Heard();
            try (DisplaySession _ = DisplaySession.open("m", server.client(), heard)) {
                server.greet(2, 2, "x");
                List<Wire> frames = List.of(
                        new Wire().raw(0, 0, 2, 2, 1, 1, 1, 1),
                        new Wire().raw(0, 0, 2, 2, 2, 2, 2, 2),
                        new Wire().raw(0, 0, 2, 2, 2, 2, 2, 2),
                        new Wire().raw(0, 0, 2, 1, 3, 3));
                List<Boolean> incremental = new ArrayList<>();
                for (Wire frame : frames) {
                    server.send(frame);
                    incremental.add(server.request().incremental());
                    heard.awaitFrame();
                }
                server.send(new Wire().update(0));
                incremental.add(server.request().incremental());
                assertEquals(List.of(true, false, false, true, true), incremental);
            }
        }
    }

    @Test
    void afterANewSizeTheWholePictureIsAskedFor() throws Exception {
        try (RfbServer server = new RfbServer(folder)) {
            Heard heard = new Heard();
            try (DisplaySession _ = DisplaySession.open("m", server.client(), heard)) {
                server.greet(2, 1, "x");
                server.send(new Wire().update(1).rectangle(0, 0, 3, 3, -223));
                // The one that was asked for first may still have waited: then this one took its place.
                RfbServer.Request request = server.request();
                if (request.incremental()) {
                    request = server.request();
                }
                assertEquals(new RfbServer.Request(false, 3, 3), request);
            }
        }
    }

    @Test
    void noMoreIsAskedForThanSomebodyLooksAt() throws Exception {
        try (RfbServer server = new RfbServer(folder)) {
            Heard heard = new Heard();
            try (DisplaySession session = DisplaySession.open("m", server.client(), heard)) {
                server.greet(1, 1, "x");
                FrameReader reader = session.framebuffer().reader();
                FrameReader blind = session.framebuffer().reader();
                IntBuffer target = IntBuffer.allocate(1);
                server.send(new Wire().raw(0, 0, 1, 1, 1));
                assertNothingIsAsked(server, session, heard);
                assertEquals(FrameReader.Outcome.COPIED, reader.copy(target, 1, 1));
                assertEquals(1, server.request().width());
                // All has been seen, so that the one after it is asked for as soon as this one comes.
                server.send(new Wire().update(1).rectangle(0, 0, 1, 1, 0));
                assertEquals(1, server.request().width());
                server.send(new Wire().pixels(2).raw(0, 0, 1, 1, 3));
                assertNothingIsAsked(server, session, heard);
                reader.close();
                blind.close();
                assertEquals(1, server.request().width());
            }
        }
    }

    @Test
    void anUpdateIsNotPaintedOverOneThatIsAboutToBeSeen() throws Exception {
        try (RfbServer server = new RfbServer(folder)) {
            Heard heard = new Heard();
            try (DisplaySession session = DisplaySession.open("m", server.client(), heard)) {
                server.greet(1, 1, "x");
                heard.next(DisplayEvent.Resized.class);
                IntBuffer target = IntBuffer.allocate(1);
                int seen = 0;
                try (FrameReader reader = session.framebuffer().reader()) {
                    Wire all = new Wire();
                    for (int i = 1; i <= 50; i++) {
                        all.raw(0, 0, 1, 1, i);
                    }
                    server.send(all);
                    // As a window does that is drawn again and again.
                    while (target.get(0) != (Heard.OPAQUE | 50)) {
                        int before = target.get(0);
                        reader.copy(target, 1, 1);
                        seen += target.get(0) == before ? 0 : 1;
                        Thread.onSpinWait();
                    }
                }
                // Whoever looks seldom sees the last one: a computer that is too busy may do so.
                int shown = seen;
                assertTrue(shown > 40, () -> shown + " of 50 were seen");
            }
        }
    }

    @Test
    void whoNeverLooksHoldsUpNothingElse() throws Exception {
        try (RfbServer server = new RfbServer(folder)) {
            Heard heard = new Heard();
            try (DisplaySession session = DisplaySession.open("m", server.client(), heard)) {
                server.greet(1, 1, "x");
                heard.next(DisplayEvent.Resized.class);
                try (FrameReader _ = session.framebuffer().reader()) {
                    server.send(new Wire().raw(0, 0, 1, 1, 1).raw(0, 0, 1, 1, 2).u8(2));
                    heard.next(DisplayEvent.Bell.class);
                }
            }
        }
    }

    private static void assertNothingIsAsked(RfbServer server, DisplaySession session, Heard heard) throws Exception {
        server.send(new Wire().u8(2));
        heard.next(DisplayEvent.Bell.class);
        session.pointAt(0, 0, 1);
        server.expect(new Wire().u8(5, 1).u16(0, 0));
    }

    private interface Sending {
        void by(DisplaySession session);
    }

    private void sends(Wire before, Sending sending, Wire expected) throws Exception {
        try (RfbServer server = new RfbServer(folder)) {
            Heard heard = new Heard();
            try (DisplaySession session = DisplaySession.open("m", server.client(), heard)) {
                server.greet(9, 9, "x");
                if (before.bytes().length > 0) {
                    server.send(before);
                    server.request();
                }
                server.send(new Wire().u8(2));
                heard.next(DisplayEvent.Bell.class);
                sending.by(session);
                server.expect(expected);
            }
        }
    }

    private static Wire key(boolean down, int keysym) {
        return new Wire().u8(4, down ? 1 : 0, 0, 0).s32(keysym);
    }

    private static Wire key(boolean down, int keysym, int scancode) {
        return new Wire().u8(255, 0).u16(down ? 1 : 0).s32(keysym, scancode);
    }

    private static Wire all(Wire... wires) {
        Wire all = new Wire();
        for (Wire wire : wires) {
            all.all(wire.bytes());
        }
        return all;
    }

    @Test
    void keysGoByTheirPlaceWhereTheServerKnowsPlaces() throws Exception {
        sends(
                new Wire().update(1).rectangle(0, 0, 9, 9, -258),
                session -> {
                    session.press(PhysicalKey.ALT_RIGHT);
                    session.press(PhysicalKey.Q);
                    session.release(PhysicalKey.Q);
                    session.release(PhysicalKey.ALT_RIGHT);
                    session.press(PhysicalKey.PAUSE);
                },
                all(
                        key(true, 0xffea, 0xb8),
                        key(true, 'q', 0x10),
                        key(false, 'q', 0x10),
                        key(false, 0xffea, 0xb8),
                        key(true, 0xff13, 0xc6)));
    }

    @Test
    void elsewhereKeysGoByWhatTheyMake() throws Exception {
        sends(
                new Wire(),
                session -> {
                    session.press(PhysicalKey.SHIFT_LEFT);
                    session.press(PhysicalKey.A);
                    session.press(PhysicalKey.A);
                    session.release(PhysicalKey.SHIFT_LEFT);
                    session.release(PhysicalKey.A);
                    session.release(PhysicalKey.A);
                    session.press(PhysicalKey.Z);
                },
                all(
                        key(true, 0xffe1),
                        key(true, 'a'),
                        key(true, 'a'),
                        key(false, 0xffe1),
                        // Once.
                        key(false, 'a'),
                        key(true, 'z')));
    }

    @Test
    void bothAltKeysStayApart() throws Exception {
        sends(
                new Wire().update(1).rectangle(0, 0, 9, 9, -258),
                session -> {
                    session.press(PhysicalKey.ALT_LEFT);
                    session.press(PhysicalKey.ALT_RIGHT);
                    session.release(PhysicalKey.ALT_RIGHT);
                    session.release(PhysicalKey.ALT_LEFT);
                },
                all(
                        key(true, 0xffe9, 0x38),
                        key(true, 0xffea, 0xb8),
                        key(false, 0xffea, 0xb8),
                        key(false, 0xffe9, 0x38)));
    }

    @Test
    void allHeldKeysGoUpTogetherTheLastFirst() throws Exception {
        sends(
                new Wire(),
                session -> {
                    session.press(PhysicalKey.CONTROL_LEFT);
                    session.press(PhysicalKey.ALT_LEFT);
                    session.press(PhysicalKey.X);
                    session.releaseAll();
                    session.releaseAll();
                    session.press(PhysicalKey.B);
                },
                all(
                        key(true, 0xffe3),
                        key(true, 0xffe9),
                        key(true, 'x'),
                        key(false, 'x'),
                        key(false, 0xffe9),
                        key(false, 0xffe3),
                        key(true, 'b')));
    }

    @Test
    void aKeyRepeatsOnlyWhileItIsDown() throws Exception {
        sends(
                new Wire().update(1).rectangle(0, 0, 9, 9, -258),
                session -> {
                    session.repeat(PhysicalKey.A);
                    session.press(PhysicalKey.A);
                    session.repeat(PhysicalKey.A);
                    session.release(PhysicalKey.A);
                    session.repeat(PhysicalKey.A);
                    session.press(PhysicalKey.B);
                },
                all(key(true, 'a', 0x1e), key(true, 'a', 0x1e), key(false, 'a', 0x1e), key(true, 'b', 0x30)));
    }

    /** Descriptors of this process, and bytes that it has outside the heap for channels. */
    private static long[] held() throws Exception {
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            long memory = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                    .filter(pool -> pool.getName().equals("direct"))
                    .mapToLong(BufferPoolMXBean::getMemoryUsed)
                    .sum();
            return new long[] {descriptors.count(), memory};
        }
    }

    @Test
    void fiftySessionsLeaveNothingBehind() throws Exception {
        // One before, since the first brings what stays for all.
        long[] before = {};
        for (int i = 0; i <= 50; i++) {
            try (RfbServer server = new RfbServer(folder)) {
                Heard heard = new Heard();
                DisplaySession session = DisplaySession.open("m", server.client(), heard);
                server.greet(9, 9, "x");
                server.send(new Wire().raw(0, 0, 1, 1, 5));
                heard.awaitFrame();
                session.press(PhysicalKey.A);
                session.close();
                heard.end();
            }
            if (i == 0) {
                before = held();
            }
        }
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        long[] after = held();
        while ((after[0] > before[0] + 4 || after[1] > before[1] + (1 << 20)) && System.nanoTime() < end) {
            Thread.onSpinWait();
            after = held();
        }
        // The virtual machine may have opened one or the other of its own.
        assertTrue(after[0] <= before[0] + 4, after[0] + " descriptors, before " + before[0]);
        // A buffer of a session alone is a quarter of a mebibyte.
        assertTrue(after[1] <= before[1] + (1 << 20), after[1] + " bytes, before " + before[1]);
    }

    @Test
    void aServerThatTakesNothingIsGivenUpBeforeAKeyIsLost() throws Exception {
        try (RfbServer server = new RfbServer(folder)) {
            Heard heard = new Heard();
            DisplaySession session = DisplaySession.open("m", server.client(), heard);
            server.greet(9, 9, "x");
            heard.next(DisplayEvent.Resized.class);
            long slowest = 0;
            for (int i = 0; i < 1_000_000 && server.client().isOpen(); i++) {
                long begin = System.nanoTime();
                session.press(PhysicalKey.A);
                slowest = Math.max(slowest, System.nanoTime() - begin);
            }
            assertEquals(
                    "it takes no input",
                    heard.end(DisplayProblem.DisplayGone.class).why());
            assertTrue(slowest < Duration.ofSeconds(2).toNanos(), "who types never waits for the socket");
        }
    }
}
