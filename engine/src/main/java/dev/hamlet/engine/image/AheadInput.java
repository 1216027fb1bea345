package dev.hamlet.engine.image;

import dev.hamlet.engine.job.Threads;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.security.MessageDigest;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * Reads and digests a stream on a thread of its own, a little ahead of its reader: unpacking bytes takes about as long as
 * making files of them. Used by one reader, which closes it before the stream itself is touched again.
 */
final class AheadInput extends InputStream {
    private static final int SIZE = 1 << 18;
    private static final int BLOCKS = 4;

    private final BlockingQueue<Block> free = new ArrayBlockingQueue<>(BLOCKS + 1);
    private final BlockingQueue<Block> filled = new ArrayBlockingQueue<>(BLOCKS + 1);
    private final CountDownLatch over = new CountDownLatch(1);
    private final Thread thread;
    private final MessageDigest digest;
    private @Nullable Block now;
    private int position;

    /** Bytes on their way, owned by one thread at a time; the last has none, or why there are no more. */
    private static final class Block {
        private final byte[] bytes = new byte[SIZE];
        private int length;
        private @Nullable IOException failure;
    }

    /**
     * Reads ahead of this stream.
     *
     * @param digest of all that was read, once the end was
     */
    AheadInput(InputStream in, MessageDigest digest) {
        this.digest = digest;
        for (int i = 0; i < BLOCKS; i++) {
            free.add(new Block());
        }
        this.thread = Threads.platform("unpack-ahead", () -> fill(in));
    }

    private void fill(InputStream in) {
        try {
            while (true) {
                Block block = free.take();
                try {
                    block.length = in.readNBytes(block.bytes, 0, SIZE);
                    digest.update(block.bytes, 0, block.length);
                } catch (IOException e) {
                    block.length = 0;
                    block.failure = e;
                } catch (RuntimeException | Error e) {
                    // Whoever reads would wait for ever.
                    block.length = 0;
                    block.failure = new IOException(e);
                }
                filled.put(block);
                if (block.length == 0) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            // Nobody reads any more.
            Thread.currentThread().interrupt();
        } finally {
            over.countDown();
        }
    }

    /** What all bytes came to; asked once, after the end. */
    BlobDigest digest() {
        return BlobDigest.end(digest);
    }

    private @Nullable Block next() throws IOException {
        Block block = now;
        if (block != null && (position < block.length || block.length == 0)) {
            return block;
        }
        try {
            if (block != null) {
                free.put(block);
            }
            now = filled.take();
            position = 0;
            return now;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException();
        }
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
        Block block = next();
        if (block == null || block.length == 0) {
            if (block != null && block.failure != null) {
                throw new IOException(block.failure.getMessage(), block.failure);
            }
            return -1;
        }
        int got = Math.min(count, block.length - position);
        System.arraycopy(block.bytes, position, buffer, offset, got);
        position += got;
        return got;
    }

    /** Ends the reading ahead, and returns when it has ended. */
    @Override
    public void close() {
        thread.interrupt();
        boolean interrupted = false;
        while (true) {
            try {
                over.await();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
