package dev.hamlet.engine.usage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class UsageRingTest {
    private static final long MINUTE = 60_000;
    private static final long BEGIN = 1_000 * MINUTE;

    private final UsageRing ring = new UsageRing(UsageSpan.MINUTE);

    private static double[] last(double[] values, int count) {
        return Arrays.copyOfRange(values, values.length - count, values.length);
    }

    private static long known(double[] values) {
        return Arrays.stream(values).filter(value -> !Double.isNaN(value)).count();
    }

    @Test
    void aRingThatWasNeverFilledIsAllGap() {
        assertEquals(0, known(ring.until(BEGIN)));
        assertEquals(60, ring.until(BEGIN).length);
    }

    @Test
    void samplesThatComeABitLateLeaveNoGap() {
        long at = BEGIN;
        for (int i = 0; i < 300; i++) {
            ring.add(at, at + 1_037, i);
            at += 1_037;
        }
        double[] values = ring.until(at);
        assertEquals(60, known(values));
        for (int i = 1; i < 60; i++) {
            assertTrue(values[i] > values[i - 1], "each second has a later sample than the one before");
        }
    }

    @Test
    void aStepIsTheMeanWeightedByTime() {
        UsageRing hour = new UsageRing(UsageSpan.HOUR);
        hour.add(BEGIN, BEGIN + 15_000, 4);
        hour.add(BEGIN + 15_000, BEGIN + 60_000, 8);
        hour.add(BEGIN + 60_000, BEGIN + 61_000, 1);
        assertArrayEquals(new double[] {7, 1}, last(hour.until(BEGIN + 61_000), 2));
    }

    @Test
    void aSampleOverSeveralStepsIsInAllOfThem() {
        ring.add(BEGIN + 500, BEGIN + 3_500, 6);
        assertArrayEquals(new double[] {Double.NaN, 6, 6, 6, 6}, last(ring.until(BEGIN + 3_500), 5));
    }

    @Test
    void whatWasNotMeasuredIsAGapAndNotZero() {
        ring.add(BEGIN, BEGIN + 1_000, 1);
        ring.add(BEGIN + 3_000, BEGIN + 4_000, 2);
        assertArrayEquals(new double[] {1, Double.NaN, Double.NaN, 2}, last(ring.until(BEGIN + 4_000), 4));
        assertArrayEquals(new double[] {2, Double.NaN, Double.NaN}, last(ring.until(BEGIN + 6_000), 3));
    }

    @Test
    void whatIsNotKnownIsNotNoted() {
        ring.add(BEGIN, BEGIN + 500, 3);
        ring.add(BEGIN + 500, BEGIN + 1_000, Double.NaN);
        assertArrayEquals(new double[] {3}, last(ring.until(BEGIN + 1_000), 1));
    }

    @Test
    void whatIsOlderThanTheRingIsForgotten() {
        for (long at = BEGIN; at < BEGIN + 2 * MINUTE; at += 1_000) {
            ring.add(at, at + 1_000, (double) (at - BEGIN));
        }
        double[] values = ring.until(BEGIN + 2 * MINUTE);
        assertEquals(MINUTE, values[0]);
        assertEquals(2 * MINUTE - 1_000, values[59]);
        ring.add(BEGIN + 10 * MINUTE, BEGIN + 10 * MINUTE + 1_000, 5);
        assertEquals(1, known(ring.until(BEGIN + 10 * MINUTE + 1_000)));
        assertEquals(0, known(ring.until(BEGIN + 20 * MINUTE)));
    }

    @Test
    void aTimeBeforeTheNewestStepIsTooLate() {
        ring.add(BEGIN + 5_000, BEGIN + 6_000, 1);
        ring.add(BEGIN, BEGIN + 1_000, 9);
        assertEquals(1, known(ring.until(BEGIN + 6_000)));
    }

    @Test
    void aRestoredRingGoesOn() {
        UsageRing hour = new UsageRing(UsageSpan.HOUR);
        hour.add(BEGIN, BEGIN + 90_000, 4);
        UsageRing again = new UsageRing(UsageSpan.HOUR);
        again.restore(hour.until(BEGIN + 90_000), BEGIN + 90_000);
        assertArrayEquals(hour.until(BEGIN + 90_000), again.until(BEGIN + 90_000));
        again.add(BEGIN + 90_000, BEGIN + 120_000, 8);
        assertArrayEquals(new double[] {4, 6}, last(again.until(BEGIN + 120_000), 2));
    }
}
