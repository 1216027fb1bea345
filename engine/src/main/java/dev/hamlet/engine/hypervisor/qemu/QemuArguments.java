package dev.hamlet.engine.hypervisor.qemu;

import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.hypervisor.AcceleratorChoice;
import dev.hamlet.engine.machine.CdSpec;
import dev.hamlet.engine.machine.DeviceProfile;
import dev.hamlet.engine.machine.DiskSpec;
import dev.hamlet.engine.machine.DisplaySpec;
import dev.hamlet.engine.machine.KernelSpec;
import dev.hamlet.engine.machine.MachineFolder;
import dev.hamlet.engine.machine.MachineSpec;
import dev.hamlet.engine.machine.PortForward;
import dev.hamlet.engine.media.DiskHeader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How QEMU is started for a machine: a pure function of the machine's spec and of what was found on this host. QEMU's
 * working directory is the machine's run folder, so sockets and the machine's own files have short relative names. Text of
 * users stands only in JSON options and in arguments of their own, where no character has a meaning.
 *
 * <p>A disk or CD drive {@code disk0} of the spec is the block node {@code disk0} and the device {@code dev.disk0}. Names
 * with a dot are Hamlet's own and cannot meet those of a spec.
 */
final class QemuArguments {
    /** The device of the network card. */
    static final String NETWORK_DEVICE = "dev.net";

    /** The device that gives memory back. */
    static final String BALLOON_DEVICE = "dev.balloon";

    /** What a disk is to a guest with virtio devices. */
    static final String VIRTIO_DISK = "virtio-blk-pci";

    /** The end in QEMU of the channel to the agent that shares the guest's clipboard. */
    static final String CLIPBOARD = "clipboard";

    /** How QEMU's own user-mode network begins. */
    static final String OWN_NETWORK = "user,id=net";

    private static final String CLIPBOARD_BACKEND = "qemu-vdagent,id=" + CLIPBOARD;

    private static final int PORTS_OF_A_CONTROLLER = 6;

    private final MachineSpec spec;
    private final MachineFolder folder;
    private final QemuFacts facts;
    private final LaunchPlan plan;
    private final boolean virtio;
    private final List<String> arguments = new ArrayList<>();
    private int sataPorts;

    private QemuArguments(MachineSpec spec, MachineFolder folder, QemuFacts facts, LaunchPlan plan) {
        this.spec = spec;
        this.folder = folder;
        this.facts = facts;
        this.plan = plan;
        this.virtio = spec.profile() == DeviceProfile.VIRTIO;
    }

    /** The arguments, without the program's own name. */
    static List<String> of(MachineSpec spec, MachineFolder folder, QemuFacts facts, LaunchPlan plan) {
        QemuArguments made = new QemuArguments(spec, folder, facts, plan);
        made.process();
        made.board();
        made.firmware();
        made.kernel();
        made.drives();
        made.network();
        made.devices();
        made.sockets();
        return List.copyOf(made.arguments);
    }

    /** Whether this argument gives a guest the channel to the agent that shares its clipboard. */
    static boolean isClipboard(String argument) {
        return argument.startsWith(CLIPBOARD_BACKEND + ",");
    }

    private void process() {
        add("-no-user-config");
        add("-nodefaults");
        // Paused until the monitor has answered, so that whatever is wrong with a device is known before the guest
        // runs.
        add("-S");
        add("-name", "guest=" + spec.id() + ",debug-threads=on");
        add("-uuid", spec.uuid().toString());
        if (facts.has(QemuFacts.SANDBOX)) {
            add("-sandbox", "on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny");
        }
        add("-trace", QemuLog.SHUTDOWN_TRACE);
        plan.descriptors().forEach(number -> add("-add-fd", "fd=%d,set=%d".formatted(number, number)));
    }

    private void board() {
        String board = plan.board() + ",vmport=off,hpet=off,dump-guest-core=off";
        add("-machine", plan.firmware() == null ? board : board + ",pflash0=fw.code,pflash1=fw.vars");
        if (plan.accelerator().equals(AcceleratorChoice.KVM)) {
            add("-accel", "kvm");
            add("-cpu", "host");
        } else {
            add("-accel", "tcg,thread=multi,tb-size=" + translationCache(spec.memory()));
            add("-cpu", "max");
        }
        add("-smp", "%1$d,sockets=1,cores=%1$d,threads=1".formatted(spec.vcpus()));
        add("-m", spec.memory().mebibytes() + "M");
        // A guest that sleeps looks dead to its user, and nothing would wake it.
        add("-global", "ICH9-LPC.disable_s3=1");
        add("-rtc", spec.system().startsWith("windows") ? "base=localtime,driftfix=slew" : "base=utc");
        // strict: only what the spec names is booted from.
        add("-boot", "menu=off,strict=on");
        // A guest that panicked stands still and can be looked at.
        add("-action", "panic=pause");
    }

    /** QEMU's own default is up to an eighth of the host's memory for each guest. In MiB. */
    private static long translationCache(ByteSize memory) {
        return Math.clamp(memory.mebibytes() / 2, 64, 512);
    }

