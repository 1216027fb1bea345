package dev.hamlet.engine.transfer;

import dev.hamlet.engine.job.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A clock that waiting moves, so that no test waits. */
public final class TestTime implements TimeSource {
    public static final Instant START = Instant.parse("2026-01-02T03:04:05Z");

    private final List<Duration> sleeps = new ArrayList<>();
    private Duration passed = Duration.ZERO;

    @Override
    public synchronized Instant now() {
        return START.plus(passed);
    }

    @Override
    public synchronized long nanos() {
        return passed.toNanos();
    }

    @Override
    public synchronized void sleep(Duration time) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        sleeps.add(time);
        passed = passed.plus(time);
    }

    public synchronized List<Duration> sleeps() {
        return List.copyOf(sleeps);
    }
}
