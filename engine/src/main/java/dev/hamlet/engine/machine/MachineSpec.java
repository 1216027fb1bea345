package dev.hamlet.engine.machine;

import dev.hamlet.engine.host.ByteSize;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the user wants a machine to be. Immutable; made and changed through a {@link MachineSpecBuilder}, whose
 * {@link MachineSpecBuilder#build()} refuses what cannot be. Kept as {@code machine.json}, see {@code docs/machine-folder.md}.
 *
 * @param id the machine's name on disk, for ever
 * @param uuid the guest's SMBIOS UUID, for ever
 * @param name what people call it, any Unicode without control characters, 1 to 120 code points
 * @param system the guest's operating system as a catalogue id such as {@code debian-12}, or empty where unknown
 * @param group under which name it stands in lists beside others, as its own name is written, or empty
 * @param profile which devices it is offered
 * @param vcpus how many vCPUs, 1 to 288
 * @param cpuLimit how much of its vCPUs' time the guest may use, in percent, 1 to 100; {@link #NO_CPU_LIMIT} for all
 * @param memory the guest's memory, whole MiB, at least 16 MiB
 * @param firmware what the board starts with
 * @param acceleration what may run its code
 * @param board the hypervisor's versioned machine type, such as {@code pc-q35-7.2}, kept from the first start on so that
 *     an upgrade never changes the guest's hardware; empty before
 * @param disks in boot order
 * @param cds its CD drives, after the disks in boot order unless {@code bootFromCd}
 * @param bootFromCd whether the first CD drive comes before the disks
 * @param display its graphics card and screen
 * @param serialLog whether what the guest writes to its serial line is kept on disk
 * @param kernel direct boot, or null to boot from the media
 * @param network its network card
 * @param created when it was made
 * @param unknown keys of its file that this version does not know, kept through every rewrite
 */
public record MachineSpec(
        MachineId id,
        UUID uuid,
        String name,
        String system,
        String group,
        DeviceProfile profile,
        int vcpus,
        int cpuLimit,
        ByteSize memory,
        Firmware firmware,
        Acceleration acceleration,
        String board,
        List<DiskSpec> disks,
        List<CdSpec> cds,
        boolean bootFromCd,
        DisplaySpec display,
        boolean serialLog,
        @Nullable KernelSpec kernel,
        NetworkSpec network,
        Instant created,
        MachineSpecJson.UnknownKeys unknown) {

    /** The limit of a guest that may use all of its vCPUs' time. */
    public static final int NO_CPU_LIMIT = 100;

    /** Copies the lists. */
    public MachineSpec {
        disks = List.copyOf(disks);
        cds = List.copyOf(cds);
    }

    /** A builder with sane values for all but the name. */
    public static MachineSpecBuilder named(String name) {
        return new MachineSpecBuilder(name);
    }

    /** How many of the host's processors the guest may keep busy; infinite where nothing limits it. */
    public double processors() {
        return cpuLimit == NO_CPU_LIMIT ? Double.POSITIVE_INFINITY : vcpus * cpuLimit / 100.0;
    }

    /** The same without the keys of its file that this version does not know: for notes beside that file. */
    MachineSpec withoutUnknown() {
        return new MachineSpec(
                id,
                uuid,
                name,
                system,
                group,
                profile,
                vcpus,
                cpuLimit,
                memory,
                firmware,
                acceleration,
                board,
                disks,
                cds,
                bootFromCd,
                display,
                serialLog,
                kernel,
                network,
                created,
                MachineSpecJson.UnknownKeys.NONE);
    }

    /** A builder that begins with this spec. */
    public MachineSpecBuilder toBuilder() {
        return new MachineSpecBuilder(this);
    }
}
