package dev.hamlet.engine.system;

import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.machine.DeviceProfile;
import dev.hamlet.engine.machine.Firmware;

/**
 * What a machine needs for a system. Nothing recommended is less than its minimum.
 *
 * @param minimumVcpus at least 1
 * @param recommendedVcpus what it is comfortable with
 * @param minimumMemory below which its publisher promises nothing
 * @param recommendedMemory what it is comfortable with
 * @param minimumDisk what an installation fills
 * @param recommendedDisk with room to work in
 * @param firmware what it starts with where its medium has no say
 * @param profile whether it has drivers for virtio devices from the beginning
 */
public record SystemNeeds(
        int minimumVcpus,
        int recommendedVcpus,
        ByteSize minimumMemory,
        ByteSize recommendedMemory,
        ByteSize minimumDisk,
        ByteSize recommendedDisk,
        Firmware firmware,
        DeviceProfile profile) {
    /** Raises what is recommended to the minimum. */
    public SystemNeeds {
        minimumVcpus = Math.max(1, minimumVcpus);
        recommendedVcpus = Math.max(minimumVcpus, recommendedVcpus);
        recommendedMemory = larger(minimumMemory, recommendedMemory);
        recommendedDisk = larger(minimumDisk, recommendedDisk);
    }

    private static ByteSize larger(ByteSize one, ByteSize other) {
        return one.compareTo(other) >= 0 ? one : other;
    }

    /** The same for this firmware. */
    public SystemNeeds withFirmware(Firmware other) {
        return new SystemNeeds(
                minimumVcpus,
                recommendedVcpus,
                minimumMemory,
                recommendedMemory,
                minimumDisk,
                recommendedDisk,
                other,
                profile);
    }
}
