package dev.hamlet.engine.display;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.engine.display.DisplayEvent.Features;
import dev.hamlet.engine.display.DisplayEvent.PointerMode;
import dev.hamlet.engine.display.DisplayEvent.SizeAnswer;
import dev.hamlet.engine.display.DisplaySession.ClipboardOffer;
import dev.hamlet.engine.problem.DisplayProblem;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a server tells beside pixels, and what is said to it in turn. */
@Timeout(60)
class DisplayEventTest {
    private static final int CAPS = 1 << 24;
    private static final int REQUEST = 1 << 25;
    private static final int PEEK = 1 << 26;
    private static final int NOTIFY = 1 << 27;
    private static final int PROVIDE = 1 << 28;
    private static final int TEXT = 1;

    @TempDir
    Path folder;

    private static Wire begin(String name) {
        return new Wire().greeting(4, 4, name);
    }

    private static Cursor cursor(Wire wire) throws InterruptedException {
        return Bytes.hear(wire.bytes()).next(DisplayEvent.CursorChanged.class).cursor();
    }

    @Test
    void aPointerOfColoursIsCutByItsMask() throws Exception {
        Cursor cursor = cursor(begin("x")
                .update(1)
                .rectangle(1, 9, 9, 1, -239)
                .pixels(1, 2, 3, 4, 5, 6, 7, 8, 9)
                .u8(0b1010_0000, 0b1000_0000));
        assertArrayEquals(new int[] {0xff000001, 0, 0xff000003, 0, 0, 0, 0, 0, 0xff000009}, cursor.pixels());
        assertEquals(1, cursor.hotX());
        assertEquals(0, cursor.hotY(), "what points lies within the picture");
    }

    @Test
    void aPointerOfTwoColoursHasThemByItsShape() throws Exception {
        Cursor cursor = cursor(begin("x")
                .update(1)
                .rectangle(0, 0, 2, 2, -240)
                .u8(1, 2, 3, 4, 5, 6)
                .u8(0x80, 0x40)
                .u8(0xc0, 0x40));
        assertArrayEquals(new int[] {0xff010203, 0xff040506, 0, 0xff010203}, cursor.pixels());
    }

    @Test
    void aPointerWithAlphaIsReadAsTheStandardSaysAndAsQemuDoes() throws Exception {
        Wire wire = new Wire().update(1).rectangle(0, 0, 1, 2, -314).s32(0).u8(10, 20, 30, 40, 0, 0, 0, 0);
        assertArrayEquals(
                new int[] {0x280a141e, 0}, cursor(begin("x").all(wire.bytes())).pixels());
        assertArrayEquals(
                new int[] {0x281e140a, 0},
                cursor(begin("QEMU (x)").all(wire.bytes())).pixels());
    }

    @Test
    void aPointerWhoseColoursWereNotMultipliedByAlphaIs() throws Exception {
        Wire wire = begin("x").update(1).rectangle(0, 0, 1, 1, -314).s32(0).u8(255, 128, 0, 128);
        assertArrayEquals(new int[] {0x80804000}, cursor(wire).pixels());
    }

    @Test
    void aPointerOfNoSizeIsHidden() throws Exception {
        for (int number : new int[] {-239, -240}) {
            Cursor cursor =
                    cursor(begin("x").update(1).rectangle(0, 0, 0, 0, number).u8(2));
            assertTrue(cursor.isHidden());
            assertEquals(0, cursor.width());
        }
    }

    @Test
    void aGiantPointerIsRefusedBeforeItTakesMemory() throws Exception {
        Wire wire = begin("x").update(1).rectangle(0, 0, 65_535, 65_535, -239);
        DisplayProblem.DisplayGarbled end = Bytes.hear(wire.bytes()).end(DisplayProblem.DisplayGarbled.class);
        assertEquals("a pointer of 65535 by 65535", end.where());
    }

