package dev.hamlet.engine.hypervisor.qemu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.host.HamletPaths;
import dev.hamlet.engine.hypervisor.HypervisorFixture;
import dev.hamlet.engine.job.Progress;
import dev.hamlet.engine.job.Threads;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.machine.CdSpec;
import dev.hamlet.engine.machine.DeviceProfile;
import dev.hamlet.engine.machine.DiskSpec;
import dev.hamlet.engine.machine.Firmware;
import dev.hamlet.engine.machine.GuestEnd;
import dev.hamlet.engine.machine.GuestEvent;
import dev.hamlet.engine.machine.GuestStatus;
import dev.hamlet.engine.machine.Hypervisor;
import dev.hamlet.engine.machine.LaunchRecord;
import dev.hamlet.engine.machine.MachineFolder;
import dev.hamlet.engine.machine.MachineSpec;
import dev.hamlet.engine.machine.MachineSpecBuilder;
import dev.hamlet.engine.machine.NetworkSpec;
import dev.hamlet.engine.machine.PortForward;
import dev.hamlet.engine.machine.RunningGuest;
import dev.hamlet.engine.media.DiskFormat;
import dev.hamlet.engine.problem.MachineProblem;
import dev.hamlet.engine.problem.MediaProblem;
import dev.hamlet.engine.process.ProcessSpec;
import dev.hamlet.engine.process.SystemProcessLauncher;
import dev.hamlet.nativebridge.ProcessIdentity;
import dev.hamlet.nativebridge.Processes;
import dev.hamlet.nativebridge.Signal;
import dev.hamlet.nativebridge.Users;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Guests in the installed QEMU: what only a real process, a real disk and a real kernel can show. */
@Tag("real")
class QemuGuestIT extends HypervisorFixture {
    @BeforeAll
    static void requireQemu() {
        RealQemu.assumeInstalled();
    }

    @Override
    protected Hypervisor open(HamletPaths at) {
        return RealQemu.open(at);
    }

    private final SystemProcessLauncher launcher = new SystemProcessLauncher(System.getenv());

    private MachineSpecBuilder tiny(MachineSpecBuilder builder) throws Exception {
        MachineFolder folder = folderOf(builder.build());
        TinyGuest.disk(folder.disks().resolve("tiny.raw"));
        return builder.addDisk(new DiskSpec("disk0", Path.of("disks/tiny.raw"), DiskFormat.RAW, false));
    }

    private void qcow2(Path file, String... options) throws Exception {
        List<String> arguments = new ArrayList<>(List.of("create", "-q", "-f", "qcow2"));
        arguments.addAll(List.of(options));
        arguments.add(file.toString());
        arguments.add("16M");
        launcher.runOrFail(ProcessSpec.of("qemu-img", arguments));
    }

    private RunningGuest adopt(MachineSpec spec) throws Exception {
        return hypervisor.adopt(folderOf(spec)).orElseThrow();
    }

    private QmpValue ask(MachineSpec spec, String command) throws Exception {
        return new CommandMonitor(spec.name(), folderOf(spec), TimeSource.system()).execute(QmpCommand.of(command));
    }

    @Test
    void filesOfAnyNameAreTheOnesThatQemuOpens() throws Exception {
        // Reports 1 and 3 of the reference: a comma in an ISO's name, a space in a folder's.
        Path shelf = Files.createDirectory(home.resolve("VirtualBox VMs, \"50%\" ü 😀"));
        openToAll(home);
        Path iso = Files.write(shelf.resolve("Foo Disc (Acme, Inc.)(2007).iso"), new byte[1 << 20]);
        MachineSpec draft = machine().build();
        qcow2(folderOf(draft).disks().resolve("a, 'b' \"c\" %s ü 😀 \\.qcow2"));
        MachineSpec spec = draft.toBuilder()
                .addDisk(new DiskSpec("disk0", Path.of("disks/a, 'b' \"c\" %s ü 😀 \\.qcow2"), DiskFormat.QCOW2, false))
                .addCd(new CdSpec("cd0", iso))
                .build();
        launch(spec);
        List<String> files = ask(spec, "query-block").elements().stream()
                .map(drive -> drive.at("inserted").text("file"))
                .toList();
        assertTrue(files.contains("../disks/a, 'b' \"c\" %s ü 😀 \\.qcow2"), files::toString);
        assertTrue(files.contains(iso.toString()), files::toString);
    }

