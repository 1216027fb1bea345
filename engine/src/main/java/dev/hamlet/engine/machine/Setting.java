package dev.hamlet.engine.machine;

import dev.hamlet.engine.host.ByteSize;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A setting that a running guest may have otherwise than its machine's file says: some can be given to it while it runs,
 * the others wait for its next start. What is not among them, such as the name, is Hamlet's own and holds at once.
 */
public enum Setting {
    /** How many vCPUs. */
    VCPUS,
    /** How much of its vCPUs' time it may use. */
    CPU_LIMIT,
    /** The memory: up to what the guest was started with it can be given and taken while it runs. */
    MEMORY,
    /** The guest's operating system, which its clock depends on. */
    SYSTEM,
    /** What the board starts with. */
    FIRMWARE,
    /** Which devices it is offered. */
    PROFILE,
    /** What may run its code. */
    ACCELERATION,
    /** The disks and their order. */
    DISKS,
    /** How much each disk may be read and written in a second. */
    DISK_LIMITS,
    /** The CD drives and what is in them. */
    CDS,
    /** Whether the CD comes before the disks. */
    BOOT_FROM_CD,
    /** The graphics card and its screen. */
    DISPLAY,
    /** Whether what the guest writes to its serial line is kept. */
    SERIAL_LOG,
    /** Whether the network cable is plugged in. */
    CONNECTED,
    /** Whether the guest may reach services of this computer. */
    REACHES_HOST,
    /** The ports of the host that lead into the guest. */
    FORWARDS;

    /** Whether the two have it differently. */
    public boolean differs(MachineSpec one, MachineSpec other) {
        return !of(one).equals(of(other));
    }

    private Object of(MachineSpec spec) {
        return switch (this) {
            case VCPUS -> spec.vcpus();
            case CPU_LIMIT -> spec.cpuLimit();
            case MEMORY -> spec.memory();
            case SYSTEM -> spec.system();
            case FIRMWARE -> spec.firmware();
            case PROFILE -> spec.profile();
            case ACCELERATION -> spec.acceleration();
            case DISKS ->
                spec.disks().stream()
                        .map(disk -> disk.withLimit(DiskSpec.UNLIMITED))
                        .toList();
            case DISK_LIMITS -> limits(spec);
            case CDS -> spec.cds();
            case BOOT_FROM_CD -> spec.bootFromCd();
            case DISPLAY -> spec.display();
            case SERIAL_LOG -> spec.serialLog();
            case CONNECTED -> spec.network().connected();
            case REACHES_HOST -> spec.network().reachesHost();
            case FORWARDS -> spec.network().forwards();
        };
    }

    /** Sets it as that spec has it. */
    public void copy(MachineSpec from, MachineSpecBuilder to) {
        switch (this) {
            case VCPUS -> to.vcpus(from.vcpus());
            case CPU_LIMIT -> to.cpuLimit(from.cpuLimit());
            case MEMORY -> to.memory(from.memory());
            case SYSTEM -> to.system(from.system());
            case FIRMWARE -> to.firmware(from.firmware());
            case PROFILE -> to.profile(from.profile());
            case ACCELERATION -> to.acceleration(from.acceleration());
            case DISKS -> copyDisks(to, from);
            case DISK_LIMITS -> copyLimits(to, from);
            case CDS -> to.cds(from.cds());
            case BOOT_FROM_CD -> to.bootFromCd(from.bootFromCd());
            case DISPLAY -> to.display(from.display());
            case SERIAL_LOG -> to.serialLog(from.serialLog());
            case CONNECTED ->
                to.network(to.network().withConnected(from.network().connected()));
            case REACHES_HOST ->
                to.network(to.network().withReachesHost(from.network().reachesHost()));
            case FORWARDS -> to.forwards(from.network().forwards());
        }
    }

    private static Map<String, ByteSize> limits(MachineSpec spec) {
        return spec.disks().stream()
                .filter(disk -> !disk.limit().equals(DiskSpec.UNLIMITED))
                .collect(Collectors.toMap(DiskSpec::id, DiskSpec::limit));
    }

    private static void copyLimits(MachineSpecBuilder to, MachineSpec from) {
        Map<String, ByteSize> limits = limits(from);
        to.disks(to.disks().stream()
                .map(disk -> disk.withLimit(limits.getOrDefault(disk.id(), DiskSpec.UNLIMITED)))
                .toList());
    }

    /** The disks as that spec has them, each with the limit that it has already. */
    private static void copyDisks(MachineSpecBuilder to, MachineSpec from) {
        Map<String, ByteSize> limits = to.disks().stream().collect(Collectors.toMap(DiskSpec::id, DiskSpec::limit));
        to.disks(from.disks().stream()
                .map(disk -> disk.withLimit(limits.getOrDefault(disk.id(), disk.limit())))
                .toList());
    }
}
