package dev.hamlet.engine.hypervisor.qemu;

import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.machine.DiskSpec;
import dev.hamlet.engine.machine.PortForward;
import dev.hamlet.engine.machine.Setting;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What QEMU's monitor is told to change a running guest, by the names that {@link QemuArguments} gives. Pure. */
final class LiveCommands {
    private LiveCommands() {}

    /**
     * What a guest of this command line can be given while it runs: memory if it has a balloon, a cable if it has a card,
     * forwards if the network is QEMU's own; passt(1) takes them at its start alone.
     */
    static Set<Setting> able(List<String> arguments) {
        Set<Setting> able = EnumSet.of(Setting.CDS, Setting.DISK_LIMITS);
        for (String argument : arguments) {
            if (argument.startsWith(QemuArguments.OWN_NETWORK)) {
                able.add(Setting.FORWARDS);
            } else if (argument.contains('"' + QemuArguments.NETWORK_DEVICE + '"')) {
                able.add(Setting.CONNECTED);
            } else if (argument.contains('"' + QemuArguments.BALLOON_DEVICE + '"')) {
                able.add(Setting.MEMORY);
            }
        }
        return able;
    }

    static QmpCommand memory(ByteSize aim) {
        return QmpCommand.of("balloon").with("value", aim.bytes());
    }

    static QmpCommand link(boolean connected) {
        return QmpCommand.of("set_link")
                .with("name", QemuArguments.NETWORK_DEVICE)
                .with("up", connected);
    }

    /** Opens the tray, if the guest lets it. */
    static QmpCommand open(String drive) {
        return QmpCommand.of("blockdev-open-tray").with("id", "dev." + drive).with("force", false);
    }

    static QmpCommand remove(String drive) {
        return QmpCommand.of("blockdev-remove-medium").with("id", "dev." + drive);
    }

    /** Lets go of the file that the drive was started with; those that came later go by themselves. */
    static QmpCommand forget(String drive) {
        return QmpCommand.of("blockdev-del").with("node-name", drive);
    }

    /** The number of the descriptor that the drive's file was given as at the start; empty where it was opened by name. */
    static OptionalInt descriptor(String drive, List<String> arguments) {
        Pattern given = Pattern.compile("\"/dev/fdset/(\\d+)\"");
        return arguments.stream()
                .filter(argument -> argument.contains("\"node-name\":\"" + drive + "\""))
                .map(given::matcher)
                .filter(Matcher::find)
                .mapToInt(match -> Integer.parseInt(match.group(1)))
                .findFirst();
    }

    static QmpCommand closeDescriptor(int number) {
        return QmpCommand.of("remove-fd").with("fdset-id", number);
    }

    static QmpCommand close(String drive) {
        return QmpCommand.of("blockdev-close-tray").with("id", "dev." + drive);
    }

    static QmpCommand insert(String drive, Path file) {
        return QmpCommand.of("blockdev-change-medium")
                .with("id", "dev." + drive)
                .with("filename", file.toString())
                .with("format", "raw")
                .with("read-only-mode", "read-only");
    }

    static QmpCommand add(PortForward forward) {
        return typed("hostfwd_add net " + host(forward) + "-:" + forward.guestPort());
    }

    static QmpCommand remove(PortForward forward) {
        return typed("hostfwd_remove net " + host(forward));
    }

    /** There is no command of the protocol for it, so that of QEMU's terminal is used; no text of users is in it. */
    private static QmpCommand typed(String line) {
        return QmpCommand.of("human-monitor-command").with("command-line", line);
    }

    private static String host(PortForward forward) {
        return "%s:%s:%d".formatted(forward.protocol().word(), forward.address(), forward.hostPort());
    }

    /** Nothing but the sum of reading and writing is limited. A virtio disk is a device within its PCI device. */
    static QmpCommand limit(DiskSpec disk, boolean virtio) {
        String device = "dev." + disk.id();
        return QmpCommand.of("block_set_io_throttle")
                .with("id", virtio ? "/machine/peripheral/" + device + "/virtio-backend" : device)
                .with("bps", disk.limit().bytes())
                .with("bps_rd", 0)
                .with("bps_wr", 0)
                .with("iops", 0)
                .with("iops_rd", 0)
                .with("iops_wr", 0);
    }
}
