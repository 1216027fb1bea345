package dev.hamlet.engine.host;

import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.nativebridge.FileLock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * The turn of one thread of one process to read, change and write what all processes of a home share. Whoever has it holds
 * it for moments and closes it. Safe for use by many threads; it blocks.
 */
public final class Turn {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration STEP = Duration.ofMillis(10);
    private static final Duration LONG_STEP = Duration.ofMillis(200);

    private final Path lock;
    private final TimeSource time;

    /**
     * Whose turn it is shows in this file.
     *
     * @param lock a hidden file beside what is shared, made where it is missing
     * @param time measures the patience
     */
    public Turn(Path lock, TimeSource time) {
        this.lock = lock;
        this.time = time;
    }

    /**
     * Waits for the turn.
     *
     * @return empty if it did not come within some seconds
     * @throws ProblemException {@code FileUnusable} where nothing can be locked there
     */
    public Optional<FileLock> take() throws ProblemException, InterruptedException {
        long end = time.nanos() + PATIENCE.toNanos();
        Optional<FileLock> taken = takeIfFree();
        while (taken.isEmpty() && time.nanos() < end) {
            time.sleep(STEP);
            taken = takeIfFree();
        }
        return taken;
    }

    /**
     * Takes the turn if nobody has it. Never waits.
     *
     * @throws ProblemException {@code FileUnusable} where nothing can be locked there
     */
    public Optional<FileLock> takeIfFree() throws ProblemException {
        try {
            return FileLock.tryAcquire(lock);
        } catch (IOException e) {
            throw new ProblemException(new HostProblem.FileUnusable(lock, WholeFile.reason(e)), e);
        }
    }

    /**
     * Waits for the turn to change this file, whose folder is made for the user alone where it is missing. What was read of
     * the file before is to be read again.
     *
     * @throws ProblemException {@code FileUnusable} if the turn did not come within some seconds, or {@code FolderUnusable}
     */
    public static FileLock toChange(Path file, TimeSource time) throws ProblemException, InterruptedException {
        Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent(), "a file is in a folder");
        HamletPaths.makePrivate(folder);
        return new Turn(folder.resolve("." + file.getFileName() + ".lock"), time)
                .take()
                .orElseThrow(() -> new ProblemException(
                        new HostProblem.FileUnusable(file, "another process is changing it all the time")));
    }

    /**
     * Waits without end for a lock that is held as long as a piece of work takes.
     *
     * @param waiting is told once if somebody has it
     * @throws IOException if nothing can be locked there
     */
    public static FileLock await(Path file, TimeSource time, Runnable waiting)
            throws IOException, InterruptedException {
        Optional<FileLock> lock = FileLock.tryAcquire(file);
        if (lock.isEmpty()) {
            waiting.run();
        }
        while (lock.isEmpty()) {
            time.sleep(LONG_STEP);
            lock = FileLock.tryAcquire(file);
        }
        return lock.get();
    }
}
