package dev.hamlet.engine.display;

import dev.hamlet.engine.display.DisplayEvent.SizeAnswer;
import java.io.IOException;

/**
 * ExtendedDesktopSize (rfbproto): the display's size and its screens; why it is told (x: 0 by itself, 1 by this client's
 * wish, 2 by another's) and what came of the wish (y). That it comes at all shows that a size can be asked for.
 */
final class ExtendedDesktopSizeEncoding implements Encoding {
    private static final int OWN_WISH = 1;
    private static final int LAST_OF_SCREEN = 8;

    private final Framebuffer framebuffer;
    private final ServerSays server;

    ExtendedDesktopSizeEncoding(Framebuffer framebuffer, ServerSays server) {
        this.framebuffer = framebuffer;
        this.server = server;
    }

    @Override
    public int number() {
        return -308;
    }

    @Override
    public void read(RfbInput in, Area where) throws IOException {
        int screens = in.u8();
        in.skip(3);
        int first = 0;
        int flags = 0;
        for (int i = 0; i < screens; i++) {
            int id = in.s32();
            in.skip(LAST_OF_SCREEN);
            int flag = in.s32();
            if (i == 0) {
                first = id;
                flags = flag;
            }
        }
        server.layout(first, flags);
        if (where.y == 0) {
            DesktopSizeEncoding.become(framebuffer, server, where);
        }
        if (where.x == OWN_WISH) {
            server.tell(new DisplayEvent.SizeAnswered(
                    switch (where.y) {
                        case 0 -> SizeAnswer.DONE;
                        case 1 -> SizeAnswer.PROHIBITED;
                        case 2 -> SizeAnswer.NO_RESOURCES;
                        case 3 -> SizeAnswer.INVALID_LAYOUT;
                        case 4 -> SizeAnswer.FORWARDED;
                        default -> SizeAnswer.REFUSED;
                    }));
        }
    }
}
