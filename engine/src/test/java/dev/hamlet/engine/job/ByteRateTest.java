package dev.hamlet.engine.job;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ByteRateTest {
    private final ByteRate rate = new ByteRate();

    private void see(long done, long milliseconds) {
        rate.see(done, Duration.ofMillis(milliseconds).toNanos());
    }

    @Test
    void whatAResumedStepStartsWithDoesNotCount() {
        see(500_000_000, 0);
        see(501_000_000, 1000);
        assertEquals(1_000_000, rate.bytesPerSecond());
    }

    @Test
    void aChangeOfSpeedShowsWithinSeconds() {
        see(1, 0);
        for (int second = 1; second <= 10; second++) {
            see(1_000_000L * second, 1000L * second);
        }
        for (int second = 11; second <= 20; second++) {
            see(10_000_000, 1000L * second);
        }
        assertEquals(0, rate.bytesPerSecond() / 100_000);
    }

    @Test
    void aNewStepBeginsAnew() {
        see(1, 0);
        see(1_000_001, 1000);
        see(0, 2000);
        assertEquals(0, rate.bytesPerSecond());
    }

    @Test
    void whatStandsStillHasNoSpeed() {
        see(1, 0);
        see(1_000_001, 1000);
        rate.pass(Duration.ofSeconds(2).toNanos());
        assertEquals(1_000_000, rate.bytesPerSecond(), "a moment is not a stop");
        rate.pass(Duration.ofMillis(4100).toNanos());
        assertEquals(0, rate.bytesPerSecond());
        see(2_000_001, 5100);
        assertEquals(1_000_000, rate.bytesPerSecond());
    }
}
