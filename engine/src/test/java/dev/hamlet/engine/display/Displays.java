package dev.hamlet.engine.display;

import java.nio.channels.ByteChannel;

/** Lets tests of other packages choose what a session usually chooses for itself. */
public final class Displays {
    /** The encodings of pixels, by which one that is asked for first may be named. */
    public enum Pixels {
        /** As they are. */
        RAW(RawEncoding.NUMBER),
        /** In tiles of 16 by 16. */
        HEXTILE(HextileEncoding.NUMBER),
        /** Packed. */
        ZRLE(ZrleEncoding.NUMBER);

        private final int number;

        Pixels(int number) {
            this.number = number;
        }
    }

    private Displays() {}

    /** A session that asks for this encoding first. */
    public static DisplaySession open(ByteChannel channel, DisplayListener listener, Pixels first) {
        return DisplaySession.open("test", channel, listener, first.number);
    }

    /** A session that reads when it is told, on the thread that tells it, and sends nothing. */
    public static DisplaySession prepare(ByteChannel channel, DisplayListener listener) {
        return new DisplaySession("test", channel, listener, RawEncoding.NUMBER);
    }

    /** Reads until the session ends. */
    public static void read(DisplaySession session) {
        session.read();
    }
}
