package dev.hamlet.engine.job;

import java.time.Duration;

/** How fast bytes come: an average in which a moment counts the less the longer it is past. Used under its owner's lock. */
final class ByteRate {
    private static final double WINDOW_NANOS = Duration.ofSeconds(3).toNanos();

    /** Shorter spans say more of the scheduler than of the line. */
    private static final long LEAST_NANOS = Duration.ofMillis(100).toNanos();

    private long lastDone = -1;
    private long lastNanos;
    private long grown;
    private double perNano;

    /** So many bytes are done at this moment. Where they begin or go back, a new step has begun. */
    void see(long done, long nanos) {
        if (lastDone <= 0 || done < lastDone) {
            // What a resumed step starts with did not come in this moment.
            lastDone = done;
            lastNanos = nanos;
            grown = nanos;
            perNano = 0;
            return;
        }
        if (done > lastDone) {
            grown = nanos;
        }
        long passed = nanos - lastNanos;
        if (passed < LEAST_NANOS) {
            return;
        }
        double current = (double) (done - lastDone) / passed;
        double weight = perNano == 0 ? 1 : 1 - Math.exp(-passed / WINDOW_NANOS);
        perNano += weight * (current - perNano);
        lastDone = done;
        lastNanos = nanos;
    }

    /** It is this moment by now: where no byte has come for long, nothing moves. */
    void pass(long nanos) {
        if (perNano > 0 && nanos - grown > WINDOW_NANOS) {
            perNano = 0;
            lastNanos = nanos;
        }
    }

    long bytesPerSecond() {
        return Math.round(perNano * Duration.ofSeconds(1).toNanos());
    }
}
