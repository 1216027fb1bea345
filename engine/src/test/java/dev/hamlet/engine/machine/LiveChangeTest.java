package dev.hamlet.engine.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.media.DiskFormat;
import dev.hamlet.engine.problem.MachineProblem;
import dev.hamlet.engine.problem.MediaProblem;
import dev.hamlet.engine.problem.Problem;
import dev.hamlet.engine.problem.ProblemException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Settings that are changed while the guest runs. */
class LiveChangeTest {
    private static final ByteSize GIB = ByteSize.ofGibibytes(1);

    @TempDir
    Path folder;

    private TestHome home;

    @BeforeEach
    void open() throws Exception {
        home = new TestHome(folder);
    }

    @AfterEach
    void close() {
        home.close();
    }

    private Machine running(Machine.Change change) throws Exception {
        Machine machine = home.machine("web", change);
        machine.start(StartOptions.CAREFUL).await();
        return machine;
    }

    private static List<Setting> waiting(Machine machine) {
        return machine.snapshot().waiting();
    }

    private static Problem refused(Machine machine, Machine.Change change) {
        return assertThrows(ProblemException.class, () -> machine.change(change))
                .problem();
    }

    private static MachineSpec has(Machine machine) {
        return Objects.requireNonNull(
                Objects.requireNonNull(machine.snapshot().launch()).settings());
    }

