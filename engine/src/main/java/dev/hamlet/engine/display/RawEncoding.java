package dev.hamlet.engine.display;

import java.io.IOException;

/** Raw (RFC 6143, 7.7.1): the pixels, row by row. From the socket's buffer into the picture in one pass. */
final class RawEncoding implements Encoding {
    static final int NUMBER = 0;

    private final Framebuffer framebuffer;

    RawEncoding(Framebuffer framebuffer) {
        this.framebuffer = framebuffer;
    }

    @Override
    public int number() {
        return NUMBER;
    }

    @Override
    public void read(RfbInput in, Area where) throws IOException {
        long all = (long) where.width * where.height;
        // A rectangle may have more pixels than an int counts, so it is taken in bands.
        int band = where.width == 0 ? 1 : Math.max(1, Framebuffer.MOST_PIXELS / where.width);
        int bottom = where.y + where.height;
        for (long done = 0; done < all; ) {
            where.height = Math.min(band, bottom - where.y);
            int count = where.width * where.height;
            for (int at = 0; at < count; ) {
                int there = in.awaitPixels(count - at);
                framebuffer.paint(in, where, at, there);
                at += there;
            }
            done += count;
            where.y += where.height;
        }
    }
}
