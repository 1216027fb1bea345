package dev.hamlet.engine.transfer;

import dev.hamlet.engine.job.Threads;
import java.io.FileDescriptor;
import java.io.IOException;
import java.io.SyncFailedException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Brings a growing file to the disk while it grows, so that little is left to wait for at its end; a file of gigabytes
 * would otherwise lie in memory until then. Closing the file meanwhile does no harm.
 * Used by one thread.
 */
final class EarlySync {
    /** So much is worth the disk's attention. */
    private static final long STRETCH = 64L << 20;

    private final FileDescriptor file;
    private long asked;
    private CompletableFuture<@Nullable SyncFailedException> running = CompletableFuture.completedFuture(null);

    EarlySync(FileDescriptor file) {
        this.file = file;
    }

    /** The file is so long now. Does not wait. */
    void grownTo(long length) {
        if (length - asked >= STRETCH && running.isDone() && running.join() == null) {
            asked = length;
            CompletableFuture<@Nullable SyncFailedException> done = new CompletableFuture<>();
            running = done;
            Thread _ = Threads.platform("sync", () -> {
                try {
                    file.sync();
                    done.complete(null);
                } catch (SyncFailedException e) {
                    done.complete(e);
                }
            });
        }
    }

    /** The file is empty again. */
    void startOver() {
        asked = 0;
    }

    /**
     * Returns when all that was written is on the disk.
     *
     * @throws IOException if the disk did not take it, now or before: a system tells that only once
     */
    void finish() throws IOException {
        SyncFailedException failure = running.join();
        if (failure != null) {
            throw failure;
        }
        file.sync();
    }
}
