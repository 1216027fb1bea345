package dev.hamlet.engine.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.media.DiskFormat;
import dev.hamlet.engine.problem.MachineProblem;
import dev.hamlet.engine.problem.Problem;
import dev.hamlet.engine.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MachineSpecJsonTest {
    private static final Path FILE = Path.of("machine.json");

    private static MachineSpec full() throws ProblemException {
        return MachineSpec.named("Übung, \"eins\" 100 % 🐧")
                .system("debian-12")
                .group("Lab 🧪")
                .profile(DeviceProfile.CONSERVATIVE)
                .vcpus(4)
                .cpuLimit(40)
                .memory(ByteSize.ofGibibytes(2))
                .firmware(Firmware.UEFI)
                .acceleration(Acceleration.SOFTWARE)
                .board("pc-q35-7.2")
                .addDisk(new DiskSpec("disk0", Path.of("disks/disk0.qcow2"), DiskFormat.QCOW2, false))
                .addDisk(new DiskSpec("disk1", Path.of("/srv/Foo Disc (Acme, Inc.).vmdk"), DiskFormat.VMDK, true))
                .addCd(new CdSpec("cd0", Path.of("/srv/a,b.iso")))
                .addCd(new CdSpec("cd1", null))
                .bootFromCd(true)
                .display(new DisplaySpec(DisplaySpec.Card.VGA, 1920, 1080))
                .serialLog(false)
                .kernel(new KernelSpec(Path.of("/boot/vmlinuz"), Path.of("/boot/initrd"), "console=ttyS0 quiet"))
                .forwards(List.of(
                        PortForward.tcp(2222, 22), new PortForward(PortForward.Protocol.UDP, "0.0.0.0", 5353, 53)))
                .build();
    }

    private static MachineSpec read(String json) throws ProblemException {
        return MachineSpecJson.read(json.getBytes(StandardCharsets.UTF_8), FILE);
    }

    private static String written(MachineSpec spec) {
        return new String(MachineSpecJson.write(spec), StandardCharsets.UTF_8);
    }

    private static Problem problemOf(String json) {
        return assertThrows(ProblemException.class, () -> read(json)).problem();
    }

    @Test
    void whatIsWrittenIsReadAgain() throws ProblemException {
        MachineSpec spec = full();
        MachineSpec again = read(written(spec));
        assertEquals(spec.toBuilder().unknown(again.unknown()).build(), again);
        assertEquals(written(spec), written(again));
    }

    @Test
    void keysOfALaterVersionAreKeptWhereverTheyStand() throws ProblemException {
        String json = written(full())
                .replaceFirst("\\{", "{ \"colour\": {\"r\": 1},")
                .replace("\"id\" : \"disk1\"", "\"id\" : \"disk1\", \"iops\" : 900")
                .replace("\"id\" : \"cd1\"", "\"id\" : \"cd1\", \"tray\" : \"open\"")
                .replace("\"mac\"", "\"mtu\" : 9000, \"mac\"")
                .replace("\"hostPort\" : 2222", "\"hostPort\" : 2222, \"label\" : \"ssh\"")
                .replace("\"commandLine\"", "\"dtb\" : \"x.dtb\", \"commandLine\"");
        MachineSpec changed = read(json).toBuilder().vcpus(2).name("other").build();
        String again = written(changed);
        for (String kept : List.of("\"colour\"", "\"iops\"", "\"tray\"", "\"mtu\"", "\"label\"", "\"dtb\"")) {
            assertTrue(again.contains(kept), kept + " is missing in " + again);
        }
        assertTrue(again.contains("\"vcpus\" : 2"));
    }

    @Test
    void whatWasRemovedDoesNotComeBackAsAnUnknownKey() throws ProblemException {
        MachineSpec bare = read(written(full())).toBuilder()
                .kernel(null)
                .disks(List.of())
                .forwards(List.of())
                .build();
        MachineSpec again = read(written(bare));
        assertEquals(null, again.kernel());
        assertEquals(List.of(), again.disks());
        assertEquals(List.of(), again.network().forwards());
    }

    @Test
    void aFileOfANewerFormatIsRefusedAndSaysSo() throws ProblemException {
        Problem problem = problemOf(written(full()).replace("\"format\" : 1", "\"format\" : 7"));
        assertEquals(new MachineProblem.MachineFromFuture(FILE, 7, MachineSpecJson.FORMAT), problem);
    }

    @Test
    void aTruncatedFileIsRefusedAtEveryLength() throws ProblemException {
        String json = written(full()).stripTrailing();
        for (int length = 0; length < json.length(); length++) {
            Problem problem = problemOf(json.substring(0, length));
            assertInstanceOf(MachineProblem.MachineUnreadable.class, problem);
        }
    }

    @Test
    void aWrongTypeIsNamedWithItsLine() throws ProblemException {
        String json = written(full()).replace("\"vcpus\" : 4", "\"vcpus\" : \"four\"");
        var problem = assertInstanceOf(MachineProblem.MachineUnreadable.class, problemOf(json));
        assertEquals("\"vcpus\" must be a whole number", problem.why());
        assertTrue(json.lines().toList().get(problem.line() - 1).contains("vcpus"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "null", "3", "\"x\"", "{}", "{\"format\":1}", "{} {}", "{\"name\":null}"})
    void whatIsNoMachineIsRefused(String json) {
        assertInstanceOf(MachineProblem.MachineUnreadable.class, problemOf(json));
    }

    @Test
    void randomDamageNeverEndsInAnythingButAProblem() throws ProblemException {
        byte[] good = MachineSpecJson.write(full());
        Random random = new Random(42);
        int refused = 0;
        for (int i = 0; i < 5_000; i++) {
            byte[] bad = good.clone();
            for (int n = random.nextInt(4) + 1; n > 0; n--) {
                bad[random.nextInt(bad.length)] = (byte) random.nextInt(256);
            }
            try {
                MachineSpecJson.read(bad, FILE);
            } catch (ProblemException e) {
                refused++;
            }
        }
        assertTrue(refused > 1_000, "only " + refused + " damaged files were refused");
    }
}
