package dev.hamlet.engine.usage;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class UsageClockTest {
    private final StepTime time = new StepTime();
    private final UsageClock clock = new UsageClock(time);

    @Test
    void itGoesOnWhenTheWallClockIsSetBack() {
        long before = clock.millis();
        time.setWall(Duration.ofHours(-3));
        time.moveSeconds(5);
        assertEquals(before + 5_000, clock.millis());
        time.moveSeconds(5);
        assertEquals(before + 10_000, clock.millis());
    }

    @Test
    void itFollowsAWallClockThatRanOnWhileTheComputerSlept() {
        long before = clock.millis();
        time.setWall(Duration.ofHours(1));
        assertEquals(before + 3_600_000, clock.millis());
        time.moveSeconds(1);
        assertEquals(before + 3_601_000, clock.millis());
    }
}
