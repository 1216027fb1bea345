package dev.hamlet.engine.display;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.Deflater;

/** Bytes as an RFB server sends them, gathered. */
final class Wire {
    static final int LAST_RECTANGLES = 0xffff;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Wire u8(int... values) {
        for (int value : values) {
            bytes.write(value);
        }
        return this;
    }

    Wire u16(int... values) {
        for (int value : values) {
            u8(value >> 8, value);
        }
        return this;
    }

    Wire s32(int... values) {
        for (int value : values) {
            u16(value >> 16, value);
        }
        return this;
    }

    Wire all(byte[] more) {
        bytes.writeBytes(more);
        return this;
    }

    Wire text(String text) {
        return all(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Pixels as they were asked for, with rubbish where nothing is meant. */
    Wire pixels(int... colours) {
        for (int colour : colours) {
            u8(colour, colour >> 8, colour >> 16, 0x5a);
        }
        return this;
    }

    /** All before the first message: version 3.8, nobody to be authenticated, this size and name. */
    Wire greeting(int width, int height, String name) {
        return text("RFB 003.008\n").u8(1, 1).s32(0).init(width, height, name);
    }

    Wire init(int width, int height, String name) {
        return u16(width, height)
                .u8(32, 24, 0, 1, 0, 255, 0, 255, 0, 255, 16, 8, 0, 0, 0, 0)
                .s32(name.length())
                .text(name);
    }

    /** The head of an update. */
    Wire update(int rectangles) {
        return u8(0, 0).u16(rectangles);
    }

    Wire rectangle(int x, int y, int width, int height, int encoding) {
        return u16(x, y, width, height).s32(encoding);
    }

    /** An update of one raw rectangle. */
    Wire raw(int x, int y, int width, int height, int... colours) {
        return update(1).rectangle(x, y, width, height, 0).pixels(colours);
    }

    /** ExtendedDesktopSize with one screen. */
    Wire extendedSize(int reason, int status, int width, int height) {
        return rectangle(reason, status, width, height, -308)
                .u8(1, 0, 0, 0)
                .s32(7)
                .u16(0, 0, width, height)
                .s32(9);
    }

    /** ServerCutText in its extended form. */
    Wire clipboard(int flags, byte[] data) {
        return s32(3 << 24).s32(-4 - data.length).s32(flags).all(data);
    }

    static byte[] deflate(byte[] plain) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (Deflater deflater = new Deflater()) {
            deflater.setInput(plain);
            deflater.finish();
            byte[] piece = new byte[4096];
            while (!deflater.finished()) {
                packed.write(piece, 0, deflater.deflate(piece));
            }
        }
        return packed.toByteArray();
    }

    byte[] bytes() {
        return bytes.toByteArray();
    }
}
