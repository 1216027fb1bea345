package dev.hamlet.engine.display;

import java.io.IOException;

/**
 * The pointer's shape, in three forms: Cursor (RFC 6143, 7.8.1), X Cursor and Cursor With Alpha (both rfbproto). The
 * rectangle's place is the pixel that points.
 */
final class CursorEncoding implements Encoding {
    /** No pointer is wider or higher, in pixels. */
    static final int LONGEST_SIDE = 1024;

    private final Form form;
    private final ServerSays server;

    enum Form {
        COLOURED(-239),
        TWO_COLOURS(-240),
        ALPHA(-314);

        private final int number;

        Form(int number) {
            this.number = number;
        }
    }

    CursorEncoding(Form form, ServerSays server) {
        this.form = form;
        this.server = server;
    }

    @Override
    public int number() {
        return form.number;
    }

    @Override
    public void read(RfbInput in, Area where) throws IOException {
        if (where.width > LONGEST_SIDE || where.height > LONGEST_SIDE) {
            throw new RfbViolation("a pointer of " + where.width + " by " + where.height);
        }
        int[] pixels = switch (form) {
            case COLOURED -> coloured(in, where);
            case TWO_COLOURS -> twoColours(in, where);
            case ALPHA -> alpha(in, where);
        };
        server.tell(new DisplayEvent.CursorChanged(new Cursor(where.width, where.height, where.x, where.y, pixels)));
    }

    private static int[] coloured(RfbInput in, Area where) throws IOException {
        int[] pixels = new int[where.width * where.height];
        in.pixels(pixels, pixels.length);
        boolean[] mask = bits(in, where);
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = mask[i] ? pixels[i] | Framebuffer.OPAQUE : 0;
        }
        return pixels;
    }

    private static int[] twoColours(RfbInput in, Area where) throws IOException {
        int[] pixels = new int[where.width * where.height];
        if (pixels.length == 0) {
            return pixels;
        }
        int fore = colour(in);
        int back = colour(in);
        boolean[] shape = bits(in, where);
        boolean[] mask = bits(in, where);
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = !mask[i] ? 0 : shape[i] ? fore : back;
        }
        return pixels;
    }

    private static int colour(RfbInput in) throws IOException {
        int red = in.u8();
        int green = in.u8();
        return Framebuffer.OPAQUE | red << 16 | green << 8 | in.u8();
    }

    /** One bit for each pixel; a row begins with a byte of its own. */
    private static boolean[] bits(RfbInput in, Area where) throws IOException {
        boolean[] bits = new boolean[where.width * where.height];
        for (int row = 0; row < where.height; row++) {
            int value = 0;
            for (int column = 0; column < where.width; column++) {
                if (column % Byte.SIZE == 0) {
                    value = in.u8();
                }
                bits[row * where.width + column] = (value & 0x80 >> column % Byte.SIZE) != 0;
            }
        }
        return bits;
    }

    /** The bytes of a pixel are red, green, blue, alpha; but QEMU sends blue, green, red, alpha (its ui/vnc.c). */
    private int[] alpha(RfbInput in, Area where) throws IOException {
        int encoding = in.s32();
        if (encoding != RawEncoding.NUMBER) {
            throw new RfbViolation("a pointer in encoding " + encoding);
        }
        int[] pixels = new int[where.width * where.height];
        in.pixels(pixels, pixels.length);
        for (int i = 0; !server.isQemu() && i < pixels.length; i++) {
            // Read as if blue came first.
            int pixel = pixels[i];
            pixels[i] = (pixel & 0xff00_ff00) | ((pixel & 0xff) << 16) | ((pixel >> 16) & 0xff);
        }
        return Cursor.multiplied(pixels);
    }
}
