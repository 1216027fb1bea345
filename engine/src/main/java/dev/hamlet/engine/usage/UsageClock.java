package dev.hamlet.engine.usage;

import dev.hamlet.engine.job.TimeSource;
import java.time.Instant;

/**
 * The time of histories: the wall clock's, but it never goes back. When the wall clock is set back this one goes on as
 * time passes, until the other has caught up; when the computer slept, or the wall clock is set forward, it follows. Safe
 * for use by many threads.
 */
final class UsageClock {
    private final TimeSource time;
    private long anchorNanos;
    private long anchorMillis;

    UsageClock(TimeSource time) {
        this.time = time;
        anchorNanos = time.nanos();
        anchorMillis = time.now().toEpochMilli();
    }

    /** Milliseconds since 1970. */
    synchronized long millis() {
        long nanos = time.nanos();
        long counted = anchorMillis + (nanos - anchorNanos) / 1_000_000;
        long wall = time.now().toEpochMilli();
        if (wall > counted) {
            anchorMillis = wall;
            anchorNanos = nanos;
            return wall;
        }
        return counted;
    }

    Instant now() {
        return Instant.ofEpochMilli(millis());
    }
}
