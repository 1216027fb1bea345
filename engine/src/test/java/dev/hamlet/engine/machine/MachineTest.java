package dev.hamlet.engine.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.engine.job.Job;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.problem.HypervisorProblem;
import dev.hamlet.engine.problem.MachineProblem;
import dev.hamlet.engine.problem.Problem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.nativebridge.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineTest {
    private static final Duration SHORT = Duration.ofMillis(1);

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

    private static Problem problemOf(Job<?> job) {
        return assertThrows(ProblemException.class, job::await).problem();
    }

    private static MachineState state(Machine machine) {
        return machine.snapshot().state();
    }

    private static void eventually(BooleanSupplier condition) throws InterruptedException {
        assertTrue(TimeSource.system().await(condition, Duration.ofSeconds(20), Duration.ofMillis(5)));
    }

    @Test
    void aStartedMachineRunsAndASecondStartIsHarmless() throws Exception {
        Machine web = home.machine("web");
        Job<Effect> first = web.start(StartOptions.CAREFUL);
        Job<Effect> second = web.start(StartOptions.CAREFUL);
        assertEquals(Effect.DONE, first.await());
        assertEquals(Effect.ALREADY_SO, second.await());
        assertEquals(MachineState.RUNNING, state(web));
        assertEquals("pc-q35-7.2", web.spec().board(), "the board is kept from the first start on");
        assertFalse(Files.exists(web.folder().startMarker()));
    }

    @Test
    void aMachineThatAnotherProcessStartedIsRunningAlready() throws Exception {
        Machine here = home.machine("web");
        MachineStore elsewhere = home.otherStore();
        elsewhere.find("web").start(StartOptions.CAREFUL).await();
        assertEquals(Effect.ALREADY_SO, here.start(StartOptions.CAREFUL).await());
        assertEquals(MachineState.RUNNING, state(here));
    }

    @Test
    void aStartThatIsRefusedLeavesTheMachineAsItWas() throws Exception {
        Machine web = home.machine("web");
        Problem why = new MachineProblem.NotEnoughMemory("web", 8, 4);
        home.refuseStarts(why);
        assertEquals(why, problemOf(web.start(StartOptions.CAREFUL)));
        assertEquals(MachineState.STOPPED, state(web));
        assertFalse(Files.exists(web.folder().startMarker()));
        assertEquals(Effect.DONE, web.start(new StartOptions(true)).await());
    }

    @Test
    void aStartThatFailsLeavesTheMachineStartable() throws Exception {
        Machine web = home.machine("web");
        Problem why = new HypervisorProblem.EndedAtOnce("qemu", "exit code 1", "", List.of(), folder);
        home.hypervisor().failStarts(why);
        assertEquals(why, problemOf(web.start(StartOptions.CAREFUL)));
        assertEquals(MachineState.STOPPED, state(web));
        home.hypervisor().failStarts(null);
        assertEquals(Effect.DONE, web.start(StartOptions.CAREFUL).await());
    }

    @Test
    void aGuestThatObeysIsStoppedInGoodOrder() throws Exception {
        Machine web = home.running("web");
        assertEquals(Effect.DONE, web.stop(Duration.ofSeconds(10), false).await());
        assertEquals(MachineState.STOPPED, state(web));
        GuestEnd end = web.snapshot().lastEnd();
        assertNotNull(end);
        assertEquals(GuestEnd.How.GUEST_SHUTDOWN, end.how());
        assertEquals(List.of(), web.snapshot().notices());
        assertEquals(Effect.ALREADY_SO, web.stop(SHORT, false).await());
    }

    @Test
    void aGuestThatIgnoresTheShutdownRunsOnUnlessForceIsAsked() throws Exception {
        Machine web = home.running("web");
        home.guest(web).ignoreShutdown(true);
        assertInstanceOf(MachineProblem.GuestIgnoresShutdown.class, problemOf(web.stop(SHORT, false)));
        assertEquals(MachineState.RUNNING, state(web));
        assertEquals(Effect.DONE, web.stop(SHORT, true).await());
        GuestEnd end = web.snapshot().lastEnd();
        assertNotNull(end);
        assertEquals(GuestEnd.How.FORCED, end.how());
    }

    @Test
    void aGuestThatIsAskedToStopCanBeForcedOffMeanwhile() throws Exception {
        Machine web = home.running("web");
        home.guest(web).ignoreShutdown(true);
        Job<Effect> asking = web.stop(Duration.ofDays(365), false);
        eventually(() -> state(web) == MachineState.STOPPING);
        assertEquals(Effect.DONE, web.forceOff().await());
        assertEquals(Effect.DONE, asking.await());
        assertEquals(MachineState.STOPPED, state(web));
    }

    @Test
    void aGuestThatWasStillBootingAtTheFirstPressIsAskedAgain() throws Exception {
        Machine web = home.running("web");
        home.guest(web).ignoreShutdown(true);
        Job<Effect> asking = web.stop(Duration.ofSeconds(60), false);
        eventually(() -> state(web) == MachineState.STOPPING);
        home.guest(web).ignoreShutdown(false);
        assertEquals(Effect.DONE, asking.await());
        assertEquals(MachineState.STOPPED, state(web));
    }

    @Test
    void aPausedGuestIsResumedBeforeItIsAskedToStop() throws Exception {
        Machine web = home.running("web");
        web.pause().await();
        assertEquals(Effect.DONE, web.stop(Duration.ofSeconds(10), false).await());
    }

    @Test
    void pauseAndResumeAreDoneOnceAndRefusedWhereTheyMakeNoSense() throws Exception {
        Machine web = home.machine("web");
        assertEquals(new MachineProblem.WrongState("web", "pause", "stopped"), problemOf(web.pause()));
        assertEquals(new MachineProblem.WrongState("web", "resume", "stopped"), problemOf(web.resume()));
        assertEquals(new MachineProblem.WrongState("web", "reset", "stopped"), problemOf(web.reset()));
        web.start(StartOptions.CAREFUL).await();
        assertEquals(Effect.DONE, web.pause().await());
        assertEquals(MachineState.PAUSED, state(web));
        assertEquals(Effect.ALREADY_SO, web.pause().await());
        assertEquals(
                new MachineProblem.WrongState("web", "start", "paused"), problemOf(web.start(StartOptions.CAREFUL)));
        assertEquals(Effect.DONE, web.resume().await());
        assertEquals(Effect.ALREADY_SO, web.resume().await());
        assertEquals(MachineState.RUNNING, state(web));
    }

    @Test
    void aFullDiskPausesTheGuestWithItsReasonUntilThereIsRoom() throws Exception {
        Machine web = home.running("web");
        home.guest(web).fillDisk("disk0");
        web.refresh();
        assertEquals(MachineState.PAUSED, state(web));
        assertInstanceOf(
                MachineProblem.PausedDiskFull.class, web.snapshot().notices().getFirst());
        assertInstanceOf(MachineProblem.PausedDiskFull.class, problemOf(web.resume()));
        home.guest(web).freeDisk();
        assertEquals(Effect.DONE, web.resume().await());
        assertEquals(List.of(), web.snapshot().notices());
    }

    @Test
    void aCrashIsToldWithItsLastWordsUntilTheNextStart() throws Exception {
        Machine web = home.running("web");
        home.guest(web).crash("assertion failed");
        web.refresh();
        assertEquals(MachineState.STOPPED, state(web));
        var notice = assertInstanceOf(
                MachineProblem.EndedUnexpectedly.class, web.snapshot().notices().getFirst());
        assertEquals(List.of("assertion failed"), notice.lastLines());
        assertEquals(
                GuestEnd.How.UNEXPECTED,
                Objects.requireNonNull(home.otherStore().find("web").snapshot().lastEnd())
                        .how());
        web.start(StartOptions.CAREFUL).await();
        assertEquals(List.of(), web.snapshot().notices());
        assertNull(web.snapshot().lastEnd());
    }

    @Test
    void aCrashThatAWindowWatchedIsKeptWithItsCauseForTheNextOne() throws Exception {
        Machine web = home.machine("web");
        home.store().follow();
        web.start(StartOptions.CAREFUL).await();
        home.guest(web).crash("assertion failed");
        eventually(() -> state(web) == MachineState.STOPPED);
        eventually(() -> Files.exists(web.folder().lastEnd()));
        assertEquals(
                GuestEnd.How.UNEXPECTED,
                Objects.requireNonNull(home.otherStore().find("web").snapshot().lastEnd())
                        .how());
    }

    @Test
    void anEndThatNobodySawIsSaidToBeUnseen() throws Exception {
        Machine web = home.machine("web");
        home.write(web.folder().launchRecord(), "{}");
        home.write(web.folder().run().resolve("command.sock"), "");
        home.write(web.folder().hypervisorLog(), "one\ntwo\n");
        web.refresh();
        assertEquals(MachineState.STOPPED, state(web));
        var notice = assertInstanceOf(
                MachineProblem.EndedUnseen.class, web.snapshot().notices().getFirst());
        assertEquals(List.of("one", "two"), notice.lastLines());
        assertFalse(Files.exists(web.folder().launchRecord()));
        assertFalse(Files.exists(web.folder().run().resolve("command.sock")));
    }

    @Test
    void aStartThatWasCutOffIsMendedAndOneThatGoesOnIsShown() throws Exception {
        Machine web = home.machine("web");
        home.write(web.folder().startMarker(), "");
        try (FileLock _ = FileLock.tryAcquire(web.folder().lock()).orElseThrow()) {
            web.refresh();
            assertEquals(MachineState.STARTING, state(web));
        }
        web.refresh();
        assertEquals(MachineState.STOPPED, state(web));
        assertFalse(Files.exists(web.folder().startMarker()));
        assertEquals(Effect.DONE, web.start(StartOptions.CAREFUL).await());
    }

    @Test
    void aWindowThatFollowsSeesWhatOthersDo() throws Exception {
        home.close();
        // Two stores wait here for one another's locks, which takes a clock that goes by itself.
        home = new TestHome(folder.resolve("real"), TimeSource.system());
        Machine web = home.machine("web");
        home.store().follow();
        Machine elsewhere = home.otherStore().find("web");
        elsewhere.start(StartOptions.CAREFUL).await();
        eventually(() -> state(web) == MachineState.RUNNING);
        elsewhere.pause().await();
        eventually(() -> state(web) == MachineState.PAUSED);
        elsewhere.resume().await();
        eventually(() -> state(web) == MachineState.RUNNING);
        elsewhere.kill().await();
        eventually(() -> state(web) == MachineState.STOPPED);
        elsewhere.delete().await();
        eventually(() -> home.store().known().isEmpty());
    }

    @Test
    void aGuestWhoseMonitorIsSilentKeepsItsStateWithANotice() throws Exception {
        Machine web = home.running("web");
        home.guest(web).silent(true);
        web.refresh();
        assertEquals(MachineState.RUNNING, state(web));
        assertInstanceOf(
                HypervisorProblem.MonitorSilent.class, web.snapshot().notices().getFirst());
        home.guest(web).silent(false);
        web.refresh();
        assertEquals(List.of(), web.snapshot().notices());
    }

    @Test
    void closingTheStoreLeavesTheGuestsRunning() throws Exception {
        Machine web = home.running("web");
        home.store().close();
        assertTrue(home.guest(web).isAlive());
        assertEquals(MachineState.RUNNING, state(home.otherStore().find("web")));
    }
}
