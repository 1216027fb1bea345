package dev.hamlet.app.machines;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.hamlet.app.fx.Dialogs;
import dev.hamlet.engine.host.FolderChoice;
import dev.hamlet.engine.host.Folders;
import dev.hamlet.engine.job.Job;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.machine.Machine;
import dev.hamlet.engine.machine.StartOptions;
import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.engine.problem.HypervisorProblem;
import dev.hamlet.engine.problem.MachineProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import javafx.collections.ListChangeListener;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachinesModelTest {
    @TempDir
    private Path home = Path.of("");

    private final LinkedBlockingQueue<Runnable> queue = new LinkedBlockingQueue<>();
    private final List<Dialogs.Question> asked = new ArrayList<>();
    private boolean agrees = true;
    private @Nullable TestMachines opened;

    @BeforeEach
    void open() throws ProblemException {
        opened = new TestMachines(home);
    }

    @AfterEach
    void close() {
        machines().close();
    }

    private TestMachines machines() {
        return Objects.requireNonNull(opened);
    }

    private MachinesModel model() {
        MachinesModel model =
                new MachinesModel(machines().store(), queue::add, TimeSource.system(), id -> "", (question, agreed) -> {
                    asked.add(question);
                    if (agrees) {
                        agreed.run();
                    }
                });
        await("loaded", () -> model.loadingProperty().get() == MachinesModel.Loading.DONE);
        return model;
    }

    /** Does what waits for the model's thread, which is this one, until the condition holds. */
    private void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        try {
            while (!condition.getAsBoolean()) {
                Runnable next = queue.poll(50, TimeUnit.MILLISECONDS);
                if (next != null) {
                    next.run();
                }
                if (System.nanoTime() > end) {
                    fail("not within 20 s: " + what);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            fail("interrupted");
        }
    }

    private static void awaitOpen(CountDownLatch latch) {
        try {
            assertTrue(latch.await(20, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static MachineLook look(MachinesModel model, int place) {
        return model.rows().get(place).face().look();
    }

    private static MachineRow selected(MachinesModel model) {
        return Objects.requireNonNull(model.selectedProperty().get());
    }

    @Test
    void machinesAreListedByNameAndTheFirstIsSelected() throws Exception {
        machines().make("web");
        machines().make("Database");
        try (MachinesModel model = model()) {
            assertEquals(
                    List.of("Database", "web"),
                    model.rows().stream().map(row -> row.face().name()).toList());
            assertEquals("Database", selected(model).face().name());
            assertEquals(MachineLook.STOPPED, look(model, 0));
        }
    }

    @Test
    void aSecondThatPassesChangesNoMachine() throws Exception {
        machines().make("web").start(StartOptions.CAREFUL).await();
        try (MachinesModel model = model()) {
            await("it runs", () -> look(model, 0) == MachineLook.RUNNING);
            AtomicInteger changes = new AtomicInteger();
            model.rows().addListener((ListChangeListener<MachineRow>) change -> changes.incrementAndGet());
            Instant before = model.nowProperty().get();
            TimeSource.system().sleep(Duration.ofMillis(5));
            model.tick();
            assertTrue(model.nowProperty().get().isAfter(before));
            assertEquals(0, changes.get());
        }
    }

    @Test
    void aMachineMadeElsewhereAppears() throws Exception {
        try (MachinesModel model = model()) {
            assertTrue(model.rows().isEmpty());
            assertNull(model.selectedProperty().get());
            machines().make("web");
            await("the row", () -> model.rows().size() == 1);
            assertEquals("web", selected(model).face().name());
        }
    }

    @Test
    void aLookThatArrivesLateDoesNotTakeBackWhatEventsToldMeanwhile() throws Exception {
        Machine web = machines().make("web");
        CountDownLatch looked = new CountDownLatch(1);
        CountDownLatch told = new CountDownLatch(1);
        Executor slowLook = pass -> {
            if (Thread.currentThread().getName().startsWith("machines-look")) {
                looked.countDown();
                awaitOpen(told);
            }
            queue.add(pass);
        };
        machines().hold(true);
        try (MachinesModel model =
                new MachinesModel(machines().store(), slowLook, TimeSource.system(), id -> "", (_, _) -> {})) {
            awaitOpen(looked);
            Job<?> start = web.start(StartOptions.CAREFUL);
            await("the event", () -> !model.rows().isEmpty());
            told.countDown();
            await("loaded", () -> model.loadingProperty().get() == MachinesModel.Loading.DONE);
            assertEquals(MachineLook.STARTING, look(model, 0));
            machines().hold(false);
            start.await();
        }
    }

    @Test
    void startRunsTheMachineAndIsPossibleOnlyOnce() throws Exception {
        machines().make("web");
        try (MachinesModel model = model()) {
            machines().hold(true);
            model.perform(MachineCommand.START);
            await("starting", () -> look(model, 0) == MachineLook.STARTING);
            assertTrue(model.obstacle(MachineCommand.START).getValue().isPresent());
            machines().hold(false);
            await("running", () -> look(model, 0) == MachineLook.RUNNING);
            assertTrue(model.obstacle(MachineCommand.START).getValue().isPresent());
            assertTrue(model.obstacle(MachineCommand.STOP).getValue().isEmpty());
            assertEquals(1, model.live());
        }
    }

    @Test
    void aStartThatFailsIsShownWithItsReasonUntilItIsDismissed() throws Exception {
        machines().make("web");
        HypervisorProblem why = new HypervisorProblem.EndedAtOnce(
                "qemu", "exit code 1", "no such disk", List.of(), Path.of("qemu.log"));
        machines().hypervisor().failStarts(why);
        try (MachinesModel model = model()) {
            model.perform(MachineCommand.START);
            await("did not start", () -> look(model, 0) == MachineLook.DID_NOT_START);
            assertEquals(
                    why, selected(model).failureProperty().get().orElseThrow().problem());
            model.dismiss(selected(model));
            assertEquals(MachineLook.STOPPED, look(model, 0));
        }
    }

    @Test
    void aSuccessfulStartTakesTheOldFailureAway() throws Exception {
        machines().make("web");
        machines().hypervisor().failStarts(new HypervisorProblem.MonitorLost("gone"));
        try (MachinesModel model = model()) {
            model.perform(MachineCommand.START);
            await("did not start", () -> look(model, 0) == MachineLook.DID_NOT_START);
            machines().hypervisor().failStarts(null);
            model.perform(MachineCommand.START);
            await("running", () -> look(model, 0) == MachineLook.RUNNING);
            assertTrue(selected(model).failureProperty().get().isEmpty());
        }
    }

    @Test
    void whereMemoryIsShortTheMachineCanBeStartedAnyway() throws Exception {
        machines().make("web");
        machines().shortenMemory();
        try (MachinesModel model = model()) {
            model.perform(MachineCommand.START);
            await("did not start", () -> look(model, 0) == MachineLook.DID_NOT_START);
            MachineProblem.NotEnoughMemory why = assertInstanceOf(
                    MachineProblem.NotEnoughMemory.class,
                    selected(model).failureProperty().get().orElseThrow().problem());
            model.perform(Remedies.of(why).orElseThrow());
            await("running", () -> look(model, 0) == MachineLook.RUNNING);
        }
    }

    @Test
    void pauseAndResumeFollowOneAnother() throws Exception {
        Machine web = machines().make("web");
        web.start(StartOptions.CAREFUL).await();
        try (MachinesModel model = model()) {
            assertFalse(model.resumable().getValue());
            model.perform(MachineCommand.PAUSE);
            await("paused", () -> look(model, 0) == MachineLook.PAUSED);
            assertTrue(model.resumable().getValue());
            model.perform(MachineCommand.RESUME);
            await("running", () -> look(model, 0) == MachineLook.RUNNING);
        }
    }

    @Test
    void aFullDiskIsTheShownReasonOfThePause() throws Exception {
        Machine web = machines().make("web");
        web.start(StartOptions.CAREFUL).await();
        try (MachinesModel model = model()) {
            machines().guest(web).fillDisk("disk0");
            await("paused", () -> look(model, 0) == MachineLook.PAUSED_DISK_FULL);
            model.perform(MachineCommand.RESUME);
            await("refused", () -> selected(model).failureProperty().get().isPresent());
            await("paused again", () -> look(model, 0) == MachineLook.PAUSED_DISK_FULL);
            machines().guest(web).freeDisk();
            model.perform(MachineCommand.RESUME);
            await("running", () -> look(model, 0) == MachineLook.RUNNING);
        }
    }

    @Test
    void forceOffAsksFirstAndIsNotDoneWithoutConsent() throws Exception {
        Machine web = machines().make("web");
        web.start(StartOptions.CAREFUL).await();
        try (MachinesModel model = model()) {
            agrees = false;
            model.perform(MachineCommand.FORCE_OFF);
            assertEquals(1, asked.size());
            assertTrue(machines().guest(web).isAlive());
            agrees = true;
            model.perform(MachineCommand.FORCE_OFF);
            await("stopped", () -> look(model, 0) == MachineLook.STOPPED);
        }
    }

    @Test
    void aMachineThatCrashesSaysSoWithItsLastLines() throws Exception {
        Machine web = machines().make("web");
        web.start(StartOptions.CAREFUL).await();
        try (MachinesModel model = model()) {
            machines().guest(web).crash("assertion failed");
            await("ended", () -> look(model, 0) == MachineLook.ENDED_UNEXPECTEDLY);
            MachineProblem.EndedUnexpectedly notice = assertInstanceOf(
                    MachineProblem.EndedUnexpectedly.class,
                    selected(model).snapshot().notices().getFirst());
            assertEquals(List.of("assertion failed"), notice.lastLines());
        }
    }

    @Test
    void aDeletedMachineLeavesTheListAndItsNeighbourIsSelected() throws Exception {
        machines().make("a");
        machines().make("b");
        machines().make("c");
        try (MachinesModel model = model()) {
            model.selectedProperty().set(model.rows().get(1));
            model.perform(MachineCommand.DELETE);
            await("gone", () -> model.rows().size() == 2);
            assertEquals("c", selected(model).face().name());
            try (var trash = Files.list(machines().paths().trash())) {
                assertEquals(1, trash.count());
            }
        }
    }

    @Test
    void aBrokenMachineIsListedAndCanBeDeleted() throws Exception {
        Machine web = machines().make("web");
        Files.writeString(web.folder().spec(), "{ not json");
        try (MachinesModel model = model()) {
            await("unreadable", () -> look(model, 0) == MachineLook.UNREADABLE);
            assertTrue(model.obstacle(MachineCommand.START).getValue().isPresent());
            model.perform(MachineCommand.DELETE);
            await("gone", () -> model.rows().isEmpty());
            assertNull(model.selectedProperty().get());
        }
    }

    @Test
    void aFolderThatCannotBeReadIsAProblemOfThePage() throws Exception {
        Files.createDirectories(machines().paths().data());
        Files.writeString(machines().paths().machines(), "a file where the folder should be");
        try (MachinesModel model = model()) {
            assertTrue(model.problemProperty().get().isPresent());
        }
    }

    @Test
    void machinesOnADiskThatIsGoneAreMissedAloudAndComeBackWithIt() throws Exception {
        Path disk = Files.createDirectory(home.resolve("disk"));
        machines().make("here");
        new FolderChoice(machines().paths()).choose(Folders.Kind.MACHINES, disk);
        machines().make("there");
        try (MachinesModel model = model()) {
            await("both", () -> model.rows().size() == 2);
            Path away = Files.move(disk, home.resolve("unplugged"));
            await("it is said", () -> model.problemProperty().get().isPresent());
            assertInstanceOf(
                    HostProblem.FolderAway.class, model.problemProperty().get().orElseThrow());
            assertEquals(1, model.rows().size());
            Files.move(away, disk);
            await(
                    "all is well",
                    () -> model.rows().size() == 2
                            && model.problemProperty().get().isEmpty());
        }
    }
}
