package dev.hamlet.app.terminal;

import dev.hamlet.engine.terminal.PlainOutput;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a serial line said while nobody read it here, from the machine's log. The guest writes on while a reader connects, so
 * that nobody knows at which byte of the log the line begins: the first bytes of the line are looked for there. Used by one
 * thread at a time, in this order: {@link #note}, the connection, {@link #show}, all of {@link #live}, {@link #remember}.
 */
final class EarlierOutput {
    private static final Logger LOG = LoggerFactory.getLogger(EarlierOutput.class);

    /** So much of it, from the end. */
    private static final int MOST = 1 << 18;

    /** So many bytes of a line are told from others by. */
    private static final int KNOWN_BY = 256;

    private static final int PIECE = 1 << 14;

    private final Path log;

    /** Up to where the log has been seen. */
    private long seen;

    /** Where it ended just before the line was opened: the line begins there or later. */
    private long noted;

    /** Up to where in the log the line has come. */
    private long reached;

    EarlierOutput(Path log) {
        this.log = log;
    }

    /** The line is about to be opened. */
    void note() {
        noted = size();
        reached = noted;
    }

    private long size() {
        try {
            return Files.size(log);
        } catch (IOException e) {
            LOG.trace("nothing was said yet", e);
            return 0;
        }
    }

    /** Shows what was said since the last time, from the beginning of a line. */
    void show(Emulation emulation) {
        long end = size();
        long begin = seen > end ? 0 : seen;
        byte[] bytes = logged(begin, end);
        int from = 0;
        if (end - begin > MOST) {
            while (from < bytes.length && bytes[from] != '\n') {
                from++;
            }
        }
        seen = end;
        try {
            emulation.run(Channels.newChannel(new ByteArrayInputStream(plain(bytes, from, bytes.length))));
        } catch (IOException e) {
            LOG.debug("what was said earlier cannot be shown", e);
        }
    }

    /** What this line says but for what was shown from the log, and before that what was said while it was opened. */
    ReadableByteChannel live(ReadableByteChannel line) {
        return new Live(line);
    }

    /** What the line said up to its end has been seen; what the guest said after that has not. */
    void remember() {
        seen = Math.max(seen, reached);
    }

    /** The end of what the log has between these places, or nothing where there is no log. */
    private byte[] logged(long from, long to) {
        ByteBuffer piece = ByteBuffer.allocate(Math.clamp(to - from, 0, MOST));
        try (FileChannel channel = FileChannel.open(log)) {
            long begin = to - piece.capacity();
            while (piece.hasRemaining() && channel.read(piece, begin + piece.position()) >= 0) {
                // Until it is full, or the file was cut meanwhile.
            }
        } catch (NoSuchFileException e) {
            LOG.trace("nothing was said yet", e);
        } catch (IOException e) {
            LOG.debug("what was said earlier cannot be read", e);
        }
        return Arrays.copyOf(piece.array(), piece.position());
    }

    private static byte[] plain(byte[] bytes, int from, int to) {
        return new PlainOutput().of(Arrays.copyOfRange(bytes, from, to));
    }

    /**
     * Where in the log the line begins: as late as may be, since what it says is logged a moment after it is sent.
     *
     * @param logged since before it was opened
     * @param first what came from it first
     */
    static int begin(byte[] logged, byte[] first) {
        int known = Math.min(first.length, KNOWN_BY);
        for (int at = logged.length - known; at >= 0; at--) {
            if (Arrays.equals(logged, at, at + known, first, 0, known)) {
                return at;
            }
        }
        for (int at = Math.max(0, logged.length - known); at < logged.length; at++) {
            if (Arrays.equals(logged, at, logged.length, first, 0, logged.length - at)) {
                return at;
            }
        }
        return logged.length;
    }

    private final class Live implements ReadableByteChannel {
        private final ReadableByteChannel line;
        private ByteBuffer ahead = ByteBuffer.allocate(PIECE);
        private boolean begun;

        private Live(ReadableByteChannel line) {
            this.line = line;
            ahead.flip();
        }

        @Override
        public int read(ByteBuffer into) throws IOException {
            while (!ahead.hasRemaining() && (!begun || reached < seen)) {
                int count = line.read(ahead.clear());
                ahead.flip();
                if (count <= 0) {
                    return count;
                }
                take();
            }
            if (ahead.hasRemaining()) {
                return pass(into);
            }
            int count = line.read(into);
            reached += Math.max(0, count);
            return count;
        }

        private int pass(ByteBuffer into) {
            int count = Math.min(ahead.remaining(), into.remaining());
            into.put(ahead.slice(ahead.position(), count));
            ahead.position(ahead.position() + count);
            return count;
        }

        /** Puts what was missed before what came, and leaves out of it what was shown. */
        private void take() {
            byte[] came = new byte[ahead.remaining()];
            ahead.get(came);
            byte[] between = {};
            if (!begun) {
                begun = true;
                long end = Math.max(noted, size());
                byte[] logged = logged(noted, end);
                int at = begin(logged, came);
                long first = end - logged.length;
                reached = first + at;
                between = plain(logged, Math.clamp(seen - first, 0, at), at);
            }
            int known = Math.clamp(seen - reached, 0, came.length);
            reached += came.length;
            ahead = ByteBuffer.allocate(Math.max(PIECE, between.length + came.length))
                    .put(between)
                    .put(came, known, came.length - known)
                    .flip();
        }

        @Override
        public boolean isOpen() {
            return line.isOpen();
        }

        @Override
        public void close() throws IOException {
            line.close();
        }
    }
}