    private void firmware() {
        FirmwareFiles files = plan.firmware();
        if (files == null) {
            return;
        }
        add(
                "-blockdev",
                ArgumentJson.driver(files.codeFormat())
                        .put("node-name", "fw.code")
                        .put("read-only", true)
                        .put("file", file(files.code()).put("read-only", true)));
        add(
                "-blockdev",
                ArgumentJson.driver("qcow2").put("node-name", "fw.vars").put("file", file(folder.firmwareVariables())));
    }

    private void kernel() {
        KernelSpec kernel = spec.kernel();
        if (kernel == null) {
            return;
        }
        add("-kernel", name(kernel.kernel()));
        if (kernel.initrd() != null) {
            add("-initrd", name(kernel.initrd()));
        }
        if (!kernel.commandLine().isEmpty()) {
            add("-append", kernel.commandLine());
        }
    }

    private void drives() {
        int place = spec.bootFromCd() ? 2 : 1;
        for (DiskSpec disk : spec.disks()) {
            disk(disk, place++);
        }
        boolean first = spec.bootFromCd();
        for (CdSpec cd : spec.cds()) {
            cd(cd, first ? 1 : place++);
            first = false;
        }
    }

    private void disk(DiskSpec disk, int place) {
        ArgumentJson file = file(disk.file())
                .put("aio", plan.ioUring() ? "io_uring" : "threads")
                .put("discard", "unmap")
                // Written through the host's cache, with the guest's flushes obeyed.
                .put("cache", ArgumentJson.object().put("direct", false).put("no-flush", false));
        ArgumentJson node = ArgumentJson.driver(disk.format().word())
                .put("node-name", disk.id())
                .put("discard", "unmap")
                .put("detect-zeroes", disk.readOnly() ? "off" : "unmap");
        if (disk.readOnly()) {
            file.put("read-only", true);
            node.put("read-only", true);
        }
        node.put("file", file);
        backing(disk, node);
        add("-blockdev", node);
        ArgumentJson device = ArgumentJson.driver(virtio ? VIRTIO_DISK : "ide-hd")
                .put("id", "dev." + disk.id())
                .put("drive", disk.id())
                .put("bootindex", place)
                // The guest stands still and loses nothing until the host's disk has room again, or works again.
                .put("werror", "stop")
                .put("rerror", "stop");
        if (virtio) {
            add("-object", ArgumentJson.object().put("qom-type", "iothread").put("id", "io." + disk.id()));
            device.put("iothread", "io." + disk.id());
        } else {
            device.put("bus", sataPort());
        }
        add("-device", device);
    }

    /** QEMU opens what a disk builds on by the names in the disks, unless one of those is called otherwise here. */
    private void backing(DiskSpec disk, ArgumentJson top) {
        List<DiskHeader> chain = plan.chains().getOrDefault(disk.id(), List.of());
        if (chain.stream().skip(1).noneMatch(layer -> plan.names().containsKey(layer.file()))) {
            return;
        }
        ArgumentJson below = null;
        for (DiskHeader layer : chain.subList(1, chain.size()).reversed()) {
            ArgumentJson node = ArgumentJson.driver(layer.format().word())
                    .put("read-only", true)
                    .put("file", file(layer.file()).put("read-only", true));
            if (below != null) {
                node.put("backing", below);
            }
            below = node;
        }
        if (below != null) {
            top.put("backing", below);
        }
    }

    private void cd(CdSpec cd, int place) {
        ArgumentJson device = ArgumentJson.driver("ide-cd")
                .put("id", "dev." + cd.id())
                .put("bootindex", place)
                .put("bus", sataPort());
        if (cd.file() != null) {
            add(
                    "-blockdev",
                    ArgumentJson.driver("raw")
                            .put("node-name", cd.id())
                            .put("read-only", true)
                            .put("file", file(cd.file()).put("read-only", true)));
            device.put("drive", cd.id());
        }
        add("-device", device);
    }

    /** The next free port; the board has a controller with six, more get more controllers. */
    private String sataPort() {
        int port = sataPorts++;
        int controller = port / PORTS_OF_A_CONTROLLER;
        if (controller == 0) {
            return "ide." + port;
        }
        if (port % PORTS_OF_A_CONTROLLER == 0) {
            add("-device", ArgumentJson.driver("ich9-ahci").put("id", "sata" + controller));
        }
        return "sata%d.%d".formatted(controller, port % PORTS_OF_A_CONTROLLER);
    }

