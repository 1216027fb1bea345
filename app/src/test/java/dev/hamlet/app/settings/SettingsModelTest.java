package dev.hamlet.app.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.app.fx.ModelThread;
import dev.hamlet.app.machines.HurriedTime;
import dev.hamlet.app.machines.TestMachines;
import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.job.Threads;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.machine.Machine;
import dev.hamlet.engine.machine.MachineSpec;
import dev.hamlet.engine.machine.PortForward;
import dev.hamlet.engine.machine.Setting;
import dev.hamlet.engine.machine.StartOptions;
import dev.hamlet.engine.problem.MachineProblem;
import dev.hamlet.engine.problem.MediaProblem;
import dev.hamlet.engine.problem.Problem;
import dev.hamlet.engine.problem.ProblemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The settings of a machine without a window. */
class SettingsModelTest {
    private final ModelThread fx = new ModelThread();
    private final TestHost host = new TestHost();
    private final TimeSource time = new HurriedTime();

    @TempDir
    Path folder;

    private TestMachines home;
    private Machine machine;
    private SettingsModel model;

    @BeforeEach
    void open() throws Exception {
        home = new TestMachines(folder, time);
        machine = home.make("web");
        machine.start(StartOptions.CAREFUL).await();
        model = another(machine);
        fx.await("the first look", () -> model.stateProperty().get() != null);
    }

    private SettingsModel another(Machine of) {
        return new SettingsModel(of, home.store(), host, time, fx);
    }

    @AfterEach
    void close() {
        host.release();
        model.close();
        home.close();
    }

    private SettingsModel.State state() {
        return Objects.requireNonNull(model.stateProperty().get());
    }

    private MachineSpec spec() {
        return model.spec().orElseThrow();
    }

    private void settled() {
        fx.await("all is changed", () -> !model.busyProperty().get());
    }

    private Problem refused(Section section) {
        fx.await("it is refused", () -> model.failuresProperty().get().containsKey(section));
        return Objects.requireNonNull(model.failuresProperty().get().get(section));
    }

    @Test
    void memoryIsDraggedWithFewChangesAndTheLastOneHolds() {
        model.close();
        model = new SettingsModel(machine, home.store(), host, TimeSource.system(), fx);
        fx.await("the first look", () -> model.stateProperty().get() != null);
        AtomicInteger changes = new AtomicInteger();
        for (int size = 511; size >= 256; size--) {
            int aim = size;
            model.change(Setting.MEMORY, Section.RESOURCES, spec -> {
                changes.incrementAndGet();
                spec.memory(ByteSize.ofMebibytes(aim));
            });
        }
        settled();
        fx.await(
                "the guest has it",
                () -> state().guestMemory().equals(java.util.Optional.of(ByteSize.ofMebibytes(256))));
        assertEquals(ByteSize.ofMebibytes(256), spec().memory());
        assertTrue(changes.get() <= 3, changes + " changes");
        assertEquals(List.of(), state().machine().waiting());
    }

    @Test
    void whatTheGuestKeepsIsShownAsItIs() {
        home.guest(machine).keepMemory(true);
        model.memory(ByteSize.ofMebibytes(256));
        settled();
        assertEquals(ByteSize.ofMebibytes(512), state().guestMemory().orElseThrow());
    }

    @Test
    void whatWaitsIsTakenBack() {
        model.vcpus(6);
        fx.await("it waits", () -> state().machine().waiting().equals(List.of(Setting.VCPUS)));
        model.takeBack();
        fx.await("nothing waits", () -> state().machine().waiting().isEmpty());
        assertEquals(2, spec().vcpus());
    }

    @Test
    void badNamesAreRefusedWithTheReasonAndEmojiAreFine() throws Exception {
        home.make("other");
        model.name("other");
        assertInstanceOf(MachineProblem.NameTaken.class, refused(Section.GENERAL));
        for (String bad : List.of("", "   ", "x".repeat(200), "a\nb")) {
            model.dismiss(Section.GENERAL);
            model.name(bad);
            assertInstanceOf(MachineProblem.SettingInvalid.class, refused(Section.GENERAL));
        }
        assertEquals("web", spec().name());
        model.name("🦊 house");
        fx.await("it is called so", () -> spec().name().equals("🦊 house"));
        settled();
        assertTrue(model.failuresProperty().get().isEmpty(), "the old failure is over");
    }

    @Test
    void aCdThatIsGoneIsSaidAndAnotherIsPutIn() throws Exception {
        model.addDrive();
        fx.await("a drive", () -> spec().cds().size() == 1);
        model.cd("cd0", folder.resolve("gone.iso"));
        assertInstanceOf(MediaProblem.CdMissing.class, refused(Section.STORAGE));
        Path cd = Files.createFile(folder.resolve("a.iso"));
        model.cd("cd0", cd);
        fx.await("it is in", () -> cd.equals(spec().cds().getFirst().file()));
        fx.await("the drive waits", () -> state().machine().waiting().equals(List.of(Setting.CDS)));
        model.removeDrive("cd0");
        fx.await("nothing waits", () -> state().machine().waiting().isEmpty());
    }

