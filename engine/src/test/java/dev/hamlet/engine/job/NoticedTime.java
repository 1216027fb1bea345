package dev.hamlet.engine.job;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** The clock of this computer, which tells when somebody waits by it. */
public final class NoticedTime implements TimeSource {
    private final CountDownLatch waited = new CountDownLatch(1);

    /** Waits, for a minute at most, until somebody waits by this clock; whether anybody did. */
    public boolean awaitWaiting() throws InterruptedException {
        return waited.await(1, TimeUnit.MINUTES);
    }

    @Override
    public Instant now() {
        return TimeSource.system().now();
    }

    @Override
    public long nanos() {
        return TimeSource.system().nanos();
    }

    @Override
    public void sleep(Duration time) throws InterruptedException {
        waited.countDown();
        TimeSource.system().sleep(time);
    }
}
