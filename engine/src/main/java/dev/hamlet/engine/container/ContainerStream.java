package dev.hamlet.engine.container;

import dev.hamlet.engine.problem.ProblemException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What goes in and out of a program in a container while somebody is attached to it. One thread may read while another
 * writes; reading holds a carrier thread, so read on a platform thread. Closing it wakes whoever reads.
 */
public interface ContainerStream extends AutoCloseable {
    /** What a program wrote. */
    // The bytes are handed over and not kept by anybody who changes them.
    @SuppressWarnings("ArrayRecordComponent")
    record Output(ContainerLog.Stream stream, byte[] bytes) {}

    /** Whether the program is at a terminal: its errors come with its output then. */
    boolean hasTerminal();

    /**
     * Waits for what the program writes next.
     *
     * @return empty once it has ended, or this was closed
     * @throws ProblemException {@code ContainerStreamLost}
     */
    Optional<Output> read() throws ProblemException;

    /**
     * Gives the program these bytes to read; waits while it reads none. One that takes no input loses them.
     *
     * @throws ProblemException {@code ContainerStreamLost} where it has ended
     */
    void write(byte[] bytes, int offset, int length) throws ProblemException;

    /** Tells the program that its input has ended; at a terminal that is a key, and this does nothing. */
    void endInput();

    /** The terminal has so many columns and rows from now on; nothing where there is none. */
    void resize(int columns, int rows);

    /**
     * Waits for the end of the program.
     *
     * @return its exit code, 128 + n where signal n ended it; empty where nobody saw it
     */
    OptionalInt await() throws ProblemException, InterruptedException;

    /** Lets go. A program of a container's own goes on; one that was begun by {@code exec} is hung up on. */
    @Override
    void close();

    /** Output and errors as they come, for a terminal to show. */
    default ReadableByteChannel output() {
        return new ReadableByteChannel() {
            private ByteBuffer rest = ByteBuffer.allocate(0);
            private boolean open = true;

            @Override
            public int read(ByteBuffer to) throws IOException {
                while (!rest.hasRemaining()) {
                    try {
                        Optional<Output> next = ContainerStream.this.read();
                        if (next.isEmpty()) {
                            return -1;
                        }
                        rest = ByteBuffer.wrap(next.get().bytes());
                    } catch (ProblemException e) {
                        throw new IOException(e);
                    }
                }
                int count = Math.min(to.remaining(), rest.remaining());
                to.put(rest.slice(rest.position(), count));
                rest.position(rest.position() + count);
                return count;
            }

            @Override
            public boolean isOpen() {
                return open;
            }

            @Override
            public void close() {
                open = false;
                ContainerStream.this.close();
            }
        };
    }
}
