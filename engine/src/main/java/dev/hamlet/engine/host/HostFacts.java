package dev.hamlet.engine.host;

/**
 * What this computer has and how much of it is free, read at one moment.
 *
 * @param processors how many processors Hamlet and its guests may use: the JVM's count, which heeds affinity and the
 *     control group's processor quota
 * @param processorsPresent how many processors the host has online
 * @param memory the memory that Hamlet and its guests may use: all of it, or the limit of the control group
 * @param memoryPresent the memory of the host
 * @param memoryAvailable how much of {@code memory} can be had without swapping: {@code MemAvailable} of
 *     {@code /proc/meminfo} (proc_meminfo(5)), or less where a control group allows less
 * @param load how many tasks ran or wanted to run in the last minute, on average (proc_loadavg(5))
 */
public record HostFacts(
        int processors,
        int processorsPresent,
        ByteSize memory,
        ByteSize memoryPresent,
        ByteSize memoryAvailable,
        double load) {}
