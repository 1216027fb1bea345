package dev.hamlet.nativebridge;

/**
 * What one process has used since it started, and holds now (proc(5)).
 *
 * @param cpuNanos processor time of all its threads, in nanoseconds; moves in steps of a clock tick, mostly 10 ms
 * @param resident bytes of memory that it holds now
 * @param read bytes that the host's storage read for it, or {@link #UNKNOWN}; what came from the host's cache is not
 *     among them
 * @param written bytes that it gave to the host's storage to write, sooner or later, or {@link #UNKNOWN}
 */
public record ProcessUsage(long cpuNanos, long resident, long read, long written) {
    /** Stands for what the system does not tell this user of that process. */
    public static final long UNKNOWN = -1;
}
