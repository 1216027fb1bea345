package dev.hamlet.engine.usage;

import java.util.Arrays;

/**
 * The means of one figure over the last steps of time. Times are in milliseconds of one clock that never goes back; what
 * was not measured stays NaN. Used under its owner's lock.
 */
final class UsageRing {
    private final long step;

    /** Floats: seven digits are more than a graph shows, and there are many rings. */
    private final float[] means;

    /** The number of the newest step, of which the two sums below are. */
    private long newest = Long.MIN_VALUE;

    private double sum;
    private double time;

    UsageRing(UsageSpan span) {
        step = span.step().toMillis();
        means = new float[span.size()];
        Arrays.fill(means, Float.NaN);
    }

    /** Notes that the figure was this from one moment to the other; times before the newest step are too late. */
    void add(long from, long to, double value) {
        if (Double.isNaN(value) || to <= from) {
            return;
        }
        long last = stepOf(to);
        for (long at = Math.max(newest, Math.floorDiv(from, step)); at <= last; at++) {
            reach(at);
            long within = Math.min(to, (at + 1) * step) - Math.max(from, at * step);
            if (within > 0) {
                sum += value * within;
                time += within;
                means[place(at)] = (float) (sum / time);
            }
        }
    }

    /** The step that ends with, or goes on at, this moment. */
    private long stepOf(long moment) {
        return Math.floorDiv(moment - 1, step);
    }

    private int place(long at) {
        return Math.floorMod(at, means.length);
    }

    private void reach(long at) {
        if (at <= newest) {
            return;
        }
        long passed = newest == Long.MIN_VALUE ? means.length : Math.min(means.length, at - newest);
        for (long one = at - passed + 1; one <= at; one++) {
            means[place(one)] = Float.NaN;
        }
        newest = at;
        sum = 0;
        time = 0;
    }

    /** The means up to this moment, oldest first. */
    double[] until(long moment) {
        long last = Math.max(newest, stepOf(moment));
        double[] values = new double[means.length];
        for (int i = 0; i < values.length; i++) {
            long at = last - values.length + 1 + i;
            boolean kept = newest != Long.MIN_VALUE && at <= newest && at > newest - means.length;
            values[i] = kept ? means[place(at)] : Double.NaN;
        }
        return values;
    }

    /** Takes over what {@link #until} gave at that moment. The step that was not over then counts as measured whole. */
    void restore(double[] values, long moment) {
        newest = stepOf(moment);
        for (int i = 0; i < values.length; i++) {
            means[place(newest - values.length + 1 + i)] = (float) values[i];
        }
        double current = values[values.length - 1];
        time = Double.isNaN(current) ? 0 : moment - newest * step;
        sum = time == 0 ? 0 : current * time;
    }
}
