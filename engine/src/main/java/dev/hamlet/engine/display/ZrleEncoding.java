package dev.hamlet.engine.display;

import java.io.IOException;
import java.util.Arrays;

/** ZRLE (RFC 6143, 7.7.6): tiles of 64 by 64, raw, of a palette or in runs, all in one zlib stream. */
final class ZrleEncoding implements Encoding {
    static final int NUMBER = 16;

    private static final int SIDE = 64;
    private static final int PLAIN_RUNS = 128;
    private static final int LARGEST_PACKED = 16;

    private final Framebuffer framebuffer;
    private final ZlibInput zlib = new ZlibInput();
    private final int[] tile = new int[SIDE * SIDE];
    private final int[] palette = new int[PLAIN_RUNS];

    ZrleEncoding(Framebuffer framebuffer) {
        this.framebuffer = framebuffer;
    }

    @Override
    public int number() {
        return NUMBER;
    }

    @Override
    public void read(RfbInput in, Area where) throws IOException {
        zlib.begin(in, in.u32());
        for (int y = 0; y < where.height; y += SIDE) {
            int high = Math.min(SIDE, where.height - y);
            for (int x = 0; x < where.width; x += SIDE) {
                int wide = Math.min(SIDE, where.width - x);
                in.requireOpen();
                tile(wide, high);
                framebuffer.paint(where.x + x, where.y + y, wide, high, tile);
            }
        }
        zlib.finish();
    }

    private void tile(int wide, int high) throws IOException {
        int kind = zlib.u8();
        int count = wide * high;
        if (kind == 0) {
            for (int i = 0; i < count; i++) {
                tile[i] = pixel();
            }
        } else if (kind == 1) {
            Arrays.fill(tile, 0, count, pixel());
        } else if (kind <= LARGEST_PACKED) {
            palette(kind);
            packed(kind, wide, high);
        } else if (kind == PLAIN_RUNS) {
            for (int at = 0; at < count; ) {
                int colour = pixel();
                at = run(at, count, colour);
            }
        } else if (kind > PLAIN_RUNS + 1) {
            palette(kind - PLAIN_RUNS);
            paletteRuns(kind - PLAIN_RUNS, count);
        } else {
            throw new RfbViolation("a ZRLE tile of kind " + kind);
        }
    }

    /** Three bytes, since the fourth of a pixel means nothing (CPIXEL). */
    private int pixel() throws IOException {
        int blue = zlib.u8();
        int green = zlib.u8();
        int red = zlib.u8();
        return Framebuffer.OPAQUE | red << 16 | green << 8 | blue;
    }

    private void palette(int size) throws IOException {
        for (int i = 0; i < size; i++) {
            palette[i] = pixel();
        }
    }

    private int colour(int index, int size) throws RfbViolation {
        if (index >= size) {
            throw new RfbViolation("a colour beyond its ZRLE palette");
        }
        return palette[index];
    }

    /** Indices of one, two or four bits; a row begins with a byte of its own. */
    private void packed(int size, int wide, int high) throws IOException {
        int bits = size == 2 ? 1 : size <= 4 ? 2 : 4;
        int mask = (1 << bits) - 1;
        for (int row = 0; row < high; row++) {
            int value = 0;
            int left = 0;
            for (int column = 0; column < wide; column++) {
                if (left == 0) {
                    value = zlib.u8();
                    left = Byte.SIZE;
                }
                left -= bits;
                tile[row * wide + column] = colour(value >> left & mask, size);
            }
        }
    }

    private void paletteRuns(int size, int count) throws IOException {
        for (int at = 0; at < count; ) {
            int index = zlib.u8();
            int colour = colour(index & 0x7f, size);
            if (index < PLAIN_RUNS) {
                tile[at++] = colour;
            } else {
                at = run(at, count, colour);
            }
        }
    }

    /** A run's length is one more than the sum of its bytes, of which the last is the first below 255. */
    private int run(int at, int count, int colour) throws IOException {
        int end = at + 1;
        int more;
        do {
            more = zlib.u8();
            end += more;
            if (end > count) {
                throw new RfbViolation("a run beyond its ZRLE tile");
            }
        } while (more == 0xff);
        Arrays.fill(tile, at, end, colour);
        return end;
    }

    @Override
    public void end() {
        zlib.end();
    }
}
