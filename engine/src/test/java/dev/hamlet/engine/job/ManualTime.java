package dev.hamlet.engine.job;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/** A clock that tests move themselves; whoever waits moves it too, and so never waits really. */
public final class ManualTime implements TimeSource {
    private final AtomicLong nanos = new AtomicLong();

    /** Moves the clock on by so many milliseconds. */
    public void move(long milliseconds) {
        nanos.addAndGet(Duration.ofMillis(milliseconds).toNanos());
    }

    @Override
    public Instant now() {
        return Instant.parse("2026-01-01T00:00:00Z").plusNanos(nanos.get());
    }

    @Override
    public long nanos() {
        return nanos.get();
    }

    @Override
    public void sleep(Duration time) {
        nanos.addAndGet(time.toNanos());
    }
}
