package dev.hamlet.app.wizard;

import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.machine.DeviceProfile;
import dev.hamlet.engine.machine.Firmware;
import dev.hamlet.engine.machine.UsualResources;
import dev.hamlet.engine.system.SystemNeeds;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a machine needs for what it is made from.
 *
 * @param vcpus advised
 * @param leastMemory it does not work well with less
 * @param memory advised
 * @param disk of its own disk, or null where it gets none to be sized
 * @param firmware what can start it, best first; never empty
 * @param profile which devices it gets, or null for the engine's choice
 */
record Needs(
        int vcpus,
        ByteSize leastMemory,
        ByteSize memory,
        @Nullable DiskNeeds disk,
        List<Firmware> firmware,
        @Nullable DeviceProfile profile) {
    /** Of a disk that is made for the machine. */
    record DiskNeeds(ByteSize least, ByteSize advised) {
        /** A disk that holds at least this. */
        DiskNeeds holding(ByteSize content) {
            return new DiskNeeds(larger(least, content), larger(advised, content));
        }
    }

    /** Copies the list. */
    Needs {
        firmware = List.copyOf(firmware);
    }

    /** Of a system that nobody knows. */
    static Needs usual(UsualResources usual, List<Firmware> firmware) {
        return new Needs(
                usual.vcpus(),
                smaller(ByteSize.ofMebibytes(256), usual.memory()),
                usual.memory(),
                new DiskNeeds(smaller(ByteSize.ofGibibytes(1), usual.disk()), usual.disk()),
                firmware,
                null);
    }

    /** Of a system that was recognised. */
    static Needs of(SystemNeeds needs) {
        return new Needs(
                needs.recommendedVcpus(),
                needs.minimumMemory(),
                needs.recommendedMemory(),
                new DiskNeeds(needs.minimumDisk(), needs.recommendedDisk()),
                List.of(needs.firmware()),
                needs.profile());
    }

    /** The same with this disk, or none. */
    Needs withDisk(@Nullable DiskNeeds other) {
        return new Needs(vcpus, leastMemory, memory, other, firmware, profile);
    }

    /** The same with this advice, which may be less than what was held for the least. */
    Needs withMemory(ByteSize advised) {
        return new Needs(vcpus, smaller(leastMemory, advised), advised, disk, firmware, profile);
    }

    /** The same started by these, best first. */
    Needs withFirmware(List<Firmware> others) {
        return new Needs(vcpus, leastMemory, memory, disk, others, profile);
    }

    /** The same with these devices, or those that the engine chooses. */
    Needs withProfile(@Nullable DeviceProfile other) {
        return new Needs(vcpus, leastMemory, memory, disk, firmware, other);
    }

    private static ByteSize larger(ByteSize one, ByteSize other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    private static ByteSize smaller(ByteSize one, ByteSize other) {
        return one.compareTo(other) <= 0 ? one : other;
    }
}