    @Test
    void aFolderDeeperThanASocketsPathMayBeWorks() throws Exception {
        Path deep = home;
        while (deep.toString().length() < 230) {
            deep = deep.resolve("machines of the house");
        }
        paths = HamletPaths.of(Map.of("HAMLET_HOME", deep.toString()));
        hypervisor = open(paths);
        RunningGuest guest = launch(machine().build());
        assertEquals(GuestStatus.RUNNING, guest.status());
        guest.serial(false).close();
    }

    @Test
    void aFileSystemWithoutDirectAccessServes() throws Exception {
        Path memory = Path.of("/dev/shm");
        assumeTrue(Files.isWritable(memory), "/dev/shm is not writable");
        Path place = Files.createTempDirectory(memory, "hamlet");
        try {
            paths = HamletPaths.of(Map.of("HAMLET_HOME", place.toString()));
            hypervisor = open(paths);
            RunningGuest guest = launch(tiny(machine()).build());
            try (RunningGuest.SerialLine line = guest.serial(false)) {
                TinyGuest.hear(line.channel(), TinyGuest.GREETING);
            }
            guest.forceOff();
        } finally {
            delete(place);
        }
    }

    @Test
    void leftoversOfACrashDoNotKeepAMachineFromStarting() throws Exception {
        MachineSpec spec = machine().build();
        RunningGuest first = launch(spec);
        Processes.of().signal(first.record().process(), Signal.KILL);
        assertEquals(GuestEnd.How.UNEXPECTED, first.awaitEnd(SOON).orElseThrow().how());
        assertTrue(left(folderOf(spec)).contains("command.sock"), "QEMU had no time to clean up");
        assertTrue(hypervisor.adopt(folderOf(spec)).isEmpty());
        assertEquals(GuestStatus.RUNNING, launch(spec).status());
    }

    @Test
    void aGuestWhoseRecordWasDeletedIsStillFound() throws Exception {
        MachineSpec draft = machine().build();
        MachineSpec spec = draft.toBuilder()
                .network(new NetworkSpec(true, draft.network().mac(), true, List.of(PortForward.tcp(freePort(), 22))))
                .build();
        RunningGuest guest = launch(spec);
        Files.delete(folderOf(spec).launchRecord());
        LaunchRecord found = adopt(spec).record();
        LaunchRecord started = guest.record();
        assertEquals(started.process(), found.process());
        assertEquals(started.version(), found.version());
        assertEquals(started.board(), found.board());
        assertEquals(started.vcpus(), found.vcpus());
        assertEquals(started.memory(), found.memory());
        assertEquals(started.accelerator(), found.accelerator());
        assertEquals(started.user(), found.user());
        assertEquals(started.forwards(), found.forwards());
        problem(MachineProblem.WrongState.class, () -> launch(spec));
        adopt(spec).forceOff();
        assertFalse(guest.isAlive());
    }

    @Test
    void aPidUsedAgainIsNobodysGuest() throws Exception {
        MachineSpec spec = machine().build();
        RunningGuest guest = launch(spec);
        LaunchRecord record = guest.record();
        guest.forceOff();
        // The same number, another start: this test's own process.
        ProcessIdentity self = Processes.of().self();
        ProcessIdentity stale = new ProcessIdentity(self.pid(), self.startTime() - 1, self.bootId());
        new RunFolder(folderOf(spec))
                .record(new LaunchRecord(
                        stale,
                        record.hypervisor(),
                        record.version(),
                        record.accelerator(),
                        record.board(),
                        record.vcpus(),
                        record.memory(),
                        record.user(),
                        record.started(),
                        List.of(),
                        List.of(),
                        List.of()));
        assertTrue(hypervisor.adopt(folderOf(spec)).isEmpty());
        assertEquals(GuestStatus.RUNNING, launch(spec).status());
    }

