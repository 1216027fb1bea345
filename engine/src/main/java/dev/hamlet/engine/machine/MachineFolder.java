package dev.hamlet.engine.machine;

import java.nio.file.Path;

/**
 * The files of one machine, as {@code docs/machine-folder.md} lists them. Names only: nothing here reads or writes.
 *
 * @param path the machine's folder, absolute, named by its id
 */
public record MachineFolder(Path path) {
    /** Name of the socket of the monitor that its owner holds for events. */
    public static final String EVENTS_SOCKET = "events.sock";

    /** Name of the socket of the monitor that anyone takes for one command. */
    public static final String COMMAND_SOCKET = "command.sock";

    /** Name of the socket of the serial line. */
    public static final String SERIAL_SOCKET = "serial.sock";

    /** Name of the socket of the display (RFB). */
    public static final String DISPLAY_SOCKET = "display.sock";

    /** Name of the socket of the guest agent. */
    public static final String AGENT_SOCKET = "agent.sock";

    /** Name of the CD image with first-boot settings, within the folder. */
    public static final String SEED = "seed.iso";

    /** The id of its machine. */
    public MachineId id() {
        return new MachineId(String.valueOf(path.getFileName()));
    }

    /** What the user wants: {@link MachineSpec}. */
    public Path spec() {
        return path.resolve("machine.json");
    }

    /** Held by whoever changes or starts the machine. */
    public Path lock() {
        return path.resolve("lock");
    }

    /** There while a start is under way; without a holder of the lock it tells of a start that was cut off. */
    public Path startMarker() {
        return path.resolve("starting");
    }

    /** How the guest last ended: {@link GuestEnd}. */
    public Path lastEnd() {
        return path.resolve("last-end.json");
    }

    /** What the machine has used in the last minute, hour and day; may be lost without harm. */
    public Path usage() {
        return path.resolve("usage.json");
    }

    /** Disks that belong to the machine alone. */
    public Path disks() {
        return path.resolve("disks");
    }

    /** The variable store of the machine's UEFI firmware. */
    public Path firmwareVariables() {
        return path.resolve("firmware-vars.qcow2");
    }

    /** The CD image with first-boot settings for cloud-init. */
    public Path seed() {
        return path.resolve(SEED);
    }

    /** Sockets, locks and the launch record of a live guest; the hypervisor's working directory; mode 0700. */
    public Path run() {
        return path.resolve("run");
    }

    /** What was started: {@link LaunchRecord}. */
    public Path launchRecord() {
        return run().resolve("launch.json");
    }

    /** Held for the time of one command to the guest's monitor. */
    public Path commandLock() {
        return run().resolve("command.lock");
    }

    /** Held by the process that receives the guest's events. */
    public Path eventsLock() {
        return run().resolve("events.lock");
    }

    /** Held by the reader of the serial line. */
    public Path serialLock() {
        return run().resolve("serial.lock");
    }

    /** Held by whoever talks to the guest agent. */
    public Path agentLock() {
        return run().resolve("agent.lock");
    }

    /** Logs: what a user may read when something broke. */
    public Path logs() {
        return path.resolve("log");
    }

    /** What the hypervisor wrote to its standard output and error, from its first byte. */
    public Path hypervisorLog() {
        return logs().resolve("qemu.log");
    }

    /** What the guest wrote to its serial line; bounded. */
    public Path serialLog() {
        return logs().resolve("serial.log");
    }

    /** The file of a disk, CD image or kernel: absolute ones as they are, others within this folder. */
    public Path resolve(Path file) {
        return path.resolve(file).normalize();
    }
}
