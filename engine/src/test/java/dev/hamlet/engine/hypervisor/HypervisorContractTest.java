package dev.hamlet.engine.hypervisor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.engine.display.DisplayEvent;
import dev.hamlet.engine.display.DisplaySession;
import dev.hamlet.engine.display.Heard;
import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.job.Progress;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.machine.CdSpec;
import dev.hamlet.engine.machine.DiskSpec;
import dev.hamlet.engine.machine.GuestEnd;
import dev.hamlet.engine.machine.GuestEvent;
import dev.hamlet.engine.machine.GuestStatus;
import dev.hamlet.engine.machine.KernelSpec;
import dev.hamlet.engine.machine.MachineFolder;
import dev.hamlet.engine.machine.MachineSpec;
import dev.hamlet.engine.machine.NetworkSpec;
import dev.hamlet.engine.machine.PortForward;
import dev.hamlet.engine.machine.RunningGuest;
import dev.hamlet.engine.machine.Setting;
import dev.hamlet.engine.media.DiskFormat;
import dev.hamlet.engine.media.Samples;
import dev.hamlet.engine.problem.DisplayProblem;
import dev.hamlet.engine.problem.HypervisorProblem;
import dev.hamlet.engine.problem.MachineProblem;
import dev.hamlet.engine.problem.MediaProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

/** What every hypervisor keeps to. The guest has no medium: it runs its firmware and nothing else. */
public abstract class HypervisorContractTest extends HypervisorFixture {
    @Test
    void capabilitiesNameVersionBoardsAndAccelerator() throws Exception {
        var capabilities = hypervisor.capabilities();
        assertFalse(capabilities.version().isEmpty());
        assertTrue(capabilities.boards().getFirst().startsWith("pc-q35-"));
        assertTrue(List.of("kvm", "tcg").contains(capabilities.accelerator()));
        assertEquals(capabilities, hypervisor.capabilities());
    }

    @Test
    void aLaunchedGuestRunsAndSaysWhatItIs() throws Exception {
        MachineSpec spec = machine().build();
        RunningGuest guest = launch(spec);
        assertTrue(guest.isAlive());
        assertEquals(GuestStatus.RUNNING, guest.status());
        assertEquals(hypervisor.id(), guest.record().hypervisor());
        assertEquals(
                hypervisor.capabilities().boards().getFirst(), guest.record().board());
        assertTrue(guest.awaitEnd(Duration.ZERO).isEmpty());
    }

    @Test
    void aPinnedBoardStays() throws Exception {
        String board = hypervisor.capabilities().boards().getLast();
        assertEquals(board, launch(machine().board(board).build()).record().board());
    }

    @Test
    void pauseAndResumeAreHarmlessTwice() throws Exception {
        RunningGuest guest = launch(machine().build());
        guest.pause();
        guest.pause();
        assertEquals(GuestStatus.PAUSED, guest.status());
        guest.resume();
        guest.resume();
        assertEquals(GuestStatus.RUNNING, guest.status());
    }

    @Test
    void aForcedEndIsToldAsSuch() throws Exception {
        MachineSpec spec = machine().build();
        RunningGuest guest = launch(spec);
        guest.forceOff();
        assertFalse(guest.isAlive());
        GuestEnd end = guest.awaitEnd(SOON).orElseThrow();
        assertEquals(GuestEnd.How.FORCED, end.how());
        assertTrue(hypervisor.adopt(folderOf(spec)).isEmpty());
        problem(HypervisorProblem.MonitorLost.class, guest::pause);
        problem(HypervisorProblem.MonitorLost.class, guest::status);
    }

    @Test
    void aKilledGuestEndsAndStartsAgain() throws Exception {
        MachineSpec spec = machine().build();
        RunningGuest first = launch(spec);
        first.kill();
        assertEquals(GuestEnd.How.FORCED, first.awaitEnd(SOON).orElseThrow().how());
        RunningGuest second = launch(spec);
        assertEquals(GuestStatus.RUNNING, second.status());
        assertTrue(first.awaitEnd(Duration.ZERO).isPresent(), "the first guest has ended whatever runs now");
    }

