package dev.hamlet.engine.job;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ThreadsTest {
    @Test
    void workThatRepeatsGoesOnAfterAFault() throws Exception {
        CountDownLatch runs = new CountDownLatch(3);
        try (Threads.Repeating _ = Threads.repeat("faulty", TimeSource.system(), Duration.ofMillis(1), () -> {
            runs.countDown();
            throw new IllegalStateException("run " + runs.getCount());
        })) {
            assertTrue(runs.await(30, TimeUnit.SECONDS));
        }
    }
}
