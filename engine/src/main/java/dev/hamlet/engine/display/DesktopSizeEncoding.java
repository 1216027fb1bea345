package dev.hamlet.engine.display;

import java.io.IOException;

/** DesktopSize (RFC 6143, 7.8.2): the display has the size of this rectangle. */
final class DesktopSizeEncoding implements Encoding {
    private final Framebuffer framebuffer;
    private final ServerSays server;

    DesktopSizeEncoding(Framebuffer framebuffer, ServerSays server) {
        this.framebuffer = framebuffer;
        this.server = server;
    }

    @Override
    public int number() {
        return -223;
    }

    @Override
    public void read(RfbInput in, Area where) throws IOException {
        become(framebuffer, server, where);
    }

    /** Takes the size, if it is another. */
    static void become(Framebuffer framebuffer, ServerSays server, Area where) throws RfbViolation {
        Framebuffer.Size before = framebuffer.size();
        if (where.width != before.width() || where.height != before.height()) {
            framebuffer.resize(where.width, where.height);
            server.tell(new DisplayEvent.Resized(framebuffer.size()));
        }
    }
}
