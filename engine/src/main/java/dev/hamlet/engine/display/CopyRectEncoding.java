package dev.hamlet.engine.display;

import java.io.IOException;

/** CopyRect (RFC 6143, 7.7.2): pixels that are in the picture already, at another place. */
final class CopyRectEncoding implements Encoding {
    static final int NUMBER = 1;

    private final Framebuffer framebuffer;

    CopyRectEncoding(Framebuffer framebuffer) {
        this.framebuffer = framebuffer;
    }

    @Override
    public int number() {
        return NUMBER;
    }

    @Override
    public void read(RfbInput in, Area where) throws IOException {
        int x = in.u16();
        int y = in.u16();
        framebuffer.copy(x, y, where);
    }
}
