package dev.hamlet.engine.transfer;

import java.io.FileInputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A file that is read while it is being brought: its reader waits for what has not come yet, and sees the end only once the
 * whole is known to be what was promised. One that had to begin again cannot be read on. Safe for use by a transfer and a
 * reader at once.
 */
public final class GrowingFile implements Growing {
    private @Nullable Path part;
    private long length;
    private int beginnings;
    private boolean whole;
    private boolean given;
    private long readTo;

    @Override
    public synchronized void grownTo(Path file, long bytes) {
        part = file;
        length = bytes;
        notifyAll();
    }

    @Override
    public synchronized void startedOver() {
        length = 0;
        beginnings++;
        notifyAll();
    }

    /** All of it is there and is what was promised. */
    public synchronized void finished() {
        whole = true;
        notifyAll();
    }

    /** It will not be finished. */
    public synchronized void givenUp() {
        given = true;
        notifyAll();
    }

    /** How much came. */
    public synchronized long length() {
        return length;
    }

    /** How much of it was read. */
    public synchronized long readTo() {
        return readTo;
    }

    /** Returns once it is whole or given up. */
    public synchronized boolean await() throws InterruptedException {
        while (!whole && !given) {
            wait();
        }
        return whole;
    }

    /**
     * Opens it once something is there; empty if it was whole or given up before anything came.
     *
     * @throws InterruptedException if the reader was interrupted
     */
    public Optional<InputStream> open() throws IOException, InterruptedException {
        Path file;
        int beginning;
        synchronized (this) {
            while (length == 0 && !whole && !given) {
                wait();
            }
            file = part;
            beginning = beginnings;
            if (file == null || length == 0 || given) {
                return Optional.empty();
            }
        }
        try {
            // Not a channel: an interrupt would close it.
            return Optional.of(new Reading(new FileInputStream(file.toFile()), beginning));
        } catch (FileNotFoundException e) {
            // It has just got its whole name.
            boolean _ = await();
            return Optional.empty();
        }
    }

    /** Answers how far may be read, beyond {@code position}; or that this is the end by -1. */
    private synchronized long await(long position, int beginning) throws IOException {
        while (true) {
            if (beginnings != beginning) {
                throw new IOException("it began again");
            } else if (length > position) {
                return length;
            } else if (whole) {
                return -1;
            } else if (given) {
                throw new IOException("not all of it came");
            }
            try {
                wait();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new java.io.InterruptedIOException();
            }
        }
    }

    private synchronized void requireSame(int beginning, long position) throws IOException {
        readTo = Math.max(readTo, position);
        if (beginnings != beginning) {
            throw new IOException("it began again");
        }
    }

    private final class Reading extends InputStream {
        private final InputStream in;
        private final int beginning;
        private long position;
        private long known;

        Reading(InputStream in, int beginning) {
            this.in = in;
            this.beginning = beginning;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int count) throws IOException {
            if (count == 0) {
                return 0;
            }
            if (known <= position) {
                known = await(position, beginning);
                if (known < 0) {
                    return -1;
                }
            }
            int got = in.read(buffer, offset, (int) Math.min(count, known - position));
            position += Math.max(0, got);
            requireSame(beginning, position);
            if (got < 0) {
                throw new IOException("it became shorter");
            }
            return got;
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