    @Test
    void aSecondStartOfARunningMachineIsRefused() throws Exception {
        MachineSpec spec = machine().build();
        RunningGuest guest = launch(spec);
        MachineProblem.WrongState refused = problem(MachineProblem.WrongState.class, () -> launch(spec));
        assertEquals("start", refused.command());
        assertEquals(GuestStatus.RUNNING, guest.status());
    }

    @Test
    void aGuestIsFoundByWhoDidNotStartIt() throws Exception {
        MachineSpec spec = machine().build();
        MachineFolder folder = folderOf(spec);
        assertTrue(hypervisor.adopt(folder).isEmpty());
        RunningGuest guest = launch(spec);
        RunningGuest found = hypervisor.adopt(folder).orElseThrow();
        assertEquals(guest.record(), found.record());
        found.pause();
        assertEquals(GuestStatus.PAUSED, guest.status());
        found.close();
        assertTrue(guest.isAlive(), "letting go leaves it running");
        hypervisor.adopt(folder).orElseThrow().forceOff();
        assertFalse(guest.isAlive());
    }

    @Test
    void aGuestWithoutAnAgentSharesNoClipboard() throws Exception {
        assertFalse(launch(machine().build()).sharesClipboard());
    }

    @Test
    void twoGuestsAreToldApart() throws Exception {
        RunningGuest deb =
                launch(MachineSpec.named("deb").memory(ByteSize.ofMebibytes(64)).build());
        RunningGuest other = launch(
                MachineSpec.named("deb-2").memory(ByteSize.ofMebibytes(64)).build());
        deb.forceOff();
        assertFalse(deb.isAlive());
        assertEquals(GuestStatus.RUNNING, other.status());
    }

    @Test
    void theWatcherIsToldWhatHappens() throws Exception {
        MachineSpec spec = machine().build();
        RunningGuest guest = launch(spec);
        BlockingQueue<GuestEvent> events = new LinkedBlockingQueue<>();
        try (RunningGuest.Watch _ = guest.watch(events::add).orElseThrow()) {
            next(events, event -> event.equals(new GuestEvent.StatusChanged(GuestStatus.RUNNING)));
            guest.pause();
            next(events, event -> event.equals(new GuestEvent.StatusChanged(GuestStatus.PAUSED)));
            guest.resume();
            next(events, event -> event.equals(new GuestEvent.StatusChanged(GuestStatus.RUNNING)));
            guest.reset();
            next(events, event -> event.equals(new GuestEvent.Restarted()));
            guest.forceOff();
            GuestEvent ended = next(events, event -> event instanceof GuestEvent.Ended);
            assertEquals(GuestEnd.How.FORCED, ((GuestEvent.Ended) ended).end().how());
        }
    }

    @Test
    void oneWatcherAtATimeHasTheEvents() throws Exception {
        MachineSpec spec = machine().build();
        RunningGuest guest = launch(spec);
        RunningGuest other = hypervisor.adopt(folderOf(spec)).orElseThrow();
        RunningGuest.Watch first = guest.watch(event -> {}).orElseThrow();
        assertTrue(other.watch(event -> {}).isEmpty());
        first.close();
        BlockingQueue<GuestEvent> events = new LinkedBlockingQueue<>();
        // A watch that was closed makes room, as soon as its line is let go.
        RunningGuest.Watch second = awaitWatch(other, events);
        guest.pause();
        next(events, event -> event.equals(new GuestEvent.StatusChanged(GuestStatus.PAUSED)));
        second.close();
        // Commands go on while nobody watches.
        guest.resume();
        assertEquals(GuestStatus.RUNNING, guest.status());
    }