    private static int freePort() throws Exception {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Test
    void aLimitOfTheProcessorsActsAtOnceWhereItCanBeKeptAndElseWaits() throws Exception {
        Machine machine = running(spec -> spec.vcpus(2));
        machine.change(spec -> spec.cpuLimit(50));
        assertEquals(List.of(), waiting(machine));
        assertEquals(50, has(machine).cpuLimit());
        home.guest(machine).live(Set.of());
        machine.change(spec -> spec.cpuLimit(MachineSpec.NO_CPU_LIMIT));
        assertEquals(List.of(Setting.CPU_LIMIT), waiting(machine));
        assertInstanceOf(MachineProblem.SettingInvalid.class, refused(machine, spec -> spec.cpuLimit(0)));
        assertInstanceOf(MachineProblem.SettingInvalid.class, refused(machine, spec -> spec.cpuLimit(101)));
    }

    @Test
    void memoryGoesToTheGuestAtOnceUpToWhatItWasStartedWith() throws Exception {
        Machine machine = running(spec -> spec.memory(GIB));
        ByteSize half = ByteSize.ofMebibytes(512);
        machine.change(spec -> spec.memory(half));
        assertEquals(half, machine.guestMemory().orElseThrow());
        assertEquals(List.of(), waiting(machine));
        machine.change(spec -> spec.memory(ByteSize.ofGibibytes(2)));
        assertEquals(GIB, machine.guestMemory().orElseThrow(), "all that it was started with");
        assertEquals(List.of(Setting.MEMORY), waiting(machine));
        machine.change(spec -> spec.memory(GIB));
        assertEquals(List.of(), waiting(machine));
    }

    @Test
    void whatCannotActWaitsForTheNextStartAndCanBeTakenBack() throws Exception {
        Machine machine = running(spec -> spec.vcpus(2));
        machine.change(spec -> spec.vcpus(4).system("windows-11").bootFromCd(true));
        assertEquals(List.of(Setting.VCPUS, Setting.SYSTEM, Setting.BOOT_FROM_CD), waiting(machine));
        machine.change(spec -> Setting.VCPUS.copy(has(machine), spec));
        assertEquals(List.of(Setting.SYSTEM, Setting.BOOT_FROM_CD), waiting(machine));
        assertEquals(2, machine.spec().vcpus());
        machine.forceOff().await();
        machine.start(StartOptions.CAREFUL).await();
        assertEquals(List.of(), waiting(machine));
    }

    @Test
    void everySettingCanBeTakenBack() throws Exception {
        DiskSpec disk = new DiskSpec("disk0", Path.of("disks/a.raw"), DiskFormat.RAW, false);
        MachineSpec one = MachineSpec.named("one")
                .addDisk(disk)
                .addCd(new CdSpec("cd0", null))
                .build();
        MachineSpec other = one.toBuilder()
                .vcpus(3)
                .cpuLimit(50)
                .display(new DisplaySpec(DisplaySpec.Card.VGA, 0, 0))
                .serialLog(false)
                .memory(ByteSize.ofGibibytes(7))
                .system("windows-11")
                .firmware(Firmware.UEFI)
                .profile(DeviceProfile.CONSERVATIVE)
                .acceleration(Acceleration.SOFTWARE)
                .disks(List.of(
                        new DiskSpec("disk1", Path.of("disks/b.raw"), DiskFormat.RAW, false),
                        disk.withLimit(ByteSize.ofMebibytes(1))))
                .cds(List.of())
                .bootFromCd(true)
                .network(new NetworkSpec(false, one.network().mac(), true, List.of(PortForward.tcp(2222, 22))))
                .build();
        MachineSpecBuilder back = other.toBuilder();
        for (Setting setting : Setting.values()) {
            assertEquals(true, setting.differs(one, other), setting::name);
            setting.copy(one, back);
        }
        assertEquals(one, back.build());
    }

    @Test
    void aCdIsChangedAtOnceAndIsTheGuestsWhileItIsIn() throws Exception {
        Path first = Files.createFile(folder.resolve("first.iso"));
        Path second = Files.createFile(folder.resolve("second.iso"));
        Machine machine = running(spec -> spec.addCd(new CdSpec("cd0", first)));
        machine.change(spec -> spec.cds(List.of(new CdSpec("cd0", second))));
        assertEquals(List.of(), waiting(machine));
        assertEquals(List.of("web"), home.store().fileUsers().of(second));
        assertEquals(List.of(), home.store().fileUsers().of(first));
    }

    @Test
    void aCdThatIsGoneOrHeldChangesNothing() throws Exception {
        Path first = Files.createFile(folder.resolve("first.iso"));
        Machine machine = running(spec -> spec.addCd(new CdSpec("cd0", first)));
        MachineSpec before = machine.spec();
        assertInstanceOf(
                MediaProblem.CdMissing.class,
                refused(machine, spec -> spec.cds(List.of(new CdSpec("cd0", folder.resolve("gone.iso"))))));
        home.guest(machine).holdCds(true);
        assertInstanceOf(
                MachineProblem.CdLocked.class, refused(machine, spec -> spec.cds(List.of(new CdSpec("cd0", null)))));
        assertEquals(before.cds(), machine.spec().cds());
        assertEquals(List.of(), waiting(machine));
    }

    @Test
    void aNewDriveWaitsForTheNextStartWithItsCd() throws Exception {
        Path cd = Files.createFile(folder.resolve("first.iso"));
        Machine machine = running(spec -> {});
        machine.change(spec -> spec.addCd(new CdSpec("cd0", cd)));
        assertEquals(List.of(Setting.CDS), waiting(machine));
    }

    @Test
    void forwardsActAtOnceWhereTheNetworkTakesThem() throws Exception {
        Machine machine = running(spec -> {});
        PortForward forward = PortForward.tcp(freePort(), 22);
        machine.change(spec -> spec.forwards(List.of(forward)));
        assertEquals(List.of(), waiting(machine));
        assertEquals(
                List.of(forward),
                Objects.requireNonNull(machine.snapshot().launch()).forwards());
        home.guest(machine).live(EnumSet.of(Setting.MEMORY));
        machine.change(spec -> spec.forwards(List.of()));
        assertEquals(List.of(Setting.FORWARDS), waiting(machine));
        assertEquals(
                List.of(forward),
                Objects.requireNonNull(machine.snapshot().launch()).forwards(),
                "the port is forwarded until the guest ends");
    }

    @Test
    void aTakenPortChangesNothing() throws Exception {
        Machine machine = running(spec -> {});
        try (ServerSocket holder = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Problem problem =
                    refused(machine, spec -> spec.forwards(List.of(PortForward.tcp(holder.getLocalPort(), 22))));
            assertInstanceOf(MachineProblem.PortTaken.class, problem);
        }
        assertEquals(List.of(), machine.spec().network().forwards());
        assertEquals(List.of(), waiting(machine));
    }

    @Test
    void aStepThatFailsLeavesATrueNoteOfTheStepsBefore() throws Exception {
        Machine machine = running(spec -> spec.memory(GIB));
        try (ServerSocket holder = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertInstanceOf(
                    MachineProblem.PortTaken.class,
                    refused(
                            machine,
                            spec -> spec.memory(ByteSize.ofMebibytes(512))
                                    .forwards(List.of(PortForward.tcp(holder.getLocalPort(), 22)))));
        }
        assertEquals(GIB, machine.spec().memory());
        assertEquals(List.of(Setting.MEMORY), waiting(machine), "the guest has given memory back");
    }

    @Test
    void cableAndDiskLimitActAtOnceAndNamesAreNobodysToWaitFor() throws Exception {
        Machine machine = home.machine("web");
        home.write(machine.folder().disks().resolve("a.raw"), "x".repeat(512));
        machine.change(spec -> spec.addDisk(new DiskSpec("disk0", Path.of("disks/a.raw"), DiskFormat.RAW, false)));
        machine.start(StartOptions.CAREFUL).await();
        machine.change(spec -> spec.network(spec.network().withConnected(false))
                .disks(List.of(spec.disks().getFirst().withLimit(ByteSize.ofMebibytes(4))))
                .name("web 2")
                .group("lab"));
        assertEquals(List.of(), waiting(machine));
        assertEquals("web 2", machine.snapshot().name());
    }

    @Test
    void disksAreReorderedForTheNextStartAndNotAdded() throws Exception {
        Machine machine = home.machine("web");
        DiskSpec first = new DiskSpec("disk0", Path.of("disks/a.raw"), DiskFormat.RAW, false);
        DiskSpec second = new DiskSpec("disk1", Path.of("disks/b.raw"), DiskFormat.RAW, false);
        for (DiskSpec disk : List.of(first, second)) {
            home.write(machine.folder().resolve(disk.file()), "x".repeat(512));
        }
        machine.change(spec -> spec.disks(List.of(first, second)));
        machine.start(StartOptions.CAREFUL).await();
        machine.change(spec -> spec.disks(List.of(second, first)));
        assertEquals(List.of(Setting.DISKS), waiting(machine));
        assertInstanceOf(MachineProblem.WrongState.class, refused(machine, spec -> spec.disks(List.of(second))));
    }

    @Test
    void anotherProcessSeesWhatTheGuestWasGiven() throws Exception {
        Machine machine = running(spec -> spec.memory(GIB));
        Machine other = home.otherStore().find("web");
        machine.change(spec -> spec.memory(ByteSize.ofMebibytes(512)).vcpus(7));
        other.refresh();
        assertEquals(ByteSize.ofMebibytes(512), has(other).memory());
        assertEquals(List.of(Setting.VCPUS), waiting(other));
    }

    @Test
    void aStoppedMachineHasNothingThatWaits() throws Exception {
        Machine machine = home.machine("web");
        machine.change(spec -> spec.vcpus(7));
        assertEquals(List.of(), waiting(machine));
        assertEquals(Set.of(), machine.live());
        assertEquals(true, machine.guestMemory().isEmpty());
    }
}