    @Test
    void theServersNewsArriveInOrder() {
        Wire wire = begin("x")
                .update(3)
                .rectangle(0, 0, 4, 4, -258)
                .rectangle(0, 0, 1, 1, -261)
                .u8(5)
                .rectangle(0, 0, 4, 4, -257)
                .update(1)
                .rectangle(1, 0, 4, 4, -257)
                .u8(2)
                .u8(1, 0)
                .u16(0, 2)
                .all(new byte[12])
                .update(1)
                .extendedSize(1, 4, 9, 9)
                .update(1)
                .extendedSize(1, 3, 9, 9)
                .update(1)
                .extendedSize(1, 0, 5, 4)
                .s32(3 << 24, 3)
                .text("a\u00e9b");
        List<DisplayEvent> events = Bytes.hear(wire.bytes()).all();
        assertEquals(
                List.of(
                        new DisplayEvent.Resized(new Framebuffer.Size(4, 4)),
                        new DisplayEvent.FeaturesChanged(new Features(true, false, false)),
                        new DisplayEvent.LedsChanged(true, false, true),
                        new DisplayEvent.PointerModeChanged(PointerMode.RELATIVE),
                        new DisplayEvent.PointerModeChanged(PointerMode.ABSOLUTE),
                        new DisplayEvent.Bell(),
                        new DisplayEvent.FeaturesChanged(new Features(true, true, false)),
                        new DisplayEvent.SizeAnswered(SizeAnswer.FORWARDED),
                        new DisplayEvent.SizeAnswered(SizeAnswer.INVALID_LAYOUT),
                        new DisplayEvent.Resized(new Framebuffer.Size(5, 4)),
                        new DisplayEvent.SizeAnswered(SizeAnswer.DONE),
                        new DisplayEvent.ClipboardReceived("a\u00e9b")),
                events.subList(0, events.size() - 1));
    }

    @Test
    void aWishForASizeNamesTheScreenThatTheServerHas() throws Exception {
        try (RfbServer server = new RfbServer(folder)) {
            Heard heard = new Heard();
            try (DisplaySession session = DisplaySession.open("m", server.client(), heard)) {
                server.greet(4, 4, "x");
                heard.next(DisplayEvent.Resized.class);
                assertFalse(session.askSize(800, 600), "the server has not shown that it can");
                server.send(new Wire().update(1).extendedSize(0, 0, 4, 4));
                heard.next(DisplayEvent.FeaturesChanged.class);
                server.request();
                assertTrue(session.askSize(800, 600));
                assertFalse(session.askSize(0, 600));
                assertFalse(session.askSize(20_000, 600));
                assertFalse(session.askSize(16_384, 16_384));
                server.expect(new Wire()
                        .u8(251, 0)
                        .u16(800, 600)
                        .u8(1, 0)
                        .s32(7)
                        .u16(0, 0, 800, 600)
                        .s32(9));
            }
        }
    }

    private static byte[] packed(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return Wire.deflate(new Wire().s32(bytes.length).all(bytes).bytes());
    }

