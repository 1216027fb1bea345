package dev.hamlet.app.machines;

import dev.hamlet.engine.usage.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What one machine has used in the last minute, by the second. Belongs to the thread of its row. */
final class UsageTrace {
    /** How far back it reaches. */
    static final int SECONDS = 60;

    private final double[] cpu = new double[SECONDS];
    private final double[] memory = new double[SECONDS];

    /** Where the oldest value lies, and the next one comes. */
    private int place;

    private @Nullable Instant last;

    /** A trace without anything in it. */
    UsageTrace() {
        Arrays.fill(cpu, Double.NaN);
        Arrays.fill(memory, Double.NaN);
    }

    /** Notes what was used at this moment; seconds of which nothing was told are a gap. */
    void add(Usage usage, Instant at) {
        long passed = last == null ? 1 : Math.round(Duration.between(last, at).toMillis() / 1000.0);
        for (long missed = Math.min(passed, SECONDS + 1L); missed > 1; missed--) {
            put(Double.NaN, Double.NaN);
        }
        put(usage.cpuOfGuest(), usage.memory());
        last = at;
    }

    private void put(double cpuNow, double memoryNow) {
        cpu[place] = cpuNow;
        memory[place] = memoryNow;
        place = (place + 1) % SECONDS;
    }

    /** The processor time as a fraction of all vCPUs, oldest first, NaN where nothing is known. */
    double[] cpu() {
        return fromOldest(cpu);
    }

    /** The bytes of memory, oldest first, NaN where nothing is known. */
    double[] memory() {
        return fromOldest(memory);
    }

    private double[] fromOldest(double[] ring) {
        double[] values = new double[SECONDS];
        System.arraycopy(ring, place, values, 0, SECONDS - place);
        System.arraycopy(ring, 0, values, SECONDS - place, place);
        return values;
    }

    /** The last fraction of all vCPUs' time, NaN where it is not known. */
    double cpuNow() {
        return cpu[Math.floorMod(place - 1, SECONDS)];
    }

    /** The last bytes of memory, NaN where they are not known. */
    double memoryNow() {
        return memory[Math.floorMod(place - 1, SECONDS)];
    }
}
