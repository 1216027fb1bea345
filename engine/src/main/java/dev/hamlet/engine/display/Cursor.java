package dev.hamlet.engine.display;

import java.util.Arrays;

/**
 * How the guest's pointer looks. Immutable.
 *
 * <p>Equal by content.
 */
public final class Cursor {
    private static final int OPAQUE = 0xff;

    private final int width;
    private final int height;
    private final int hotX;
    private final int hotY;
    private final int[] pixels;

    /** Takes the pixels as its own. */
    Cursor(int width, int height, int hotX, int hotY, int[] pixels) {
        this.width = width;
        this.height = height;
        this.hotX = Math.clamp(hotX, 0, Math.max(0, width - 1));
        this.hotY = Math.clamp(hotY, 0, Math.max(0, height - 1));
        this.pixels = pixels;
    }

    /** In pixels; 0 for a pointer that is not to be seen. */
    public int width() {
        return width;
    }

    /** In pixels; 0 for a pointer that is not to be seen. */
    public int height() {
        return height;
    }

    /** The column of the pixel that points, within it. */
    public int hotX() {
        return hotX;
    }

    /** The row of the pixel that points, within it. */
    public int hotY() {
        return hotY;
    }

    /** A copy of its pixels, row by row: {@code 0xAARRGGBB}, colours multiplied by alpha. */
    public int[] pixels() {
        return pixels.clone();
    }

    /** Whether nothing of it can be seen. */
    public boolean isHidden() {
        return Arrays.stream(pixels).allMatch(pixel -> pixel >>> 24 == 0);
    }

    /** Multiplies colours by alpha in place, unless they are so already: no multiplied colour is above its alpha. */
    static int[] multiplied(int[] pixels) {
        boolean plain = Arrays.stream(pixels).anyMatch(Cursor::isPlain);
        for (int i = 0; plain && i < pixels.length; i++) {
            int alpha = pixels[i] >>> 24;
            pixels[i] = alpha << 24
                    | multiplied(pixels[i] >> 16, alpha) << 16
                    | multiplied(pixels[i] >> 8, alpha) << 8
                    | multiplied(pixels[i], alpha);
        }
        return pixels;
    }

    private static boolean isPlain(int pixel) {
        int alpha = pixel >>> 24;
        return (pixel >> 16 & 0xff) > alpha || (pixel >> 8 & 0xff) > alpha || (pixel & 0xff) > alpha;
    }

    private static int multiplied(int colour, int alpha) {
        return ((colour & 0xff) * alpha + OPAQUE / 2) / OPAQUE;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Cursor that
                && width == that.width
                && height == that.height
                && hotX == that.hotX
                && hotY == that.hotY
                && Arrays.equals(pixels, that.pixels);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(pixels);
    }

    @Override
    public String toString() {
        return "Cursor[" + width + " by " + height + ", points at " + hotX + ", " + hotY + "]";
    }
}
