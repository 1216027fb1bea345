package dev.hamlet.engine.display;

import java.io.IOException;
import java.util.Arrays;

/** Hextile (RFC 6143, 7.7.4): tiles of 16 by 16, each raw, or of one colour with smaller rectangles upon it. */
final class HextileEncoding implements Encoding {
    static final int NUMBER = 5;

    private static final int SIDE = 16;
    private static final int RAW = 1;
    private static final int BACKGROUND = 2;
    private static final int FOREGROUND = 4;
    private static final int RECTANGLES = 8;
    private static final int COLOURED = 16;

    private final Framebuffer framebuffer;
    private final int[] tile = new int[SIDE * SIDE];
    private int background;
    private int foreground;

    HextileEncoding(Framebuffer framebuffer) {
        this.framebuffer = framebuffer;
    }

    @Override
    public int number() {
        return NUMBER;
    }

    @Override
    public void read(RfbInput in, Area where) throws IOException {
        background = Framebuffer.OPAQUE;
        foreground = Framebuffer.OPAQUE;
        for (int y = 0; y < where.height; y += SIDE) {
            int high = Math.min(SIDE, where.height - y);
            for (int x = 0; x < where.width; x += SIDE) {
                int wide = Math.min(SIDE, where.width - x);
                in.requireOpen();
                tile(in, wide, high);
                framebuffer.paint(where.x + x, where.y + y, wide, high, tile);
            }
        }
    }

    private void tile(RfbInput in, int wide, int high) throws IOException {
        int kind = in.u8();
        if ((kind & RAW) != 0) {
            in.pixels(tile, wide * high);
            for (int i = 0; i < wide * high; i++) {
                tile[i] |= Framebuffer.OPAQUE;
            }
            return;
        }
        if ((kind & BACKGROUND) != 0) {
            background = in.pixel();
        }
        Arrays.fill(tile, 0, wide * high, background);
        if ((kind & FOREGROUND) != 0) {
            foreground = in.pixel();
        }
        if ((kind & RECTANGLES) == 0) {
            return;
        }
        int count = in.u8();
        for (int i = 0; i < count; i++) {
            int colour = (kind & COLOURED) != 0 ? in.pixel() : foreground;
            int place = in.u8();
            int size = in.u8();
            int left = place >> 4;
            int top = place & 15;
            int right = left + (size >> 4) + 1;
            int bottom = top + (size & 15) + 1;
            if (right > wide || bottom > high) {
                throw new RfbViolation("a rectangle beyond its Hextile tile");
            }
            for (int row = top; row < bottom; row++) {
                Arrays.fill(tile, row * wide + left, row * wide + right, colour);
            }
        }
    }
}
