package dev.hamlet.engine.hypervisor.qemu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.machine.CdSpec;
import dev.hamlet.engine.machine.DeviceProfile;
import dev.hamlet.engine.machine.DiskSpec;
import dev.hamlet.engine.machine.DisplaySpec;
import dev.hamlet.engine.machine.Firmware;
import dev.hamlet.engine.machine.KernelSpec;
import dev.hamlet.engine.machine.MachineFolder;
import dev.hamlet.engine.machine.MachineId;
import dev.hamlet.engine.machine.MachineSpec;
import dev.hamlet.engine.machine.MachineSpecBuilder;
import dev.hamlet.engine.machine.NetworkSpec;
import dev.hamlet.engine.machine.PortForward;
import dev.hamlet.engine.media.DiskFormat;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * The arguments against golden files, one argument a line. {@code -Dhamlet.golden=<folder>} writes what was made there,
 * for reading the difference and taking it over.
 */
class QemuArgumentsTest {
    private static final MachineFolder FOLDER =
            new MachineFolder(Path.of("/home/u/.local/share/hamlet/machines/deb-1"));
    private static final FirmwareFiles OVMF = new FirmwareFiles(
            Path.of("/usr/share/OVMF/OVMF_CODE_4M.fd"), "raw", Path.of("/usr/share/OVMF/OVMF_VARS_4M.fd"), "raw");
    private static final QemuFacts FACTS = new QemuFacts(
            Path.of("/usr/bin/qemu-system-x86_64"),
            "7.2.22",
            List.of("pc-q35-7.2", "pc-q35-7.1"),
            Set.of("virtio-vga", "virtio-blk-pci"),
            Set.of(
                    QemuFacts.SANDBOX,
                    QemuFacts.PNG,
                    QemuFacts.IO_URING,
                    QemuFacts.STREAM,
                    QemuFacts.KVM,
                    QemuFacts.CLIPBOARD));

    private static MachineSpecBuilder machine() {
        return MachineSpec.named("Debian")
                .id(new MachineId("deb-1"))
                .uuid(UUID.fromString("2d3a8b1e-1111-4222-8333-444455556666"))
                .vcpus(2)
                .memory(ByteSize.ofMebibytes(1024))
                .network(new NetworkSpec(true, "52:54:00:0a:0b:0c", true, List.of()));
    }

    private static DiskSpec disk(String id, String file, DiskFormat format) {
        return new DiskSpec(id, Path.of(file), format, false);
    }

    private static LaunchPlan plan(String accelerator) {
        return LaunchPlan.of(accelerator, "pc-q35-7.2", null, LaunchPlan.Network.SLIRP);
    }

    private static void assertGolden(String name, List<String> arguments) throws IOException {
        String made = String.join("\n", arguments) + "\n";
        String folder = System.getProperty("hamlet.golden", "");
        if (!folder.isEmpty()) {
            Files.writeString(Path.of(folder, name), made);
        }
        try (InputStream golden = QemuArgumentsTest.class.getResourceAsStream(name)) {
            assertEquals(new String(Objects.requireNonNull(golden, name).readAllBytes(), StandardCharsets.UTF_8), made);
        }
    }

    @Test
    void biosWithADiskAndForwards() throws Exception {
        MachineSpec spec = machine()
                .addDisk(disk("disk0", "disks/disk0.qcow2", DiskFormat.QCOW2))
                .forwards(List.of(
                        PortForward.tcp(2222, 22), new PortForward(PortForward.Protocol.UDP, "0.0.0.0", 5353, 53)))
                .build();
        LaunchPlan plan = LaunchPlan.of("kvm", "pc-q35-7.2", null, LaunchPlan.Network.SLIRP)
                .withIoUring(true);
        assertGolden("bios.args", QemuArguments.of(spec, FOLDER, FACTS, plan));
    }

    @Test
    void uefiWithItsOwnVariables() throws Exception {
        MachineSpec spec = machine()
                .firmware(Firmware.UEFI)
                .addDisk(disk("disk0", "/srv/images/debian.raw", DiskFormat.RAW))
                .addDisk(new DiskSpec("data", Path.of("/srv/images/data.vmdk"), DiskFormat.VMDK, true))
                .build();
        LaunchPlan plan = LaunchPlan.of("tcg", "pc-q35-7.2", OVMF, LaunchPlan.Network.SLIRP);
        assertGolden("uefi.args", QemuArguments.of(spec, FOLDER, FACTS, plan));
    }