    private static RunningGuest.Watch awaitWatch(RunningGuest guest, BlockingQueue<GuestEvent> events)
            throws ProblemException, InterruptedException {
        long end = System.nanoTime() + SOON.toNanos();
        while (System.nanoTime() < end) {
            Optional<RunningGuest.Watch> watch = guest.watch(events::add);
            if (watch.isPresent()) {
                return watch.get();
            }
            TimeSource.system().sleep(Duration.ofMillis(5));
        }
        throw new AssertionError("the events are still held");
    }

    @Test
    void theSerialLineHasOneReaderAndCanBeTaken() throws Exception {
        RunningGuest guest = launch(machine().build());
        try (RunningGuest.SerialLine first = guest.serial(false)) {
            MachineProblem.SerialHeld held = problem(
                    MachineProblem.SerialHeld.class, () -> guest.serial(false).close());
            assertEquals(ProcessHandle.current().pid(), held.pid());
            try (RunningGuest.SerialLine second = guest.serial(true)) {
                ByteBuffer buffer = ByteBuffer.allocate(4096);
                int read = 0;
                while (read >= 0) {
                    buffer.clear();
                    read = first.channel().read(buffer);
                }
                assertTrue(second.channel().isOpen());
                problem(
                        MachineProblem.SerialHeld.class,
                        () -> guest.serial(false).close());
            }
        }
        guest.serial(false).close();
    }

    @Test
    void aPictureOfTheScreenIsAWholePngFile() throws Exception {
        RunningGuest guest = launch(machine().build());
        Path file = home.resolve("a picture, \"50%\" ü.png");
        Files.writeString(file, "old");
        guest.screenshot(file);
        byte[] png = Files.readAllBytes(file);
        assertArrayEquals(new byte[] {(byte) 0x89, 'P', 'N', 'G'}, Arrays.copyOf(png, 4));
        assertArrayEquals(new byte[] {'I', 'E', 'N', 'D'}, Arrays.copyOfRange(png, png.length - 8, png.length - 4));
    }

    @Test
    void theDisplayIsShownToWhoeverAsksAndEndsWithTheGuest() throws Exception {
        RunningGuest guest = launch(machine().build());
        Heard one = new Heard();
        Heard other = new Heard();
        try (DisplaySession first = guest.display(one)) {
            try (DisplaySession second = guest.display(other)) {
                for (Heard heard : List.of(one, other)) {
                    heard.next(DisplayEvent.FeaturesChanged.class);
                    heard.awaitFrame();
                }
                assertEquals(first.framebuffer().size(), second.framebuffer().size());
                assertTrue(first.features().physicalKeys());
            }
            assertEquals(Optional.empty(), other.end());
            guest.kill();
            assertEquals(
                    machine().build().name(),
                    one.end(DisplayProblem.DisplayGone.class).name());
        }
        problem(
                DisplayProblem.DisplayGone.class,
                () -> guest.display(new Heard()).close());
    }

    @Test
    void aGuestInWhichNoAgentRunsTellsOfNoInterfaces() throws Exception {
        assertEquals(Optional.empty(), launch(machine().build()).interfaces());
    }

    @Test
    void aMissingDiskIsNamedAndNothingIsLeft() throws Exception {
        MachineSpec spec = machine()
                .addDisk(new DiskSpec("disk0", Path.of("disks/gone, \"50%\" ü.qcow2"), DiskFormat.QCOW2, false))
                .build();
        MediaProblem.DiskMissing missing = problem(MediaProblem.DiskMissing.class, () -> launch(spec));
        assertEquals(folderOf(spec).resolve(Path.of("disks/gone, \"50%\" ü.qcow2")), missing.file());
        assertEquals(List.of(), left(folderOf(spec)));
        problem(MediaProblem.DiskMissing.class, () -> hypervisor.check(spec, folderOf(spec)));
    }

