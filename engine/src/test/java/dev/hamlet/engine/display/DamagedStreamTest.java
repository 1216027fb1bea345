package dev.hamlet.engine.display;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.engine.problem.DisplayProblem;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever bytes come, a session ends with a reason, in bounded time and memory. */
@Timeout(120)
class DamagedStreamTest {
    private static final int ROUNDS = 4000;

    /** A talk that has everything in it, in few bytes. */
    private static byte[] talk() {
        Random random = new Random(7);
        Encoders encoders = new Encoders(random);
        int[] picture = Encoders.picture(random, 20, 18);
        Wire wire = new Wire().greeting(20, 18, "QEMU (talk)");
        wire.update(2).rectangle(0, 0, 20, 18, 5);
        encoders.hextile(wire, picture, 20, 18);
        wire.rectangle(0, 0, 20, 18, 16);
        encoders.zrle(wire, picture, 20, 18);
        wire.update(Wire.LAST_RECTANGLES)
                .rectangle(1, 1, 5, 5, 1)
                .u16(0, 0)
                .extendedSize(0, 0, 21, 9)
                .rectangle(0, 0, 3, 2, 0)
                .pixels(1, 2, 3, 4, 5, 6)
                .rectangle(1, 1, 9, 2, -239)
                .pixels(new int[18])
                .u8(1, 2, 3, 4)
                .rectangle(0, 0, 2, 2, -314)
                .s32(0, 1, 2, 3, 4)
                .rectangle(0, 0, 2, 2, -240)
                .u8(1, 2, 3, 4, 5, 6, 7, 8, 9, 10)
                .rectangle(0, 0, 1, 1, -261)
                .u8(7)
                .rectangle(0, 0, 1, 1, -258)
                .rectangle(0, 0, 1, 1, -257)
                .rectangle(0, 0, 18, 20, -223)
                .rectangle(0, 0, 0, 0, -224);
        byte[] text = Wire.deflate(new Wire().s32(5).text("hallo").bytes());
        wire.u8(2).s32(3 << 24, 3).text("abc");
        wire.clipboard(1 << 24 | 31 << 24 | 1, new byte[4]).clipboard(1 << 28 | 1, text);
        return wire.raw(0, 0, 2, 1, 5, 6).bytes();
    }

    private static Heard hear(byte[] bytes, int count) {
        Heard heard = new Heard();
        new DisplaySession("m", new Bytes(bytes, count), heard, RawEncoding.NUMBER).read();
        return heard;
    }

    @Test
    void aTalkThatIsCutAtAnyByteEndsAsOneThatWasCut() {
        byte[] talk = talk();
        for (int count = 0; count <= talk.length; count++) {
            List<DisplayEvent> events = hear(talk, count).all();
            DisplayEvent.Ended end = assertInstanceOf(DisplayEvent.Ended.class, events.getLast());
            assertEquals(
                    new DisplayProblem.DisplayGone("m", "the server closed the connection"),
                    end.problem().orElseThrow(),
                    "cut after " + count);
            assertEquals(
                    1,
                    events.stream().filter(DisplayEvent.Ended.class::isInstance).count());
        }
    }

    @Test
    void aDamagedTalkEndsWithAReasonAndSoon() {
        byte[] talk = talk();
        for (int seed = 0; seed < ROUNDS; seed++) {
            Random random = new Random(seed);
            byte[] damaged = talk.clone();
            // From the messages on, mostly: a talk that is not begun tries little.
            int from = random.nextInt(8) == 0 ? 0 : 54;
            for (int blows = 1 + random.nextInt(4); blows > 0; blows--) {
                int at = from + random.nextInt(talk.length - from);
                damaged[at] = switch (random.nextInt(4)) {
                    case 0 -> (byte) 0xff;
                    case 1 -> 0;
                    case 2 -> (byte) (damaged[at] ^ 1 << random.nextInt(8));
                    default -> (byte) random.nextInt();
                };
            }
            end(damaged, "seed " + seed);
        }
    }

