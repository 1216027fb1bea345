package dev.hamlet.nativebridge;

import java.time.Duration;

/**
 * Waits for the end of one process, which need not be a child. Costs one descriptor while open, and no thread of its
 * own: one thread waits for all watched processes together. May be shared between threads; {@link #await} is cheap for
 * virtual threads.
 */
public interface ExitWatch extends AutoCloseable {
    /**
     * Waits until the process has ended.
     *
     * @param atMost how long to wait at most
     * @return true if it has ended, false if the time is over first or this watch was closed
     */
    boolean await(Duration atMost) throws InterruptedException;

    /** Whether the process is known to have ended. Never waits. */
    boolean ended();

    /** Stops watching and wakes whoever waits. The process is left alone. */
    @Override
    void close();
}
