package dev.hamlet.app.machines;

import dev.hamlet.engine.job.TimeSource;
import java.time.Duration;
import java.time.Instant;

/** A clock that runs twenty times as fast, for tests of what happens after a while: all is waited for, and soon over. */
public final class HurriedTime implements TimeSource {
    private static final int TIMES = 20;

    private final Instant start = Instant.now();
    private final long startNanos = System.nanoTime();

    @Override
    public Instant now() {
        return start.plusNanos(nanos());
    }

    @Override
    public long nanos() {
        return (System.nanoTime() - startNanos) * TIMES;
    }

    @Override
    public void sleep(Duration time) throws InterruptedException {
        TimeSource.system().sleep(time.dividedBy(TIMES));
    }
}
