package dev.hamlet.nativebridge;

/**
 * One process among all that ever had its number: a pid alone is used again, a pid with its start time and the boot it
 * started in is not.
 *
 * @param pid the process number in this process's pid namespace
 * @param startTime when it started, in clock ticks since boot (field 22 of {@code /proc/PID/stat}, proc(5))
 * @param bootId the boot it belongs to ({@code /proc/sys/kernel/random/boot_id}, random(4))
 */
public record ProcessIdentity(long pid, long startTime, String bootId) {
    /** Refuses numbers that no process can have: 0 and below mean groups of processes to kill(2). */
    public ProcessIdentity {
        if (pid <= 0 || pid > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("Not a process number: " + pid);
        }
        if (startTime < 0) {
            throw new IllegalArgumentException("Not a start time: " + startTime);
        }
    }
}
