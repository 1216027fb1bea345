package dev.hamlet.engine.machine;

import dev.hamlet.engine.host.ByteSize;

/**
 * What a new machine gets where neither the person nor what it is made from says more.
 *
 * @param vcpus how many, where the host has so many
 * @param memory of the guest
 * @param disk size of its new disk
 */
public record UsualResources(int vcpus, ByteSize memory, ByteSize disk) {
    private static final int MOST_VCPUS = 255;
    private static final ByteSize LEAST_MEMORY = ByteSize.ofMebibytes(64);
    private static final ByteSize MOST = ByteSize.ofGibibytes(1024 * 1024);
    private static final ByteSize LEAST_DISK = ByteSize.ofMebibytes(1);

    /** Those of somebody who has chosen nothing. */
    public static final UsualResources FIRST = new UsualResources(2, ByteSize.ofGibibytes(2), ByteSize.ofGibibytes(20));

    /** Refuses what no machine could have. */
    public UsualResources {
        if (!isVcpus(vcpus) || !isMemory(memory) || !isDisk(disk)) {
            throw new IllegalArgumentException(
                    vcpus + " vCPUs, " + memory.bytes() + " bytes of memory, " + disk.bytes() + " of disk");
        }
    }

    /** Whether a machine can have so many vCPUs. */
    public static boolean isVcpus(long count) {
        return count >= 1 && count <= MOST_VCPUS;
    }

    /** Whether a machine can have so much memory. */
    public static boolean isMemory(ByteSize size) {
        return size.compareTo(LEAST_MEMORY) >= 0 && size.compareTo(MOST) <= 0;
    }

    /** Whether a new disk can be so large. */
    public static boolean isDisk(ByteSize size) {
        return size.compareTo(LEAST_DISK) >= 0 && size.compareTo(MOST) <= 0;
    }
}