    @Test
    void diskAreNotDetachedWhileTheGuestRuns() throws Exception {
        Path disk = Files.createFile(folder.resolve("a.raw"));
        model.attach(disk);
        assertInstanceOf(MachineProblem.WrongState.class, refused(Section.STORAGE));
        machine.forceOff().await();
        model.attach(disk);
        fx.await("it is there", () -> spec().disks().size() == 1);
        model.limit("disk0", ByteSize.ofMebibytes(5));
        fx.await("it is limited", () -> spec().disks().getFirst().limit().equals(ByteSize.ofMebibytes(5)));
        model.limit("disk0", new ByteSize(1));
        assertInstanceOf(MachineProblem.SettingInvalid.class, refused(Section.STORAGE));
        model.detach("disk0");
        fx.await("it is gone", () -> spec().disks().isEmpty());
        assertTrue(Files.exists(disk));
    }

    @Test
    void aPortOfAnotherMachineAndATakenPortAreSaidBefore() throws Exception {
        Machine other = home.make("other");
        PortForward theirs = other.spec().network().forwards().getFirst();
        model.ports().about(new PortForward(theirs.protocol(), theirs.address(), theirs.hostPort(), 99));
        fx.await("a look", () -> model.ports().lookProperty().get().isPresent());
        assertEquals("other", model.ports().lookProperty().get().orElseThrow().otherMachine());
        model.ports().forget();
        model.ports().about(PortForward.tcp(TestHost.TAKEN, 80));
        fx.await("a look", () -> model.ports().lookProperty().get().isPresent());
        assertInstanceOf(
                MachineProblem.PortTaken.class,
                model.ports().lookProperty().get().orElseThrow().problem().orElseThrow());
    }

    @Test
    void portsOfTheGuestChangeAtOnce() {
        PortForward old = spec().network().forwards().getFirst();
        model.removeForward(old);
        fx.await("it is gone", () -> spec().network().forwards().isEmpty());
        model.addForward(old);
        fx.await("it is back", () -> spec().network().forwards().equals(List.of(old)));
        settled();
        assertEquals(List.of(), state().machine().waiting());
        model.addForward(new PortForward(old.protocol(), old.address(), old.hostPort(), 99));
        assertInstanceOf(MachineProblem.PortClash.class, refused(Section.NETWORK));
        model.dismiss(Section.NETWORK);
        model.addForward(new PortForward(old.protocol(), "nowhere", 40_000, 99));
        assertInstanceOf(MachineProblem.SettingInvalid.class, refused(Section.NETWORK));
    }

    @Test
    void aMachineRemovedBehindTheWindowsBackIsSaid() throws Exception {
        machine.forceOff().await();
        machine.delete().await();
        fx.await("it is gone", () -> model.goneProperty().get());
    }

    @Test
    void aMachineWhoseFolderVanishesIsGoneToo() throws Exception {
        Machine other = home.make("other");
        try (SettingsModel settings = another(other)) {
            fx.await("the first look", () -> settings.stateProperty().get() != null);
            dev.hamlet.engine.machine.MachineFolder place = other.folder();
            Files.move(place.path(), folder.resolve("elsewhere"));
            fx.await("it is gone", () -> settings.goneProperty().get());
        }
    }

    @Test
    void aChangeWhileAnotherProcessHasTheMachineIsSaid() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch finished = new CountDownLatch(1);
        TestMachines other = new TestMachines(folder);
        Machine theirs = other.store().find("web");
        Thread changing = Threads.virtual("other", () -> {
            try {
                theirs.change(spec -> {
                    begun.countDown();
                    finished.await();
                });
            } catch (ProblemException | InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        begun.await();
        model.vcpus(3);
        assertInstanceOf(MachineProblem.MachineBusy.class, refused(Section.RESOURCES));
        finished.countDown();
        changing.join();
        model.vcpus(3);
        fx.await("it is changed", () -> spec().vcpus() == 3);
        other.close();
    }

    @Test
    void anAnswerThatDoesNotComeKeepsTheModelAlive() {
        host.hang();
        model.cd("cd0", folder.resolve("a.iso"));
        assertTrue(model.busyProperty().get());
        model.show(Section.ADVANCED);
        assertEquals(Section.ADVANCED, model.sectionProperty().get());
        host.release();
        assertInstanceOf(MediaProblem.CdMissing.class, refused(Section.STORAGE));
        settled();
    }

    @Test
    void anUnansweringGuestRefusesAndIsStillShown() {
        home.guest(machine).silent(true);
        model.memory(ByteSize.ofMebibytes(256));
        assertTrue(refused(Section.RESOURCES) != null);
        assertEquals(ByteSize.ofMebibytes(512), spec().memory());
        assertTrue(state().guestMemory().isEmpty());
    }

    @Test
    void theCommandLineIsTheOneThatWillBeUsedOrWas() throws Exception {
        assertTrue(state().arguments().contains("512M"), state().arguments()::toString);
        model.memory(ByteSize.ofMebibytes(640));
        fx.await("it waits", () -> !state().machine().waiting().isEmpty());
        assertTrue(state().arguments().contains("512M"), "this guest's own");
        machine.forceOff().await();
        fx.await("the next start's", () -> state().arguments().contains("640M"));
    }
}
