package dev.hamlet.engine.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A control group of one guest, which bounds what its process may use of the processors: the bandwidth of the {@code cpu}
 * controller (the kernel's admin-guide/cgroup-v2.rst, and scheduler/sched-bwc.rst for version 1).
 *
 * @param folder of the group
 * @param unified whether it is of version 2
 */
public record CpuGroup(Path folder, boolean unified) {
    /** The kernel's own choice, in microseconds. */
    private static final long PERIOD = 100_000;

    /** The kernel refuses less. */
    private static final long LEAST = 1_000;

    /**
     * Lets the group's processes have so much of the processors together from now on.
     *
     * @param processors how many, such as 0.5; infinite for no limit
     * @throws IOException if the kernel refuses
     */
    public void limit(double processors) throws IOException {
        boolean none = Double.isInfinite(processors);
        long quota = none ? -1 : Math.max(LEAST, Math.round(processors * PERIOD));
        if (unified) {
            set("cpu.max", (none ? "max" : Long.toString(quota)) + " " + PERIOD);
        } else {
            set("cpu.cfs_period_us", Long.toString(PERIOD));
            set("cpu.cfs_quota_us", Long.toString(quota));
        }
    }

    /** Puts this process, with all its threads, into the group. */
    void add(long pid) throws IOException {
        set("cgroup.procs", Long.toString(pid));
    }

    private void set(String file, String value) throws IOException {
        // The file is the kernel's: it is there, or the group has no such controller.
        Files.write(
                folder.resolve(file),
                value.getBytes(StandardCharsets.US_ASCII),
                StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING);
    }
}