    @Test
    void aBackingFileThatMovedIsNamedAndNothingIsLeft() throws Exception {
        MachineSpec spec = machine()
                .addDisk(new DiskSpec("disk0", Path.of("disks/overlay"), DiskFormat.QCOW2, false))
                .build();
        Path disk = folderOf(spec).disks().resolve("overlay");
        Path base = folderOf(spec).disks().resolve("moved away, \"50%\" ü.raw");
        Files.write(disk, Samples.qcow2(base.toString(), "raw"));
        MediaProblem.BackingMissing missing = problem(MediaProblem.BackingMissing.class, () -> launch(spec));
        assertEquals(new MediaProblem.BackingMissing(disk, base), missing);
        assertEquals(List.of(), left(folderOf(spec)));
        problem(MediaProblem.BackingMissing.class, () -> hypervisor.check(spec, folderOf(spec)));
    }

    @Test
    void aDiskOfAnotherFormatIsRefused() throws Exception {
        MachineSpec spec = machine()
                .addDisk(new DiskSpec("disk0", Path.of("disks/a"), DiskFormat.QCOW2, false))
                .build();
        Files.write(folderOf(spec).disks().resolve("a"), new byte[1 << 20]);
        MediaProblem.DiskFormatWrong wrong = problem(MediaProblem.DiskFormatWrong.class, () -> launch(spec));
        assertEquals("qcow2", wrong.expected());
    }

    @Test
    void aMissingCdAndAMissingKernelAreNamed() throws Exception {
        MachineSpec cd =
                machine().addCd(new CdSpec("cd0", home.resolve("gone.iso"))).build();
        assertEquals(
                home.resolve("gone.iso"),
                problem(MediaProblem.CdMissing.class, () -> launch(cd)).file());
        assertEquals(
                cd.name(),
                problem(MediaProblem.CdMissing.class, () -> launch(cd)).name());
        MachineSpec kernel = machine()
                .kernel(new KernelSpec(home.resolve("vmlinuz"), null, ""))
                .build();
        assertEquals(
                home.resolve("vmlinuz"),
                problem(MediaProblem.KernelMissing.class, () -> launch(kernel)).file());
    }

    @Test
    void aTakenPortNamesItsHolderAndAFreeOne() throws Exception {
        try (ServerSocket holder = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            MachineSpec spec = machine()
                    .forwards(List.of(PortForward.tcp(holder.getLocalPort(), 22)))
                    .build();
            MachineProblem.PortTaken taken = problem(MachineProblem.PortTaken.class, () -> launch(spec));
            assertEquals(holder.getLocalPort(), taken.port());
            assertTrue(
                    taken.holder().contains("process " + ProcessHandle.current().pid()), taken.holder());
            assertNotEquals(holder.getLocalPort(), taken.free());
            try (ServerSocket free = new ServerSocket(taken.free(), 1, InetAddress.getLoopbackAddress())) {
                assertTrue(free.isBound());
            }
            assertEquals(List.of(), left(folderOf(spec)));
        }
    }

