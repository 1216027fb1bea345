package dev.hamlet.app.terminal;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.engine.job.Threads;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * How long this computer lets a thread wait that has nothing to do with what is tested: by so much an answer may be later
 * than it was promised, once for each thread that has to be woken for it.
 */
final class Stalls implements AutoCloseable {
    private static final long NAP = 1_000_000;
    private static final long PROMISED = 100_000_000;
    private static final int WOKEN = 2;

    private final AtomicLong longest = new AtomicLong();
    private final Thread thread;

    Stalls() {
        thread = Threads.platform("stalls", () -> {
            while (!Thread.currentThread().isInterrupted()) {
                long begin = System.nanoTime();
                LockSupport.parkNanos(NAP);
                longest.accumulateAndGet(System.nanoTime() - begin - NAP, Math::max);
            }
        });
    }

    /** Holds the longest of some answers to what is promised, in nanoseconds. */
    void requireAnswer(long longestAnswer) {
        long most = PROMISED + WOKEN * longest.get();
        assertTrue(
                longestAnswer <= most,
                () -> "an answer took " + longestAnswer / 1_000_000 + " ms, and a thread that had nothing to do waited "
                        + longest.get() / 1_000_000 + " ms");
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