    @Test
    void aDiskInUseNamesItsUser() throws Exception {
        Path shared = home.resolve("shared.qcow2");
        openToAll(home);
        qcow2(shared);
        MachineSpec first = machine()
                .addDisk(new DiskSpec("disk0", shared, DiskFormat.QCOW2, false))
                .build();
        RunningGuest guest = launch(first);
        MachineSpec second = machine()
                .addDisk(new DiskSpec("disk0", shared, DiskFormat.QCOW2, false))
                .build();
        MediaProblem.DiskInUse used = problem(MediaProblem.DiskInUse.class, () -> launch(second));
        assertEquals(shared, used.file());
        assertTrue(used.holder().contains(Long.toString(guest.record().process().pid())), used.holder());
        assertEquals(List.of(), left(folderOf(second)));
    }

    @Test
    void anEmptyDriveAndTheConservativeProfileStart() throws Exception {
        MachineSpec spec = tiny(machine().profile(DeviceProfile.CONSERVATIVE).addCd(new CdSpec("cd0", null)))
                .build();
        RunningGuest guest = launch(spec);
        try (RunningGuest.SerialLine line = guest.serial(false)) {
            TinyGuest.hear(line.channel(), TinyGuest.GREETING);
        }
    }

    @Test
    void uefiVariablesAreTheMachinesOwnAndStay() throws Exception {
        assumeTrue(new FirmwareFinder().find().isPresent(), "no UEFI firmware is installed");
        MachineSpec spec = machine()
                .firmware(Firmware.UEFI)
                .memory(ByteSize.ofMebibytes(128))
                .build();
        RunningGuest guest = launch(spec);
        Path store = folderOf(spec).firmwareVariables();
        assertEquals("QFI", new String(Files.readAllBytes(store), 0, 3, StandardCharsets.US_ASCII));
        Object inode = Files.getAttribute(store, "unix:ino");
        guest.forceOff();
        launch(spec);
        assertEquals(inode, Files.getAttribute(store, "unix:ino"), "made once");
    }

    @Test
    void theSerialLineCarriesBytesAndItsLogKeepsThem() throws Exception {
        MachineSpec spec = tiny(machine()).build();
        RunningGuest guest = launch(spec);
        try (RunningGuest.SerialLine line = guest.serial(false)) {
            TinyGuest.hear(line.channel(), TinyGuest.GREETING);
            TinyGuest.say(line, "kitten");
            TinyGuest.hear(line.channel(), "kitten");
        }
        try (RunningGuest.SerialLine again = adopt(spec).serial(false)) {
            TinyGuest.say(again, "cat");
            TinyGuest.hear(again.channel(), "cat");
        }
        awaitLog(folderOf(spec).serialLog(), "kittencat");
    }

    @Test
    void aGuestThatSwitchesItselfOffIsToldAsSuchEvenUnwatched() throws Exception {
        MachineSpec spec = tiny(machine()).build();
        RunningGuest guest = launch(spec);
        RunningGuest other = adopt(spec);
        try (RunningGuest.SerialLine line = guest.serial(false)) {
            TinyGuest.hear(line.channel(), TinyGuest.GREETING);
            TinyGuest.say(line, "o");
        }
        assertEquals(
                GuestEnd.How.GUEST_SHUTDOWN, guest.awaitEnd(SOON).orElseThrow().how());
        // The other handle was not told by the system how the process ended; QEMU's own note says it.
        assertEquals(
                GuestEnd.How.GUEST_SHUTDOWN, other.awaitEnd(SOON).orElseThrow().how());
        assertEquals(
                GuestEnd.How.GUEST_SHUTDOWN,
                open(paths).pastEnd(folderOf(spec)).orElseThrow().how(),
                "nor does it take a handle");
    }

