package dev.hamlet.app.fx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.engine.usage.Usage;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class UsageTraceTest {
    private static final Instant BEGIN = Instant.parse("2026-01-01T00:00:00Z");
    private static final double NAN = Double.NaN;

    private final UsageTrace trace = new UsageTrace();

    private void add(long milliseconds, double cpu) {
        trace.add(new Usage(cpu, 2, 1e9 + milliseconds, NAN, NAN, NAN, NAN, NAN), BEGIN.plusMillis(milliseconds));
    }

    private double[] last(int count) {
        return Arrays.copyOfRange(trace.cpu(), 60 - count, 60);
    }

    @Test
    void aNewTraceHasAMinuteOfNothing() {
        assertEquals(60, trace.cpu().length);
        assertTrue(Arrays.stream(trace.cpu()).allMatch(Double::isNaN));
        assertTrue(Double.isNaN(trace.cpuNow()));
    }

    @Test
    void theLastMinuteIsKeptOldestFirst() {
        for (int i = 0; i < 75; i++) {
            // Rounds come a little later than each second.
            add(i * 1_004L, i * 0.02);
        }
        assertEquals(0.15, trace.cpu()[0], 1e-9, "a share of both vCPUs");
        assertEquals(0.74, trace.cpuNow(), 1e-9);
        assertEquals(1e9 + 74 * 1_004, trace.memoryNow());
        assertTrue(Arrays.stream(trace.cpu()).noneMatch(Double::isNaN));
    }

    @Test
    void whatWasMissedIsAGap() {
        add(0, 1);
        add(3_000, 0.5);
        double[] last = last(4);
        assertEquals(0.5, last[0]);
        assertTrue(Double.isNaN(last[1]) && Double.isNaN(last[2]));
        assertEquals(0.25, last[3]);
    }

    @Test
    void afterALongSleepNothingOfBeforeIsShown() {
        add(0, 1);
        add(3_600_000, 0.5);
        assertEquals(59, Arrays.stream(trace.cpu()).filter(Double::isNaN).count());
    }
}
