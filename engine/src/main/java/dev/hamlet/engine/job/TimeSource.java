package dev.hamlet.engine.job;

import java.time.Duration;
import java.time.Instant;
import java.util.function.BooleanSupplier;

/** The clock, and the only way to wait; tests have one that they move themselves. Safe for use by many threads. */
public interface TimeSource {
    /** The clock of this computer. */
    static TimeSource system() {
        return SystemTime.INSTANCE;
    }

    /** The wall-clock time. */
    Instant now();

    /** Nanoseconds since some moment; only differences mean something, and they never go back. */
    long nanos();

    /** Waits this long. */
    void sleep(Duration time) throws InterruptedException;

    /**
     * Waits until the condition holds, asking every {@code step}.
     *
     * @return whether it held before the {@code limit} was over
     */
    default boolean await(BooleanSupplier condition, Duration limit, Duration step) throws InterruptedException {
        long end = nanos() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (nanos() >= end) {
                return false;
            }
            sleep(step);
        }
        return true;
    }
}