    @Test
    void rubbishAfterTheGreetingEndsWithAReasonAndSoon() {
        for (int seed = 0; seed < ROUNDS; seed++) {
            Random random = new Random(seed);
            Wire wire = new Wire().greeting(10, 10, "x");
            byte[] rubbish = new byte[random.nextInt(600)];
            random.nextBytes(rubbish);
            int[] known = {0, 1, 5, 16, -223, -308, -239, -240, -314, -261, -258, -257, -224};
            wire.update(1 + random.nextInt(5))
                    .rectangle(
                            random.nextInt(12),
                            random.nextInt(12),
                            random.nextInt(40),
                            random.nextInt(40),
                            known[random.nextInt(known.length)]);
            end(wire.all(rubbish).bytes(), "seed " + seed);
        }
    }

    private static void end(byte[] bytes, String seed) {
        long begin = System.nanoTime();
        List<DisplayEvent> events = hear(bytes, bytes.length).all();
        DisplayEvent.Ended end = assertInstanceOf(DisplayEvent.Ended.class, events.getLast(), seed);
        assertTrue(end.problem().isPresent(), seed);
        assertTrue(System.nanoTime() - begin < TimeUnit.SECONDS.toNanos(10), seed);
    }

    @Test
    void whatUnpacksToMuchEndsAtOnceWhenNobodyWantsItAnyMore(@TempDir Path folder) throws Exception {
        // A million tiles of one colour in 16 KiB, as many times as the reader may have read of it ahead.
        byte[] tiles = new byte[4 << 20];
        for (int i = 0; i < tiles.length; i += 4) {
            tiles[i] = 1;
        }
        Wire flood = new Wire();
        try (Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION)) {
            byte[] packed = new byte[1 << 16];
            flood.update(30);
            for (int i = 0; i < 30; i++) {
                deflater.setInput(tiles);
                int count = deflater.deflate(packed, 0, packed.length, Deflater.SYNC_FLUSH);
                flood.rectangle(0, 0, 65_535, 65_535, 16).s32(count).all(Arrays.copyOf(packed, count));
            }
        }
        try (RfbServer server = new RfbServer(folder)) {
            Heard heard = new Heard();
            long begin;
            try (DisplaySession _ = DisplaySession.open("m", server.client(), heard)) {
                server.greet(9, 9, "x");
                // More than the socket holds: when all is gone, the reader has begun.
                server.send(flood.bytes());
                begin = System.nanoTime();
            }
            assertTrue(heard.end().isEmpty());
            assertTrue(System.nanoTime() - begin < TimeUnit.SECONDS.toNanos(1), "the reader goes on");
        }
    }

    @Test
    void aLyingLengthTakesNoMemory() throws Exception {
        // What is claimed would be gigabytes; what comes is nothing.
        for (Wire wire : List.of(
                new Wire()
                        .text("RFB 003.008\n")
                        .u8(1, 1)
                        .s32(0)
                        .u16(9, 9)
                        .all(new byte[16])
                        .s32(1 << 20),
                new Wire().greeting(9, 9, "x").update(1).rectangle(0, 0, 65_535, 65_535, 0),
                new Wire()
                        .greeting(9, 9, "x")
                        .update(1)
                        .rectangle(0, 0, 65_535, 65_535, 16)
                        .s32(-1),
                new Wire().greeting(9, 9, "x").s32(3 << 24, Integer.MAX_VALUE),
                new Wire().greeting(9, 9, "x").s32(3 << 24, Integer.MIN_VALUE, 1),
                new Wire().greeting(9, 9, "x").u8(1, 0).u16(0, 0xffff))) {
            Bytes.hear(wire.bytes()).end(DisplayProblem.DisplayGone.class);
        }
        assertEquals(
                "a name of 4294967295 bytes",
                Bytes.hear(new Wire()
                                .text("RFB 003.008\n")
                                .u8(1, 1)
                                .s32(0)
                                .u16(9, 9)
                                .all(new byte[16])
                                .s32(-1)
                                .bytes())
                        .end(DisplayProblem.DisplayGarbled.class)
                        .where());
    }
}
