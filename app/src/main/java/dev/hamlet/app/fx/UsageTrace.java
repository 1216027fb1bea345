package dev.hamlet.app.fx;

import dev.hamlet.engine.usage.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What one machine or container has used in the last minute, by the second. Belongs to the thread of its row. */
public final class UsageTrace {
    /** How far back it reaches. */
    public static final int SECONDS = 60;

    private final double[] cpu = new double[SECONDS];
    private final double[] memory = new double[SECONDS];

    /** Where the oldest value lies, and the next one comes. */
    private int place;

    private @Nullable Instant last;

    /** A trace without anything in it. */
    public UsageTrace() {
        Arrays.fill(cpu, Double.NaN);
        Arrays.fill(memory, Double.NaN);
    }

    /** Notes what a guest used at this moment: of its processors as a share of all it has. */
    public void add(Usage usage, Instant at) {
        add(usage.cpuOfGuest(), usage.memory(), at);
    }

    /** Notes what was used at this moment; seconds of which nothing was told are a gap. */
    public void add(double cpuNow, double memoryNow, Instant at) {
        long passed = last == null ? 1 : Math.round(Duration.between(last, at).toMillis() / 1000.0);
        for (long missed = Math.min(passed, SECONDS + 1L); missed > 1; missed--) {
            put(Double.NaN, Double.NaN);
        }
        put(cpuNow, memoryNow);
        last = at;
    }

    private void put(double cpuNow, double memoryNow) {
        cpu[place] = cpuNow;
        memory[place] = memoryNow;
        place = (place + 1) % SECONDS;
    }

    /** The processor time, oldest first, NaN where nothing is known. */
    public double[] cpu() {
        return fromOldest(cpu);
    }

    /** The bytes of memory, oldest first, NaN where nothing is known. */
    public double[] memory() {
        return fromOldest(memory);
    }

    private double[] fromOldest(double[] ring) {
        double[] values = new double[SECONDS];
        System.arraycopy(ring, place, values, 0, SECONDS - place);
        System.arraycopy(ring, 0, values, SECONDS - place, place);
        return values;
    }

    /** The last processor time, NaN where it is not known. */
    public double cpuNow() {
        return cpu[Math.floorMod(place - 1, SECONDS)];
    }

    /** The last bytes of memory, NaN where they are not known. */
    public double memoryNow() {
        return memory[Math.floorMod(place - 1, SECONDS)];
    }
}