    private void network() {
        if (!spec.network().connected()) {
            return;
        }
        switch (plan.network()) {
            case PASST -> add("-netdev", "stream,id=net,server=off,addr.type=fd,addr.str=" + Passt.QEMU_END);
            case SLIRP -> {
                StringBuilder backend = new StringBuilder(OWN_NETWORK);
                for (PortForward forward : spec.network().forwards()) {
                    backend.append(",hostfwd=%s:%s:%d-:%d"
                            .formatted(
                                    forward.protocol().word(),
                                    forward.address(),
                                    forward.hostPort(),
                                    forward.guestPort()));
                }
                add("-netdev", backend.toString());
            }
        }
        add(
                "-device",
                ArgumentJson.driver(virtio ? "virtio-net-pci" : "e1000")
                        .put("id", NETWORK_DEVICE)
                        .put("netdev", "net")
                        .put("mac", spec.network().mac())
                        // No network boot is offered, and its ROM would take a second of every start.
                        .put("romfile", ""));
    }

    private void devices() {
        add("-display", "none");
        video();
        add("-device", ArgumentJson.driver(virtio ? "qemu-xhci" : "usb-ehci").put("id", "usb"));
        add("-device", ArgumentJson.driver("usb-tablet").put("id", "dev.tablet").put("bus", "usb.0"));
        add("-device", ArgumentJson.driver("pvpanic-pci").put("id", "dev.panic"));
        add(
                "-device",
                ArgumentJson.driver("vmgenid")
                        .put("id", "dev.generation")
                        .put("guid", spec.uuid().toString()));
        if (virtio) {
            add(
                    "-object",
                    ArgumentJson.object()
                            .put("qom-type", "rng-random")
                            .put("id", "random")
                            .put("filename", "/dev/urandom"));
            add(
                    "-device",
                    ArgumentJson.driver("virtio-rng-pci")
                            .put("id", "dev.random")
                            .put("rng", "random"));
            add(
                    "-device",
                    ArgumentJson.driver("virtio-balloon-pci")
                            .put("id", BALLOON_DEVICE)
                            .put("free-page-reporting", true)
                            .put("deflate-on-oom", true));
            add("-device", ArgumentJson.driver("virtio-serial-pci").put("id", "channels"));
        }
    }

    private void video() {
        DisplaySpec display = spec.display();
        boolean wanted = switch (display.card()) {
            case AUTO -> virtio;
            case VIRTIO -> true;
            case VGA -> false;
        };
        boolean quick = wanted && facts.devices().contains("virtio-vga");
        ArgumentJson card = ArgumentJson.driver(quick ? "virtio-vga" : "VGA").put("id", "dev.video");
        if (display.hasSize()) {
            card.put("xres", display.width()).put("yres", display.height());
            if (!quick) {
                card.put("vgamem_mb", videoMemory(display));
            }
        }
        add("-device", card);
    }

    /** A plain VGA holds the picture in memory of its own, a power of two of MiB; 16 is what it has by itself. */
    private static long videoMemory(DisplaySpec display) {
        long bytes = 4L * display.width() * display.height();
        return Math.max(16, Long.highestOneBit((bytes - 1) >> 20) << 1);
    }

    private void sockets() {
        add("-vnc", "unix:" + MachineFolder.DISPLAY_SOCKET);
        socket(
                "serial",
                MachineFolder.SERIAL_SOCKET + (spec.serialLog() ? ",logfile=../log/serial.log,logappend=on" : ""));
        add(
                "-device",
                ArgumentJson.driver("isa-serial")
                        .put("id", "dev.serial")
                        .put("chardev", "serial")
                        .put("index", 0));
        if (virtio) {
            socket("agent", MachineFolder.AGENT_SOCKET);
            add(
                    "-device",
                    ArgumentJson.driver("virtserialport")
                            .put("id", "dev.agent")
                            .put("bus", "channels.0")
                            .put("chardev", "agent")
                            .put("name", "org.qemu.guest_agent.0"));
        }
        if (virtio && facts.has(QemuFacts.CLIPBOARD)) {
            // The pointer has a tablet of its own, which needs no agent.
            add("-chardev", CLIPBOARD_BACKEND + ",name=vdagent,clipboard=on,mouse=off");
            add(
                    "-device",
                    ArgumentJson.driver("virtserialport")
                            .put("id", "dev.clipboard")
                            .put("bus", "channels.0")
                            .put("chardev", CLIPBOARD)
                            .put("name", "com.redhat.spice.0"));
        }
        socket("events", MachineFolder.EVENTS_SOCKET);
        add("-mon", "chardev=events,mode=control");
        socket("command", MachineFolder.COMMAND_SOCKET);
        add("-mon", "chardev=command,mode=control");
    }

    private void socket(String id, String rest) {
        add("-chardev", "socket,id=%s,server=on,wait=off,path=%s".formatted(id, rest));
    }

    private ArgumentJson file(Path file) {
        return ArgumentJson.driver("file").put("filename", name(file));
    }

    /** As QEMU finds the file: relative to its working directory if it is the machine's own. */
    private String name(Path file) {
        Path whole = folder.resolve(file);
        String called = plan.names().get(whole);
        if (called != null) {
            return called;
        }
        return whole.startsWith(folder.path()) ? folder.run().relativize(whole).toString() : whole.toString();
    }

    private void add(String argument) {
        arguments.add(argument);
    }

    private void add(String option, Object value) {
        arguments.add(option);
        arguments.add(value.toString());
    }
}
