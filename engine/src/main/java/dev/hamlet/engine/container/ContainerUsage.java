package dev.hamlet.engine.container;

/**
 * What a container that runs has used since its start, and holds now, from the kernel's control groups. Counters never go
 * back within a run.
 *
 * @param nanos when it was read, of {@link dev.hamlet.engine.job.TimeSource#nanos}
 * @param cpuNanos processor time, in nanoseconds
 * @param memory bytes it holds, without what the kernel would take back first
 * @param memoryLimit bytes it may hold, as the kernel has it
 * @param cpuLimit how many processors' time it may use, as the kernel has it
 * @param pids processes and threads
 * @param pidsLimit how many it may have, as the kernel has it
 * @param diskRead bytes
 * @param diskWritten bytes
 * @param received bytes from networks
 * @param sent bytes to networks
 */
public record ContainerUsage(
        long nanos,
        long cpuNanos,
        long memory,
        long memoryLimit,
        double cpuLimit,
        long pids,
        long pidsLimit,
        long diskRead,
        long diskWritten,
        long received,
        long sent) {
    /** Stands for a figure that cannot be had. */
    public static final long UNKNOWN = -1;

    /** Stands for a limit that there is not. */
    public static final long UNLIMITED = -2;

    /** How many processors it kept busy since an earlier reading, {@link #UNKNOWN} where that cannot be told. */
    public double processorsSince(ContainerUsage earlier) {
        long passed = nanos - earlier.nanos();
        boolean known = passed > 0 && cpuNanos >= earlier.cpuNanos() && earlier.cpuNanos() >= 0;
        return known ? (double) (cpuNanos - earlier.cpuNanos()) / passed : UNKNOWN;
    }
}
