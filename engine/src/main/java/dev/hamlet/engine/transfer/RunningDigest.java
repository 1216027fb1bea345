package dev.hamlet.engine.transfer;

import dev.hamlet.engine.job.Threads;
import java.security.MessageDigest;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A digest that is computed on a thread of its own while further bytes come: computing it takes about as long as bringing
 * them over a fast line. Used by one thread.
 */
public final class RunningDigest implements AutoCloseable {
    /** Large enough that handing one over costs nothing beside its bytes, small enough to stay in a processor's cache. */
    private static final int SIZE = 1 << 18;
    /** So many blocks are there; whoever wants one when all wait waits for as long as one of them takes. */
    private static final int BLOCKS = 8;

    /** Bytes on their way, owned by one thread at a time. */
    public static final class Block {
        private final byte[] bytes;
        private int length;

        private Block(int size) {
            this.bytes = new byte[size];
        }

        /** Room for bytes. */
        public byte[] bytes() {
            return bytes;
        }
    }

    private final Digest.Algorithm algorithm;
    private final BlockingQueue<Block> free = new ArrayBlockingQueue<>(BLOCKS);
    private final BlockingQueue<Block> pieces = new ArrayBlockingQueue<>(BLOCKS + 1);
    private final CompletableFuture<Digest> result = new CompletableFuture<>();
    private int made;

    public RunningDigest(Digest.Algorithm algorithm) {
        this.algorithm = algorithm;
        // It computes without a pause, which would hold the carrier of a virtual thread.
        Thread _ = Threads.platform("digest", this::compute);
    }

    private void compute() {
        MessageDigest digest = algorithm.begin();
        try {
            // An empty piece is the end.
            for (Block piece = pieces.take(); piece.length > 0; piece = pieces.take()) {
                digest.update(piece.bytes, 0, piece.length);
                free.add(piece);
            }
            result.complete(algorithm.end(digest));
        } catch (InterruptedException e) {
            result.completeExceptionally(e);
        }
    }

    /** A block to be filled and then given to {@link #update}. */
    public Block block() {
        if (free.isEmpty() && made < BLOCKS) {
            made++;
            return new Block(SIZE);
        }
        // A cancellation is heeded by whoever brings the bytes; here it would lose some.
        boolean interrupted = false;
        @Nullable Block block = null;
        while (block == null) {
            try {
                block = free.take();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return block;
    }

    /** The first {@code length} bytes of this block too; it is not to be touched afterwards. */
    public void update(Block block, int length) {
        block.length = length;
        if (length > 0) {
            // There is room for all blocks and the end.
            pieces.add(block);
        } else {
            free.add(block);
        }
    }

    /** What all the bytes came to; nothing can be added after this. */
    public Digest finish() {
        pieces.add(new Block(0));
        return result.join();
    }

    /** Gives up the computing. */
    @Override
    public void close() {
        pieces.clear();
        pieces.add(new Block(0));
    }
}
