package dev.hamlet.engine.display;

import java.nio.IntBuffer;

/**
 * A small picture of a display. Two that look the same are equal.
 *
 * @param width in pixels, at least 1
 * @param height in pixels, at least 1
 * @param pixels in rows, as {@link Framebuffer} has them; to be read only
 */
public record Thumbnail(int width, int height, IntBuffer pixels) {
    /** Of so many pixels in each direction one pixel of the picture is the mean. */
    private static final int SAMPLES = 4;

    /** Of this picture, as large as fits. */
    static Thumbnail of(int[] picture, int wide, int high, int mostWide, int mostHigh) {
        double factor = Math.min(1, Math.min(mostWide / (double) wide, mostHigh / (double) high));
        int width = Math.max(1, (int) Math.round(wide * factor));
        int height = Math.max(1, (int) Math.round(high * factor));
        int[] small = new int[width * height];
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                small[y * width + x] =
                        mean(picture, wide, high, x / (double) width, y / (double) height, width, height);
            }
        }
        return new Thumbnail(width, height, IntBuffer.wrap(small).asReadOnlyBuffer());
    }

    /** The colour of a part of the picture, which begins there. */
    private static int mean(int[] picture, int wide, int high, double left, double top, int width, int height) {
        int red = 0;
        int green = 0;
        int blue = 0;
        for (int i = 0; i < SAMPLES; i++) {
            int row = (int) ((top + (i + 0.5) / SAMPLES / height) * high);
            for (int j = 0; j < SAMPLES; j++) {
                int column = (int) ((left + (j + 0.5) / SAMPLES / width) * wide);
                int pixel = picture[row * wide + column];
                red += (pixel >> 16) & 0xff;
                green += (pixel >> 8) & 0xff;
                blue += pixel & 0xff;
            }
        }
        int all = SAMPLES * SAMPLES;
        return Framebuffer.OPAQUE | ((red / all) << 16) | ((green / all) << 8) | (blue / all);
    }
}
