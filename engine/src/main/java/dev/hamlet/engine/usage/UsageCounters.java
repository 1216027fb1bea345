package dev.hamlet.engine.usage;

/**
 * What a guest has used since it was started, and holds now. Counters never go back; {@link #UNKNOWN} stands for what
 * cannot be had.
 *
 * @param cpuNanos processor time, in nanoseconds
 * @param memory bytes of the host's memory that it holds now
 * @param diskRead bytes
 * @param diskWritten bytes
 * @param received bytes
 * @param sent bytes
 */
public record UsageCounters(long cpuNanos, long memory, long diskRead, long diskWritten, long received, long sent) {
    /** Stands for a counter that cannot be had. */
    public static final long UNKNOWN = -1;
}
