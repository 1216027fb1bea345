package dev.hamlet.engine.catalog;

import dev.hamlet.engine.job.Threads;
import java.security.MessageDigest;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;

/**
 * A digest that is computed on a thread of its own while further bytes come: computing it takes about as long as bringing
 * them over a fast line. Used by one thread.
 */
final class RunningDigest implements AutoCloseable {
    /** So many pieces may wait; whoever brings more waits for as long as one of them takes. */
    private static final int MOST_WAITING = 256;

    private final Digest.Algorithm algorithm;
    private final BlockingQueue<byte[]> pieces = new ArrayBlockingQueue<>(MOST_WAITING);
    private final CompletableFuture<Digest> result = new CompletableFuture<>();

    RunningDigest(Digest.Algorithm algorithm) {
        this.algorithm = algorithm;
        Thread _ = Threads.virtual("digest", this::compute);
    }

    private void compute() {
        MessageDigest digest = algorithm.begin();
        try {
            // An empty piece is the end.
            for (byte[] piece = pieces.take(); piece.length > 0; piece = pieces.take()) {
                digest.update(piece);
            }
            result.complete(algorithm.end(digest));
        } catch (InterruptedException e) {
            result.completeExceptionally(e);
        }
    }

    /** These bytes too; the array is not to be changed afterwards. */
    void update(byte[] bytes) {
        if (bytes.length > 0) {
            put(bytes);
        }
    }

    /** What all the bytes came to; nothing can be added after this. */
    Digest finish() {
        put(new byte[0]);
        return result.join();
    }

    /** Gives up the computing. */
    @Override
    public void close() {
        if (!result.isDone()) {
            pieces.clear();
            put(new byte[0]);
        }
    }

    /** A cancellation is heeded by whoever brings the bytes; here it would lose some. */
    private void put(byte[] piece) {
        boolean interrupted = false;
        while (true) {
            try {
                pieces.put(piece);
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
