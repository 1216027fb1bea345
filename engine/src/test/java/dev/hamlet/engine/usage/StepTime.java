package dev.hamlet.engine.usage;

import dev.hamlet.engine.job.TimeSource;
import java.time.Duration;
import java.time.Instant;

/** A clock that stands until a test moves it, and whoever sleeps with it. */
final class StepTime implements TimeSource {
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");

    private long nanos;
    private Duration wallAhead = Duration.ZERO;
    private int sleepers;
    private int awakenings;

    /** Moves the clock on. */
    synchronized void move(Duration on) {
        nanos += on.toNanos();
        notifyAll();
    }

    /** Waits until somebody sleeps. */
    synchronized void awaitSleeper() throws InterruptedException {
        while (sleepers == 0) {
            wait();
        }
    }

    /** Moves the clock on once somebody sleeps, who would sleep on if it were moved before. */
    synchronized void moveSleeper(Duration on) throws InterruptedException {
        awaitSleeper();
        int before = awakenings;
        move(on);
        // Not until nobody sleeps: who was woken may sleep again before this thread looks.
        while (awakenings == before) {
            wait();
        }
    }

    void moveSeconds(long seconds) {
        move(Duration.ofSeconds(seconds));
    }

    /** Sets the wall clock forward, or back, without time passing. */
    synchronized void setWall(Duration on) {
        wallAhead = wallAhead.plus(on);
    }

    @Override
    public synchronized Instant now() {
        return BEGIN.plusNanos(nanos).plus(wallAhead);
    }

    @Override
    public synchronized long nanos() {
        return nanos;
    }

    @Override
    public synchronized void sleep(Duration time) throws InterruptedException {
        long end = nanos + time.toNanos();
        sleepers++;
        notifyAll();
        try {
            while (nanos < end) {
                wait();
            }
        } finally {
            sleepers--;
            awakenings++;
            notifyAll();
        }
    }
}
