package dev.hamlet.engine.display;

import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;

/** A server that says what it has to say and hangs up, without a socket: for tests of very many sessions. */
final class Bytes implements ByteChannel {
    private final ByteBuffer said;
    private boolean open = true;

    Bytes(byte[] said) {
        this(said, said.length);
    }

    /** Only so many of the bytes. */
    Bytes(byte[] said, int count) {
        this.said = ByteBuffer.wrap(said, 0, count);
    }

    /** Reads all on this thread and answers what was told. */
    static Heard hear(byte[] said) {
        Heard heard = new Heard();
        new DisplaySession("m", new Bytes(said), heard, RawEncoding.NUMBER).read();
        return heard;
    }

    @Override
    public int read(ByteBuffer to) {
        if (!said.hasRemaining()) {
            return -1;
        }
        int count = Math.min(to.remaining(), said.remaining());
        to.put(said.slice(said.position(), count));
        said.position(said.position() + count);
        return count;
    }

    @Override
    public int write(ByteBuffer from) {
        int count = from.remaining();
        from.position(from.limit());
        return count;
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public void close() {
        open = false;
    }
}