    @Test
    void theWatcherSeesTheGuestResetAndSwitchItselfOff() throws Exception {
        RunningGuest guest = launch(tiny(machine()).build());
        BlockingQueue<GuestEvent> events = new LinkedBlockingQueue<>();
        try (RunningGuest.Watch _ = guest.watch(events::add).orElseThrow();
                RunningGuest.SerialLine line = guest.serial(false)) {
            TinyGuest.hear(line.channel(), TinyGuest.GREETING);
            TinyGuest.say(line, "r");
            next(events, event -> event.equals(new GuestEvent.Restarted()));
            TinyGuest.hear(line.channel(), TinyGuest.GREETING);
            TinyGuest.say(line, "o");
            next(events, event -> event.equals(new GuestEvent.ShuttingDown(true)));
            GuestEvent.Ended ended = (GuestEvent.Ended) next(events, event -> event instanceof GuestEvent.Ended);
            assertEquals(GuestEnd.How.GUEST_SHUTDOWN, ended.end().how());
        }
    }

    @Test
    void aKillByOthersIsUnexpectedAndSaysTheSignal() throws Exception {
        RunningGuest guest = launch(machine().build());
        Processes.of().signal(guest.record().process(), Signal.KILL);
        GuestEnd end = guest.awaitEnd(SOON).orElseThrow();
        assertEquals(GuestEnd.How.UNEXPECTED, end.how());
        assertEquals("signal 9", end.detail());
        RunningGuest asked = launch(machine().build());
        Processes.of().signal(asked.record().process(), Signal.TERM);
        assertEquals(GuestEnd.How.UNEXPECTED, asked.awaitEnd(SOON).orElseThrow().how());
    }

    @Test
    void aKillThatNobodySawIsUnseen() throws Exception {
        MachineSpec spec = machine().build();
        RunningGuest guest = launch(spec);
        RunningGuest other = adopt(spec);
        Processes.of().signal(guest.record().process(), Signal.KILL);
        assertEquals(GuestEnd.How.UNSEEN, other.awaitEnd(SOON).orElseThrow().how());
        assertEquals(
                GuestEnd.How.UNSEEN,
                open(paths).pastEnd(folderOf(spec)).orElseThrow().how());
    }

    @Test
    void aStoppedProcessIsSilentAndCanStillBeForcedOff() throws Exception {
        RunningGuest guest = launch(machine().build());
        Processes.of().signal(guest.record().process(), Signal.STOP);
        // As often as somebody looks: what waits in vain at its socket must not keep the next one waiting for ever.
        for (int look = 0; look < 4; look++) {
            assertEquals(GuestStatus.SILENT, guest.status());
        }
        assertTrue(guest.isAlive());
        guest.forceOff();
        assertEquals(GuestEnd.How.FORCED, guest.awaitEnd(SOON).orElseThrow().how());
    }