    @Test
    void directKernel() throws Exception {
        MachineSpec spec = machine()
                .kernel(new KernelSpec(
                        Path.of("kernel/vmlinuz"), Path.of("/srv/a, b/initrd"), "console=ttyS0 quiet,x=\"a b\" 50%"))
                .memory(ByteSize.ofMebibytes(128))
                .build();
        assertGolden("kernel.args", QemuArguments.of(spec, FOLDER, FACTS, plan("tcg")));
    }

    @Test
    void conservativeProfileHasNothingOfVirtio() throws Exception {
        MachineSpec spec = machine()
                .profile(DeviceProfile.CONSERVATIVE)
                .system("windows-7")
                .bootFromCd(true)
                .addDisk(disk("disk0", "disks/disk0.vdi", DiskFormat.VDI))
                .addDisk(disk("disk1", "disks/disk1.vpc", DiskFormat.VPC))
                .addCd(new CdSpec("cd0", Path.of("/srv/iso/Windows 7.iso")))
                .addCd(new CdSpec("cd1", null))
                .build();
        List<String> arguments = QemuArguments.of(spec, FOLDER, FACTS, plan("kvm"));
        assertGolden("conservative.args", arguments);
        assertFalse(String.join(" ", arguments).contains("virtio"));
    }

    private static String video(DeviceProfile profile, DisplaySpec display) throws Exception {
        return QemuArguments.of(machine().profile(profile).display(display).build(), FOLDER, FACTS, plan("kvm"))
                .stream()
                .filter(argument -> argument.contains("dev.video"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theGraphicsCardIsTheProfilesUnlessItIsChosen() throws Exception {
        DisplaySpec auto = DisplaySpec.AUTOMATIC;
        assertEquals("{\"driver\":\"virtio-vga\",\"id\":\"dev.video\"}", video(DeviceProfile.VIRTIO, auto));
        assertEquals("{\"driver\":\"VGA\",\"id\":\"dev.video\"}", video(DeviceProfile.CONSERVATIVE, auto));
        assertEquals(
                video(DeviceProfile.CONSERVATIVE, auto), video(DeviceProfile.VIRTIO, auto.with(DisplaySpec.Card.VGA)));
        assertEquals(
                video(DeviceProfile.VIRTIO, auto),
                video(DeviceProfile.CONSERVATIVE, auto.with(DisplaySpec.Card.VIRTIO)));
    }

    @Test
    void aScreenOfASizeFitsIntoTheMemoryOfItsCard() throws Exception {
        DisplaySpec full = DisplaySpec.AUTOMATIC.sized(1920, 1080);
        assertEquals(
                "{\"driver\":\"virtio-vga\",\"id\":\"dev.video\",\"xres\":1920,\"yres\":1080}",
                video(DeviceProfile.VIRTIO, full));
        assertTrue(video(DeviceProfile.CONSERVATIVE, full).contains("\"vgamem_mb\":16"));
        DisplaySpec great = DisplaySpec.AUTOMATIC.sized(3840, 2160);
        assertTrue(video(DeviceProfile.CONSERVATIVE, great).contains("\"vgamem_mb\":32"));
        DisplaySpec exact = DisplaySpec.AUTOMATIC.sized(4096, 2048);
        assertTrue(video(DeviceProfile.CONSERVATIVE, exact).contains("\"vgamem_mb\":32"));
    }

    @Test
    void whatTheGuestWritesToItsSerialLineIsKeptOnlyWhereThatIsWanted() throws Exception {
        assertTrue(QemuArguments.of(machine().build(), FOLDER, FACTS, plan("kvm")).stream()
                .anyMatch(argument -> argument.contains("serial.log")));
        List<String> without = QemuArguments.of(machine().serialLog(false).build(), FOLDER, FACTS, plan("kvm"));
        assertTrue(without.stream().noneMatch(argument -> argument.contains("serial.log")));
        assertTrue(without.stream().anyMatch(argument -> argument.contains("id=serial,")));
    }

    @Test
    void hostileNamesStandInJsonAlone() throws Exception {
        MachineSpec spec = machine()
                .name("Größe, \"50%\" 😀 $(reboot)")
                .addDisk(disk("disk0", "disks/a, \"b\" 50% ü 😀 \\n.qcow2", DiskFormat.QCOW2))
                .addDisk(disk("disk1", "/srv/VirtualBox VMs/nbd:host,file=x.raw", DiskFormat.RAW))
                .addCd(new CdSpec("cd0", Path.of("/srv/Foo Disc (Acme, Inc.)(2007).iso")))
                .build();
        List<String> arguments = QemuArguments.of(spec, FOLDER, FACTS, plan("tcg"));
        assertGolden("hostile.args", arguments);
        assertFalse(String.join(" ", arguments).contains("reboot"), "the machine's name never gets near QEMU");
    }

    @Test
    void anEmptyDriveHasNoFileOptions() throws Exception {
        List<String> arguments =
                QemuArguments.of(machine().addCd(new CdSpec("cd0", null)).build(), FOLDER, FACTS, plan("tcg"));
        assertTrue(arguments.contains("{\"driver\":\"ide-cd\",\"id\":\"dev.cd0\",\"bootindex\":1,\"bus\":\"ide.0\"}"));
        assertFalse(arguments.contains("-blockdev"));
    }

    @Test
    void aNetworkThatDoesNotReachThisComputerGoesThroughPasst() throws Exception {
        MachineSpec spec = machine()
                .network(new NetworkSpec(true, "52:54:00:0a:0b:0c", false, List.of(PortForward.tcp(8080, 80))))
                .build();
        LaunchPlan plan = LaunchPlan.of("tcg", "pc-q35-7.2", null, LaunchPlan.Network.PASST);
        List<String> arguments = QemuArguments.of(spec, FOLDER, FACTS, plan);
        assertTrue(arguments.contains("stream,id=net,server=off,addr.type=fd,addr.str=250"));
        assertFalse(String.join(" ", arguments).contains("user,"));
    }

    @Test
    void aMachineWithoutNetworkHasNoCard() throws Exception {
        MachineSpec spec = machine()
                .network(new NetworkSpec(false, "52:54:00:0a:0b:0c", false, List.of()))
                .build();
        List<String> arguments = QemuArguments.of(spec, FOLDER, FACTS, plan("tcg"));
        assertFalse(arguments.contains("-netdev"));
        assertFalse(String.join(" ", arguments).contains("virtio-net"));
    }

    @Test
    void theSeventhSataDriveGetsAnotherController() throws Exception {
        MachineSpecBuilder builder = machine().profile(DeviceProfile.CONSERVATIVE);
        for (int i = 0; i < 8; i++) {
            builder.addDisk(disk("disk" + i, "disks/" + i + ".raw", DiskFormat.RAW));
        }
        String all = String.join("\n", QemuArguments.of(builder.build(), FOLDER, FACTS, plan("tcg")));
        assertTrue(all.contains("{\"driver\":\"ich9-ahci\",\"id\":\"sata1\"}"));
        assertTrue(all.contains("\"bus\":\"sata1.1\""));
        assertTrue(all.contains("\"bus\":\"ide.5\""));
    }

    @Test
    void filesThatQemuCannotOpenByNameArePassed() throws Exception {
        MachineSpec spec = machine()
                .addDisk(disk("disk0", "/root/secret/a.raw", DiskFormat.RAW))
                .build();
        LaunchPlan plan =
                plan("tcg").withNames(Map.of(), Map.of(Path.of("/root/secret/a.raw"), "/dev/fdset/3"), List.of(3));
        List<String> arguments = QemuArguments.of(spec, FOLDER, FACTS, plan);
        assertTrue(arguments.contains("fd=3,set=3"));
        assertTrue(String.join("\n", arguments).contains("\"filename\":\"/dev/fdset/3\""));
    }

    @Test
    void theBoardIsTheOneThatWasPinned() throws Exception {
        LaunchPlan plan = LaunchPlan.of("tcg", "pc-q35-6.2", null, LaunchPlan.Network.SLIRP);
        List<String> arguments = QemuArguments.of(machine().build(), FOLDER, FACTS, plan);
        assertTrue(arguments.get(arguments.indexOf("-machine") + 1).startsWith("pc-q35-6.2,"));
    }
}
