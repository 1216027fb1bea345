package dev.hamlet.app.details;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import javafx.scene.image.Image;
import javafx.scene.image.PixelBuffer;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;

/** Pictures of guests' screens as JavaFX draws them. */
final class GuestImage implements ScreenModel.Painter<Image> {
    private static final long SIGNATURE = 0x89504E470D0A1A0AL;

    /** Signature, and the header chunk with width and height (PNG specification, third edition, 11.2.1). */
    private static final int HEADER = 24;

    private static final int WIDTH = 16;

    /** Sixteen thousand by eight thousand: more than any screen, and what such a picture takes can still be had. */
    private static final long MOST_PIXELS = 128L << 20;

    @Override
    public Image paint(int width, int height, IntBuffer pixels) {
        return new WritableImage(new PixelBuffer<>(width, height, pixels, PixelFormat.getIntArgbPreInstance()));
    }

    /**
     * The picture in this PNG file. What a guest draws decides its size, which is therefore looked at before any memory is
     * taken for it.
     *
     * @throws IOException if it is none, or too large for a screen
     */
    @Override
    public Image decode(byte[] png) throws IOException {
        ByteBuffer header = ByteBuffer.wrap(png);
        if (png.length < HEADER || header.getLong(0) != SIGNATURE) {
            throw new IOException("the picture of a screen is no PNG");
        }
        long width = Integer.toUnsignedLong(header.getInt(WIDTH));
        long height = Integer.toUnsignedLong(header.getInt(WIDTH + Integer.BYTES));
        if (width == 0 || height == 0 || width * height > MOST_PIXELS) {
            throw new IOException("the picture of a screen has " + width + " x " + height + " pixels");
        }
        Image image = new Image(new ByteArrayInputStream(png));
        if (image.isError()) {
            throw new IOException("the picture of a screen cannot be read", image.getException());
        }
        return image;
    }
}