    @Test
    void manyCommandersAtOnceAreServedOneAfterAnother() throws Exception {
        MachineSpec spec = machine().build();
        launch(spec);
        RunningGuest watching = adopt(spec);
        BlockingQueue<GuestEvent> events = new LinkedBlockingQueue<>();
        try (RunningGuest.Watch _ = watching.watch(events::add).orElseThrow();
                RunningGuest.SerialLine _ = watching.serial(false)) {
            List<Callable<GuestStatus>> all = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                int number = i;
                all.add(() -> {
                    RunningGuest mine = open(paths).adopt(folderOf(spec)).orElseThrow();
                    switch (number % 4) {
                        case 0 -> mine.pause();
                        case 1 -> mine.resume();
                        case 2 -> mine.screenshot(home.resolve("shot" + number + ".png"));
                        default -> mine.reset();
                    }
                    return mine.status();
                });
            }
            for (GuestStatus status : Threads.inParallel(all)) {
                assertTrue(status == GuestStatus.RUNNING || status == GuestStatus.PAUSED, status::toString);
            }
        }
    }

    @Test
    void aStartCutOffHalfwayLeavesNoProcess() throws Exception {
        for (int delay : new int[] {5, 20, 50, 90, 150}) {
            MachineSpec spec = machine().build();
            MachineFolder folder = folderOf(spec);
            Thread starting = Thread.currentThread();
            Thread canceller = Threads.virtual("canceller", () -> {
                try {
                    TimeSource.system().sleep(Duration.ofMillis(delay));
                    starting.interrupt();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
            boolean cut = false;
            Optional<RunningGuest> started = Optional.empty();
            try {
                started = Optional.of(hypervisor.launch(spec, folder, Progress.none()));
            } catch (InterruptedException e) {
                cut = true;
            }
            awaitInterruption(canceller);
            if (started.isPresent()) {
                started.get().kill();
            }
            assertTrue(GuestProcesses.find(folder).isEmpty(), "cut after " + delay + " ms: " + cut);
            if (cut) {
                assertEquals(List.of(), left(folder), "cut after " + delay + " ms");
            }
        }
    }

    /** It may come when the start is over already, and would cut off what comes after. */
    private static void awaitInterruption(Thread canceller) {
        while (canceller.isAlive()) {
            Thread.onSpinWait();
        }
        Thread.interrupted();
    }

    @Test
    void aFullDiskPausesTheGuestAndItGoesOnWhenThereIsRoom() throws Exception {
        assumeTrue(Users.isRoot(), "mounting a small file system needs root");
        Path small = Files.createDirectory(home.resolve("small"));
        openToAll(home);
        launcher.runOrFail(
                ProcessSpec.of("mount", List.of("-t", "tmpfs", "-o", "size=1M,mode=755", "none", small.toString())));
        try {
            Path disk = TinyGuest.disk(small.resolve("tiny.raw"));
            MachineSpec spec = machine()
                    .addDisk(new DiskSpec("disk0", disk, DiskFormat.RAW, false))
                    .build();
            RunningGuest guest = launch(spec);
            BlockingQueue<GuestEvent> events = new LinkedBlockingQueue<>();
            try (RunningGuest.Watch _ = guest.watch(events::add).orElseThrow();
                    RunningGuest.SerialLine line = guest.serial(false)) {
                TinyGuest.hear(line.channel(), TinyGuest.GREETING);
                TinyGuest.say(line, "w");
                GuestEvent.DiskFailed failed =
                        (GuestEvent.DiskFailed) next(events, event -> event instanceof GuestEvent.DiskFailed);
                assertEquals("disk0", failed.disk());
                assertTrue(failed.noSpace());
                next(events, event -> event.equals(new GuestEvent.StatusChanged(GuestStatus.PAUSED_NO_SPACE)));
                assertEquals(GuestStatus.PAUSED_NO_SPACE, guest.status());
                launcher.runOrFail(ProcessSpec.of("mount", List.of("-o", "remount,size=16M", small.toString())));
                guest.resume();
                TinyGuest.hear(line.channel(), "written");
                assertEquals(GuestStatus.RUNNING, guest.status());
            }
            guest.forceOff();
        } finally {
            launcher.run(ProcessSpec.of("umount", List.of("-l", small.toString())));
        }
    }

    @Test
    void runAsRootQemuIsSomebodyElseAndGetsItsFilesAllTheSame() throws Exception {
        assumeTrue(Users.isRoot(), "only root has rights to give up");
        // Nobody else may enter this folder: the disk and what it builds on are given as descriptors.
        Path secret = Files.createDirectory(home.resolve("secret"));
        Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rwx------"));
        MachineSpec draft = machine().build();
        Path base = TinyGuest.disk(secret.resolve("base, \"1\".raw"));
        Path disk = folderOf(draft).path().resolveSibling("over.qcow2");
        launcher.runOrFail(ProcessSpec.of(
                "qemu-img",
                List.of("create", "-q", "-f", "qcow2", "-b", base.toString(), "-F", "raw", disk.toString())));
        Path iso = Files.write(secret.resolve("a.iso"), new byte[1 << 20]);
        MachineSpec spec = draft.toBuilder()
                .addDisk(new DiskSpec("disk0", disk, DiskFormat.QCOW2, false))
                .addCd(new CdSpec("cd0", iso))
                .build();
        RunningGuest guest = launch(spec);
        try (RunningGuest.SerialLine line = guest.serial(false)) {
            TinyGuest.hear(line.channel(), TinyGuest.GREETING);
            TinyGuest.say(line, "w");
            TinyGuest.hear(line.channel(), "written");
        }
        String status = Files.readString(
                Path.of("/proc", Long.toString(guest.record().process().pid()), "status"));
        String user = guest.record().user();
        assertTrue(status.contains("Uid:\t%s\t%s\t%s\t%s".formatted(user, user, user, user)), status);
        assertTrue(status.contains("NoNewPrivs:\t1"), status);
        assertTrue(status.contains("Seccomp:\t2"), status);
        assertTrue(status.contains("CapEff:\t0000000000000000"), status);
        assertTrue(Files.size(disk) > 3 << 20, "the overlay was written to");
        assertEquals(0L, ((Number) Files.getAttribute(disk, "unix:uid")).longValue(), "it is still root's");
    }

    /** QEMU writes a byte to the socket first, and to the end of its log right after. */
    private static String awaitLog(Path log, String end) throws IOException {
        long limit = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        String text = Files.readString(log);
        while (!text.endsWith(end)) {
            assertTrue(System.nanoTime() < limit, "the log does not end with " + end);
            Thread.onSpinWait();
            text = Files.readString(log);
        }
        return text;
    }

    @Test
    void theSerialLogIsCutWhenItIsLookedAt() throws Exception {
        MachineSpec spec = tiny(machine()).build();
        RunningGuest guest = launch(spec);
        try (RunningGuest.SerialLine line = guest.serial(false)) {
            TinyGuest.hear(line.channel(), TinyGuest.GREETING);
        }
        Path log = folderOf(spec).serialLog();
        Files.write(log, "line of the past\n".repeat(600_000).getBytes(StandardCharsets.US_ASCII));
        try (RunningGuest.SerialLine line = guest.serial(false)) {
            assertTrue(Files.size(log) <= QemuLog.LONGEST_SERIAL / 2);
            TinyGuest.say(line, "kitten");
            TinyGuest.hear(line.channel(), "kitten");
        }
        String kept = awaitLog(log, "kitten");
        assertTrue(kept.startsWith("\nline of the past\n"), "whole lines are kept");
    }

    @Test
    void noDescriptorOrThreadIsLeftBehind() throws Exception {
        launchAndEnd();
        long before = descriptors();
        for (int i = 0; i < 5; i++) {
            launchAndEnd();
        }
        assertTrue(
                TimeSource.system().await(() -> descriptors() <= before, SOON, Duration.ofMillis(10)),
                () -> before + " descriptors before, " + descriptors() + " after");
    }

    private void launchAndEnd() throws Exception {
        RunningGuest guest = launch(tiny(machine()).build());
        Optional<RunningGuest.Watch> watch = guest.watch(event -> {});
        guest.serial(false).close();
        guest.status();
        guest.forceOff();
        watch.orElseThrow().close();
        guest.close();
    }

    private static long descriptors() {
        String[] open = Path.of("/proc/self/fd").toFile().list();
        return open == null ? 0 : open.length;
    }

    private MachineSpec reaching(MachineSpec spec) throws Exception {
        return spec.toBuilder().network(spec.network().withReachesHost(true)).build();
    }

    @Test
    void anotherCdIsInTheDriveAndNoneOnceItIsTakenOut() throws Exception {
        openToAll(home);
        Path first = Files.write(home.resolve("first.iso"), new byte[1 << 20]);
        Path second = Files.write(home.resolve("a, \"second\" ü:1.iso"), new byte[1 << 21]);
        MachineSpec spec = machine().addCd(new CdSpec("cd0", first)).build();
        RunningGuest guest = launch(spec);
        guest.changeCd("cd0", second);
        QmpValue drive = ask(spec, "query-block").elements().stream()
                .filter(one -> one.text("qdev").contains("dev.cd0"))
                .findFirst()
                .orElseThrow();
        assertEquals(second.toString(), drive.at("inserted").text("file"));
        assertTrue(drive.at("inserted").flag("ro"));
        assertFalse(drive.flag("tray_open"));
        guest.changeCd("cd0", null);
        assertTrue(ask(spec, "query-block").elements().stream()
                .filter(one -> one.text("qdev").contains("dev.cd0"))
                .noneMatch(one -> one.has("inserted")));
    }

    private static boolean holds(RunningGuest guest, Path file) throws Exception {
        Path all = Path.of("/proc", Long.toString(guest.record().pid()), "fd");
        try (Stream<Path> descriptors = Files.list(all)) {
            return descriptors.anyMatch(one -> {
                try {
                    return Files.readSymbolicLink(one).equals(file);
                } catch (IOException closedMeanwhile) {
                    return false;
                }
            });
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aCdThatIsTakenOutIsNoLongerHeldOpen(boolean readableByAll) throws Exception {
        if (readableByAll) {
            openToAll(home);
        }
        Path real = Files.createDirectory(home.resolve("cds")).toRealPath();
        Path image = Files.write(real.resolve("setup.iso"), new byte[1 << 20]);
        if (readableByAll) {
            openToAll(real);
        } else {
            // As root, QEMU's own user is given it as a descriptor.
            Files.setPosixFilePermissions(image, PosixFilePermissions.fromString("rw-------"));
        }
        RunningGuest guest = launch(machine().addCd(new CdSpec("cd0", image)).build());
        assertTrue(holds(guest, image));
        guest.changeCd("cd0", null);
        assertTrue(TimeSource.system().await(() -> isLetGo(guest, image), SOON, Duration.ofMillis(10)));
    }

    private static boolean isLetGo(RunningGuest guest, Path image) {
        try {
            return !holds(guest, image);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aDisksLimitHoldsFromTheStartAndIsChanged() throws Exception {
        MachineSpec draft = tiny(machine()).build();
        MachineSpec spec = draft.toBuilder()
                .disks(List.of(draft.disks().getFirst().withLimit(ByteSize.ofMebibytes(5))))
                .build();
        RunningGuest guest = launch(spec);
        assertEquals(5 << 20, limitOfDisk(spec));
        guest.limitDisk(spec.disks().getFirst().withLimit(ByteSize.ofMebibytes(7)));
        assertEquals(7 << 20, limitOfDisk(spec));
        guest.limitDisk(spec.disks().getFirst().withLimit(DiskSpec.UNLIMITED));
        assertEquals(0, limitOfDisk(spec));
    }

    private long limitOfDisk(MachineSpec spec) throws Exception {
        return ask(spec, "query-block").elements().stream()
                .filter(one -> one.text("qdev").contains("dev.disk0"))
                .findFirst()
                .orElseThrow()
                .at("inserted")
                .number("bps");
    }

    @Test
    void aForwardedPortIsListenedOnUntilItIsTakenBack() throws Exception {
        MachineSpec spec = reaching(machine().build());
        RunningGuest guest = launch(spec);
        PortForward forward = PortForward.tcp(freePort(), 54_330);
        assertFalse(answers(forward));
        guest.addForward(forward);
        assertTrue(answers(forward));
        guest.removeForward(forward);
        assertFalse(answers(forward));
    }

    private static boolean answers(PortForward forward) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), forward.hostPort())) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }
}