    @Test
    void aCancelledStartLeavesNothing() throws Exception {
        MachineSpec spec = machine().build();
        MachineFolder folder = folderOf(spec);
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, () -> hypervisor.launch(spec, folder, Progress.none()));
        assertFalse(Thread.interrupted(), "the interruption is spent");
        assertEquals(List.of(), left(folder));
        assertTrue(hypervisor.adopt(folder).isEmpty());
    }

    /** A machine that QEMU's own network serves, wherever passt is installed. */
    private static MachineSpec reaching(List<PortForward> forwards) throws Exception {
        MachineSpec draft = machine().build();
        return draft.toBuilder()
                .network(new NetworkSpec(true, draft.network().mac(), true, forwards))
                .build();
    }

    @Test
    void aGuestTellsItsMemoryAndIsAskedToGiveSomeBack() throws Exception {
        MachineSpec spec = machine().build();
        RunningGuest guest = launch(spec);
        assertTrue(guest.live().contains(Setting.MEMORY));
        assertEquals(spec.memory(), guest.memory().orElseThrow());
        ByteSize less = ByteSize.ofMebibytes(spec.memory().mebibytes() / 2);
        guest.changeMemory(less);
        ByteSize has = guest.memory().orElseThrow();
        assertTrue(has.compareTo(less) >= 0 && has.compareTo(spec.memory()) <= 0, has::toString);
        guest.changeMemory(spec.memory());
        assertEquals(spec.memory(), guest.memory().orElseThrow());
    }

    @Test
    void aCdIsChangedTakenOutAndPutIn() throws Exception {
        openToAll(home);
        Path first = Files.write(home.resolve("first.iso"), new byte[1 << 20]);
        Path second = Files.write(home.resolve("a, \"second\" ü:1.iso"), new byte[1 << 20]);
        RunningGuest guest = launch(machine()
                .addCd(new CdSpec("cd0", first))
                .addCd(new CdSpec("cd1", null))
                .build());
        assertTrue(guest.live().contains(Setting.CDS));
        guest.changeCd("cd0", second);
        guest.changeCd("cd0", null);
        guest.changeCd("cd0", null);
        guest.changeCd("cd0", first);
        guest.changeCd("cd1", second);
        MediaProblem.CdMissing missing =
                problem(MediaProblem.CdMissing.class, () -> guest.changeCd("cd1", home.resolve("gone.iso")));
        assertEquals(home.resolve("gone.iso"), missing.file());
        problem(MediaProblem.FileUnreadable.class, () -> guest.changeCd("cd1", home));
        assertEquals(GuestStatus.RUNNING, guest.status());
    }

    @Test
    void theCableIsPluggedOutAndInHarmlesslyTwice() throws Exception {
        RunningGuest guest = launch(reaching(List.of()));
        assertTrue(guest.live().contains(Setting.CONNECTED));
        guest.changeLink(false);
        guest.changeLink(false);
        guest.changeLink(true);
        guest.changeLink(true);
    }

    @Test
    void portsAreForwardedAndNoLonger() throws Exception {
        RunningGuest guest = launch(reaching(List.of()));
        assertTrue(guest.live().contains(Setting.FORWARDS));
        PortForward forward = PortForward.tcp(freePort(), 22);
        guest.addForward(forward);
        guest.removeForward(forward);
        guest.removeForward(forward);
        guest.addForward(forward);
        try (ServerSocket holder = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            MachineProblem.PortTaken taken = problem(
                    MachineProblem.PortTaken.class, () -> guest.addForward(PortForward.tcp(holder.getLocalPort(), 22)));
            assertEquals(holder.getLocalPort(), taken.port());
        }
        problem(MachineProblem.PortNeedsPrivilege.class, () -> guest.addForward(PortForward.tcp(1, 22)));
    }

    @Test
    void whatAGuestWasGivenIsKnownToWhoFindsIt() throws Exception {
        MachineSpec spec = machine().build();
        RunningGuest guest = launch(spec);
        RunningGuest other = hypervisor.adopt(folderOf(spec)).orElseThrow();
        assertEquals(spec, guest.record().settings());
        Path cd = home.resolve("some.iso");
        MachineSpec given = spec.toBuilder()
                .forwards(List.of(PortForward.tcp(54_400, 22)))
                .addCd(new CdSpec("cd0", cd))
                .build();
        guest.note(given);
        for (RunningGuest one :
                List.of(guest, other, hypervisor.adopt(folderOf(spec)).orElseThrow())) {
            assertEquals(given, one.record().settings());
            assertEquals(given.network().forwards(), one.record().forwards());
            assertTrue(one.record().files().contains(cd), "the CD is the guest's while it is in its drive");
        }
        guest.note(spec);
        assertFalse(other.record().files().contains(cd));
    }

    @Test
    void aGuestThatHasEndedTakesNothing() throws Exception {
        RunningGuest guest = launch(machine().build());
        guest.forceOff();
        problem(HypervisorProblem.MonitorLost.class, () -> guest.changeMemory(ByteSize.ofMebibytes(32)));
        problem(HypervisorProblem.MonitorLost.class, () -> guest.changeLink(false));
        problem(HypervisorProblem.MonitorLost.class, () -> guest.changeCd("cd0", null));
    }
}
