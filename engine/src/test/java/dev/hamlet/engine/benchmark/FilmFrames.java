package dev.hamlet.engine.benchmark;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.Deflater;

/**
 * Full frames of a desktop that scrolls without end: areas of one colour, text, and a photograph in the middle of which a
 * field tells the frame's number. Each is made once, as the message that brings it, raw and in ZRLE.
 */
final class FilmFrames {
    static final int WIDTH = 1280;
    static final int HEIGHT = 800;

    /** After so many they begin anew. */
    static final int COUNT = 8;

    private static final int TILE = 64;

    /** Where the field is looked at: beside the pointer, which stands in the middle of a screen at first. */
    static final int FIELD_X = WIDTH / 2 - 40;

    static final int FIELD_Y = HEIGHT / 2 - 40;
    private static final int LARGEST_PALETTE = 16;
    private static final int ZRLE = 16;

    /** How a frame is sent. */
    enum Pixels {
        /** As it is. */
        RAW,
        /** In tiles of 64 by 64, of which those with few colours are a palette, in one zlib stream. */
        ZRLE
    }

    private final List<ByteBuffer> raw = new ArrayList<>();
    private final List<ByteBuffer> packed = new ArrayList<>();
    private final byte[] zlibHeader;

    FilmFrames() {
        try (Deflater deflater = new Deflater(Deflater.BEST_SPEED)) {
            zlibHeader = pack(deflater, new byte[0]);
            for (int i = 0; i < COUNT; i++) {
                int[] picture = picture(i);
                raw.add(raw(picture));
                // Nothing of it leans on the frame before, so that they may be sent in any order.
                packed.add(ByteBuffer.wrap(pack(deflater, tiles(picture))));
            }
        }
    }

    /** The colour in the middle of this frame. */
    static int colour(int frame) {
        return 0x20_3040 + frame * 0x1a_1612;
    }

    private static int[] picture(int frame) {
        int[] picture = new int[WIDTH * HEIGHT];
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                picture[y * WIDTH + x] = pixel(frame, x, y);
            }
        }
        return picture;
    }

    private static int pixel(int frame, int x, int y) {
        if (Math.abs(x - WIDTH / 2) < TILE && Math.abs(y - HEIGHT / 2) < TILE) {
            return colour(frame);
        }
        int row = y + frame * 20;
        if (Math.abs(x - WIDTH / 2) < 4 * TILE) {
            return ((x * 255 / WIDTH) << 16) | ((row & 0xff) << 8) | (((x * row) >> 6) & 0xff);
        }
        boolean ink = row / 20 % 3 != 0 && row % 20 < 14 && (((x * 0x9e37 + row / 2 * 0x79b9) >> 7) & 3) == 0;
        return ink ? 0x20_2020 : x < 3 * TILE ? 0xd0_d8e0 : 0xff_ffff;
    }

    private static ByteBuffer head(ByteBuffer to, int encoding) {
        return to.putInt(1)
                .putInt(0)
                .putShort((short) WIDTH)
                .putShort((short) HEIGHT)
                .putInt(encoding);
    }

    private static ByteBuffer raw(int[] picture) {
        ByteBuffer message = head(ByteBuffer.allocateDirect(16 + 4 * picture.length), 0);
        message.order(ByteOrder.LITTLE_ENDIAN);
        for (int pixel : picture) {
            message.putInt(pixel);
        }
        return message.flip();
    }

    /** As ZRLE has it before it is packed (RFC 6143, 7.7.6). */
    private static byte[] tiles(int[] picture) {
        ByteArrayOutputStream plain = new ByteArrayOutputStream();
        for (int y = 0; y < HEIGHT; y += TILE) {
            for (int x = 0; x < WIDTH; x += TILE) {
                tile(plain, picture, x, y);
            }
        }
        return plain.toByteArray();
    }

    private static void tile(ByteArrayOutputStream to, int[] picture, int left, int top) {
        int right = Math.min(left + TILE, WIDTH);
        int bottom = Math.min(top + TILE, HEIGHT);
        Map<Integer, Integer> palette = new LinkedHashMap<>();
        for (int y = top; y < bottom; y++) {
            for (int x = left; x < right && palette.size() <= LARGEST_PALETTE; x++) {
                palette.putIfAbsent(picture[y * WIDTH + x], palette.size());
            }
        }
        boolean few = palette.size() <= LARGEST_PALETTE;
        to.write(few ? palette.size() : 0);
        if (few) {
            palette.keySet().forEach(colour -> pixel(to, colour));
        }
        if (few && palette.size() == 1) {
            return;
        }
        int bits = palette.size() == 2 ? 1 : palette.size() <= 4 ? 2 : 4;
        for (int y = top; y < bottom; y++) {
            int value = 0;
            int filled = 0;
            for (int x = left; x < right; x++) {
                int colour = picture[y * WIDTH + x];
                if (!few) {
                    pixel(to, colour);
                    continue;
                }
                value = (value << bits) | palette.getOrDefault(colour, 0);
                filled += bits;
                if (filled == Byte.SIZE || x == right - 1) {
                    to.write(value << (Byte.SIZE - filled));
                    value = 0;
                    filled = 0;
                }
            }
        }
    }

    private static void pixel(ByteArrayOutputStream to, int colour) {
        to.write(colour);
        to.write(colour >> 8);
        to.write(colour >> 16);
    }

    private static byte[] pack(Deflater deflater, byte[] plain) {
        deflater.setInput(plain);
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        byte[] piece = new byte[1 << 16];
        int count;
        do {
            count = deflater.deflate(piece, 0, piece.length, Deflater.FULL_FLUSH);
            packed.write(piece, 0, count);
        } while (count == piece.length);
        return packed.toByteArray();
    }

    /**
     * What comes before a frame.
     *
     * @param begun whether this client has had one in ZRLE
     */
    ByteBuffer begin(Pixels form, boolean begun, int frame) {
        if (form == Pixels.RAW) {
            return ByteBuffer.allocate(0);
        }
        int header = begun ? 0 : zlibHeader.length;
        ByteBuffer message = head(ByteBuffer.allocate(20 + header), ZRLE)
                .putInt(header + packed.get(frame).capacity());
        return message.put(zlibHeader, 0, header).flip();
    }

    /** A frame, for one client. */
    ByteBuffer frame(Pixels form, int frame) {
        return (form == Pixels.RAW ? raw : packed).get(frame).duplicate();
    }
}
