package dev.hamlet.engine.display;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.engine.problem.DisplayProblem;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pixels, as independent encoders make them, become the picture that was meant. */
@Timeout(60)
class EncodingTest {
    private static final int WIDTH = 150;
    private static final int HEIGHT = 131;

    @TempDir
    Path folder;

    private static int[] opaque(int[] pixels) {
        return Arrays.stream(pixels).map(pixel -> pixel | Heard.OPAQUE).toArray();
    }

    private static Wire begin(int width, int height) {
        return new Wire().greeting(width, height, "test");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 4096, Integer.MAX_VALUE})
    void everyEncodingMakesThePictureInPiecesOfAnySize(int piece) throws Exception {
        Random random = new Random(piece);
        Encoders encoders = new Encoders(random);
        Wire wire = begin(WIDTH, HEIGHT);
        int[] last = {};
        for (int round = 0; round < 3; round++) {
            for (int encoding : new int[] {0, 5, 16}) {
                int[] picture = Encoders.picture(random, WIDTH, HEIGHT);
                wire.update(2);
                // Two rectangles, so that what is kept from tile to tile and from rectangle to rectangle shows.
                for (int half = 0; half < 2; half++) {
                    int top = half == 0 ? 0 : 70;
                    int high = half == 0 ? 70 : HEIGHT - 70;
                    int[] part = Encoders.part(picture, WIDTH, 0, top, WIDTH, high);
                    wire.rectangle(0, top, WIDTH, high, encoding);
                    switch (encoding) {
                        case 0 -> wire.pixels(part);
                        case 5 -> encoders.hextile(wire, part, WIDTH, high);
                        default -> encoders.zrle(wire, part, WIDTH, high);
                    }
                }
                last = picture;
                wire.u8(2);
            }
            int[] expected = opaque(last);
            try (RfbServer server = new RfbServer(folder)) {
                Heard heard = new Heard();
                try (DisplaySession session = DisplaySession.open("m", server.client(piece), heard)) {
                    server.sendAside(wire.bytes());
                    for (int bell = 0; bell < 3 * (round + 1); bell++) {
                        heard.next(DisplayEvent.Bell.class);
                    }
                    assertArrayEquals(expected, Heard.picture(session));
                }
                assertTrue(heard.end().isEmpty());
            }
        }
    }

    @Test
    void eachEncodingAloneMakesThePicture() {
        for (int encoding : new int[] {0, 5, 16}) {
            Random random = new Random(encoding);
            for (int i = 0; i < 20; i++) {
                // Each session has a zlib stream of its own.
                Encoders encoders = new Encoders(random);
                int width = 1 + random.nextInt(200);
                int height = 1 + random.nextInt(200);
                int[] picture = Encoders.picture(random, width, height);
                Wire wire = begin(width, height).update(1).rectangle(0, 0, width, height, encoding);
                switch (encoding) {
                    case 0 -> wire.pixels(picture);
                    case 5 -> encoders.hextile(wire, picture, width, height);
                    default -> encoders.zrle(wire, picture, width, height);
                }
                assertArrayEquals(opaque(picture), picture(wire));
            }
        }
    }

    private static int[] picture(Wire wire) {
        DisplaySession session = session(wire);
        return Heard.picture(session);
    }

    private static DisplaySession session(Wire wire) {
        DisplaySession session = new DisplaySession("m", new Bytes(wire.bytes()), new Heard(), RawEncoding.NUMBER);
        session.read();
        return session;
    }

    @Test
    void copiedRectanglesMayOverlapInAnyDirection() {
        int[] picture = IntStream.range(0, 100).toArray();
        for (int[] move : new int[][] {{2, 3, 3, 4}, {3, 4, 2, 3}, {2, 4, 4, 2}, {4, 2, 2, 4}, {2, 2, 4, 2}}) {
            Wire wire = begin(10, 10)
                    .raw(0, 0, 10, 10, picture)
                    .update(1)
                    .rectangle(move[2], move[3], 5, 5, 1)
                    .u16(move[0], move[1]);
            int[] expected = picture.clone();
            for (int y = 0; y < 5; y++) {
                for (int x = 0; x < 5; x++) {
                    expected[(move[3] + y) * 10 + move[2] + x] = picture[(move[1] + y) * 10 + move[0] + x];
                }
            }
            assertArrayEquals(opaque(expected), picture(wire));
        }
    }

    @Test
    void whatLiesBeyondTheKnownSizeIsPassedOverAndTheRestIsShown() {
        Random random = new Random(1);
        for (int encoding : new int[] {0, 5, 16}) {
            Encoders encoders = new Encoders(random);
            int[] picture = Encoders.picture(random, 90, 80);
            Wire wire = begin(50, 40).update(1).rectangle(7, 5, 90, 80, encoding);
            switch (encoding) {
                case 0 -> wire.pixels(picture);
                case 5 -> encoders.hextile(wire, picture, 90, 80);
                default -> encoders.zrle(wire, picture, 90, 80);
            }
            // As wide as the picture but not at its edge, and one that is nowhere in it.
            wire.raw(
                    49, 39, 50, 2, IntStream.generate(() -> 0x123456).limit(100).toArray());
            wire.raw(0, 100, 50, 1, new int[50]).raw(1000, 0, 1, 1, 5).u8(2);
            DisplaySession session = session(wire);
            int[] shown = Heard.picture(session);
            for (int y = 0; y < 40; y++) {
                for (int x = 0; x < 50; x++) {
                    int expected = x == 49 && y == 39 ? 0x123456 : x < 7 || y < 5 ? 0 : picture[(y - 5) * 90 + x - 7];
                    assertEquals(expected | Heard.OPAQUE, shown[y * 50 + x], x + ", " + y + " in " + encoding);
                }
            }
        }
    }

    @Test
    void aCopyFromOrToBeyondTheKnownSizeCopiesWhatThereIs() {
        int[] picture = IntStream.range(0, 100).toArray();
        Wire wire = begin(10, 10)
                .raw(0, 0, 10, 10, picture)
                .update(3)
                .rectangle(8, 8, 60_000, 60_000, 1)
                .u16(0, 0)
                .rectangle(0, 0, 5, 5, 1)
                .u16(9, 9)
                .rectangle(0, 0, 5, 5, 1)
                .u16(65_535, 65_535);
        int[] expected = picture.clone();
        expected[88] = 0;
        expected[89] = 1;
        expected[98] = 10;
        expected[99] = 11;
        expected[0] = 11;
        assertArrayEquals(opaque(expected), picture(wire));
    }

    @Test
    void aNewSizeWithinAnUpdateKeepsWhatFitsAndTakesWhatFollows() {
        Wire wire = begin(3, 2)
                .raw(0, 0, 3, 2, 1, 2, 3, 4, 5, 6)
                .update(Wire.LAST_RECTANGLES)
                .rectangle(0, 0, 2, 3, -223)
                .rectangle(0, 2, 2, 1, 0)
                .pixels(7, 8)
                .extendedSize(0, 0, 4, 3)
                .rectangle(2, 0, 2, 1, 0)
                .pixels(9, 10)
                .rectangle(0, 0, 0, 0, -224)
                .u8(2);
        Heard heard = Bytes.hear(wire.bytes());
        assertTrue(heard.all().contains(new DisplayEvent.Bell()), "the stream is still in step");
        assertArrayEquals(opaque(new int[] {1, 2, 9, 10, 4, 5, 0, 0, 7, 8, 0, 0}), picture(wire));
    }

    private static String violation(Wire wire) throws InterruptedException {
        return Bytes.hear(wire.bytes()).end(DisplayProblem.DisplayGarbled.class).where();
    }

    private static Wire zrle(int... tile) {
        Wire plain = new Wire().u8(tile);
        byte[] packed = Wire.deflate(plain.bytes());
        return begin(4, 4)
                .update(1)
                .rectangle(0, 0, 4, 4, 16)
                .s32(packed.length)
                .all(packed);
    }

    @Test
    void whatNoEncodingHasIsSaidToBeWrong() throws Exception {
        assertEquals("a ZRLE tile of kind 17", violation(zrle(17)));
        assertEquals("a ZRLE tile of kind 129", violation(zrle(129)));
        assertEquals("a run beyond its ZRLE tile", violation(zrle(128, 1, 2, 3, 16)));
        assertEquals("a run beyond its ZRLE tile", violation(zrle(128, 1, 2, 3, 255, 255, 255)));
        assertEquals("a colour beyond its ZRLE palette", violation(zrle(3, 1, 1, 1, 2, 2, 2, 3, 3, 3, 0xff)));
        assertEquals("a colour beyond its ZRLE palette", violation(zrle(130, 1, 1, 1, 2, 2, 2, 2)));
        assertEquals("compressed pixels that end early", violation(zrle(1, 1)));
        assertEquals("more compressed pixels than the rectangle has", violation(zrle(1, 1, 1, 1, 9)));
        assertEquals(
                "compressed pixels that end early",
                violation(begin(4, 4).update(1).rectangle(0, 0, 4, 4, 16).s32(0)));
        assertEquals(
                "compressed pixels that are none",
                violation(begin(4, 4).update(1).rectangle(0, 0, 4, 4, 16).s32(4).s32(-1)));
        assertEquals(
                "a rectangle beyond its Hextile tile",
                violation(begin(4, 4)
                        .update(1)
                        .rectangle(0, 0, 4, 4, 5)
                        .u8(10)
                        .s32(0)
                        .u8(1, 0x33, 0x10)));
        assertEquals(
                "a rectangle in encoding 99", violation(begin(4, 4).update(1).rectangle(0, 0, 4, 4, 99)));
        assertEquals("a message of type 77", violation(begin(4, 4).u8(77)));
    }

    @Test
    void aSmallInputThatUnpacksToVeryMuchTakesNoMemory() throws Exception {
        // 64 MiB of zeros in 64 KiB: for a rectangle of 4 by 4 it is 64 MiB too much.
        byte[] packed = Wire.deflate(new byte[64 << 20]);
        Wire wire = begin(4, 4)
                .update(1)
                .rectangle(0, 0, 4, 4, 16)
                .s32(packed.length)
                .all(packed);
        assertEquals("more compressed pixels than the rectangle has", violation(wire));
    }
}