    @Test
    void textGoesBothWaysThroughTheExtendedClipboard() throws Exception {
        try (RfbServer server = new RfbServer(folder)) {
            Heard heard = new Heard();
            try (DisplaySession session = DisplaySession.open("m", server.client(), heard)) {
                assertTrue(server.greet(4, 4, "x").contains(0xc0a1e5ce));
                server.send(new Wire().clipboard(CAPS | REQUEST | NOTIFY | PROVIDE | TEXT, new byte[4]));
                assertTrue(heard.next(DisplayEvent.FeaturesChanged.class)
                        .features()
                        .unicodeClipboard());
                server.expect(
                        new Wire().s32(6 << 24, -8, CAPS | REQUEST | PEEK | NOTIFY | PROVIDE | TEXT, (1 << 20) - 8));

                // From the guest: it says that it has, is asked, gives.
                server.send(new Wire().clipboard(NOTIFY | TEXT, new byte[0]));
                assertTrue(heard.next(DisplayEvent.ClipboardOffered.class).text());
                session.requestClipboard();
                server.expect(new Wire().s32(6 << 24, -4, REQUEST | TEXT));
                server.send(new Wire().clipboard(PROVIDE | TEXT, packed("gr\u00fc\u00df \u20ac 😀\r\nzwei\0")));
                assertEquals(
                        "gr\u00fc\u00df \u20ac 😀\nzwei",
                        heard.next(DisplayEvent.ClipboardReceived.class).text());

                // To the guest: it is told, asks, is given.
                assertEquals(ClipboardOffer.OFFERED, session.offerClipboard("\u4e00\nx"));
                server.expect(new Wire().s32(6 << 24, -4, NOTIFY | TEXT));
                server.send(new Wire().clipboard(PEEK, new byte[0]));
                server.expect(new Wire().s32(6 << 24, -4, NOTIFY | TEXT));
                server.send(new Wire().clipboard(REQUEST | TEXT, new byte[0]));
                byte[] data = packed("\u4e00\r\nx\0");
                server.expect(new Wire()
                        .s32(6 << 24, -4 - data.length, PROVIDE | TEXT)
                        .all(data));
                assertEquals(ClipboardOffer.OFFERED, session.offerClipboard(""));
                server.expect(new Wire().s32(6 << 24, -4, NOTIFY));
            }
        }
    }

    @Test
    void aClipboardWithoutExtensionTakesLatin1() throws Exception {
        try (RfbServer server = new RfbServer(folder)) {
            Heard heard = new Heard();
            try (DisplaySession session = DisplaySession.open("m", server.client(), heard)) {
                server.greet(4, 4, "x");
                heard.next(DisplayEvent.Resized.class);
                assertEquals(ClipboardOffer.OFFERED, session.offerClipboard("\u00fc\u20ac"));
                server.expect(new Wire().s32(6 << 24, 2).u8(0xfc, '?'));
                assertEquals(
                        ClipboardOffer.TOO_LONG,
                        session.offerClipboard("x".repeat(1 << 20)),
                        "nearly 1 MiB is the bound");
            }
        }
    }

    @Test
    void textThatIsTooLongOrNoneIsNotTaken() throws Exception {
        Wire tooLong = begin("x").s32(3 << 24, 2 << 20).all(new byte[2 << 20]).u8(2);
        assertEquals(
                List.of(DisplayEvent.Resized.class, DisplayEvent.Bell.class, DisplayEvent.Ended.class),
                Bytes.hear(tooLong.bytes()).all().stream().map(Object::getClass).toList());
        byte[] bomb = Wire.deflate(
                new Wire().s32(Integer.MAX_VALUE).all(new byte[16 << 20]).bytes());
        assertTrue(bomb.length < 1 << 15);
        assertEquals(
                "a text of 2147483647 bytes in the clipboard",
                Bytes.hear(begin("x").clipboard(PROVIDE | TEXT, bomb).bytes())
                        .end(DisplayProblem.DisplayGarbled.class)
                        .where());
        for (byte[] bad : List.of(new byte[0], new byte[9], Wire.deflate(new byte[] {0, 0, 1, 0, 65}))) {
            assertEquals(
                    "text in the clipboard that cannot be unpacked",
                    Bytes.hear(begin("x").clipboard(PROVIDE | TEXT, bad).bytes())
                            .end(DisplayProblem.DisplayGarbled.class)
                            .where());
        }
        assertEquals(
                "a clipboard message without its flags",
                Bytes.hear(begin("x").s32(3 << 24, -2).bytes())
                        .end(DisplayProblem.DisplayGarbled.class)
                        .where());
    }

    @Test
    void nothingOfTheClipboardIsInAnEventsText() {
        assertFalse(new DisplayEvent.ClipboardReceived("secret").toString().contains("secret"));
    }
}
