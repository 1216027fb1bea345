package dev.hamlet.app.wizard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.app.fx.ModelThread;
import dev.hamlet.app.wizard.NamedFile.Look;
import dev.hamlet.app.wizard.WizardModel.Step;
import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.job.Job;
import dev.hamlet.engine.job.Phrase;
import dev.hamlet.engine.job.Progress;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.machine.DeviceProfile;
import dev.hamlet.engine.machine.DiskSpec;
import dev.hamlet.engine.machine.Machine;
import dev.hamlet.engine.machine.MachineSpec;
import dev.hamlet.engine.machine.MachineState;
import dev.hamlet.engine.media.DiskFormat;
import dev.hamlet.engine.media.ImageFacts;
import dev.hamlet.engine.media.LibraryEntry;
import dev.hamlet.engine.problem.MachineProblem;
import dev.hamlet.engine.problem.MediaProblem;
import dev.hamlet.engine.problem.Problem;
import dev.hamlet.engine.problem.ProblemException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The dialog on a real engine: real disks and downloads, guests in memory. */
@Tag("real")
@Timeout(120)
class WizardEngineIT {
    @TempDir
    private Path folder;

    private final ModelThread thread = new ModelThread();
    private final List<Outcome> outcomes = new ArrayList<>();
    private TestHost host;

    @BeforeEach
    void open() throws Exception {
        Assumptions.assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/qemu-img")), "qemu-img is not installed (package qemu-utils)");
        host = new TestHost(folder);
    }

    @AfterEach
    void close() {
        if (host != null) {
            host.close();
        }
    }

    private WizardModel model() {
        WizardModel model = new WizardModel(
                new EngineWorkshop(host.engine, folder.resolve("keys")),
                Messages.of(Locale.ENGLISH),
                thread,
                outcomes::add);
        thread.await("the room is known", () -> model.resources().room() != null);
        return model;
    }

    private WizardModel ready() {
        WizardModel model = model();
        thread.await("ready", () -> model.obstacleProperty().getValue().isEmpty());
        return model;
    }

    private void finish(WizardModel model) {
        model.go(Step.SUMMARY);
        assertEquals(Step.SUMMARY, model.stepProperty().get());
        model.finish();
        thread.await("it has begun", () -> model.stageProperty().get() == WizardModel.Stage.OVER);
    }

    private Outcome outcome() {
        thread.await("an outcome", () -> !outcomes.isEmpty());
        return outcomes.removeFirst();
    }

    private Machine made() throws Exception {
        Outcome outcome = outcome();
        Outcome.Made made = assertInstanceOf(Outcome.Made.class, outcome, outcome::toString);
        assertTrue(made.startProblem().isEmpty(), made::toString);
        return host.engine.machines().find(made.id().value());
    }

    private Job<?> making() {
        thread.await("the work goes on", () -> job() != null);
        return Objects.requireNonNull(job());
    }

    private @Nullable Job<?> job() {
        return host.engine.jobs().running().stream()
                .filter(job -> job.snapshot().title().key().equals("job.machine-make"))
                .findFirst()
                .orElse(null);
    }

    private static void reached(CountDownLatch latch) throws InterruptedException {
        assertTrue(latch.await(30, TimeUnit.SECONDS));
    }

    private void awaitQuiet() {
        thread.await("no work goes on", () -> host.engine.jobs().running().isEmpty());
    }

    @Test
    void enterAllTheWayMakesARunningMachineOfAnImageOfTheLibrary() throws Exception {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/xorriso")), "xorriso is not installed");
        host.image("My Debian");
        WizardModel model = ready();
        model.next();
        model.next();
        model.finish();
        Machine machine = made();
        assertEquals("My Debian", machine.name());
        assertEquals(MachineState.RUNNING, machine.snapshot().state());
        MachineSpec spec = machine.spec();
        assertEquals("debian-12", spec.system());
        assertEquals(ByteSize.ofMebibytes(256), spec.memory());
        assertTrue(spec.cds().stream().anyMatch(cd -> cd.id().equals("seed")), spec::toString);
        machine.kill().await();
    }

    private List<String> files() throws Exception {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.map(Path::toString).sorted().toList();
        }
    }

    @Test
    void nothingIsWrittenBeforeTheMachineIsOrdered() throws Exception {
        host.image("My Debian");
        List<String> before = files();
        WizardModel model = ready();
        model.next();
        model.resources().nameProperty().set("web");
        model.resources().memory().type("0,5");
        model.next();
        model.close();
        assertEquals(before, files());
        assertEquals(List.of(), host.engine.machines().list());
    }

    @Test
    void anImageOfTheLibraryIsNeverOfferedLessDiskThanItHas() throws Exception {
        host.engine
                .images()
                .create(
                        "Large",
                        (into, progress) -> {
                            host.engine
                                    .disks()
                                    .create(into.resolve("disk.qcow2"), DiskFormat.QCOW2, ByteSize.ofGibibytes(70));
                            return ImageFacts.of(
                                            "Large",
                                            "",
                                            "a test",
                                            TimeSource.system().now())
                                    .withDisk(Path.of("disk.qcow2"), DiskFormat.QCOW2);
                        },
                        Progress.none());
        WizardModel model = ready();
        assertEquals(70 * 1024, model.resources().disk().value());
        assertEquals(70 * 1024, model.resources().disk().scaleProperty().get().least());
    }

    @Test
    void anInstallerGetsANewDiskBesideIt() throws Exception {
        Path cd = host.cd("installer.iso", "MY INSTALLER 1");
        WizardModel model = model();
        model.begin(cd);
        thread.await("looked at", () -> model.what().cd().source().isPresent());
        model.startNowProperty().set(false);
        finish(model);
        Machine machine = made();
        assertEquals(MachineState.STOPPED, machine.snapshot().state());
        assertEquals(cd, machine.spec().cds().getFirst().file());
        assertEquals(1, machine.spec().disks().size());
    }

    @Test
    void anInstallerIsRecognisedAndGetsWhatItsSystemNeeds() throws Exception {
        WizardModel model = model();
        model.begin(host.cd("download.iso", "Debian 12.5.0 amd64 n"));
        thread.await("looked at", () -> model.what().cd().source().isPresent());
        assertEquals("Debian 12", model.resources().nameProperty().get());
        assertEquals(
                host.engine
                        .systems()
                        .ofName("debian-12")
                        .needs()
                        .recommendedMemory()
                        .mebibytes(),
                model.resources().memory().value());
        model.startNowProperty().set(false);
        finish(model);
        MachineSpec spec = made().spec();
        assertEquals("debian-12", spec.system());
        assertEquals(DeviceProfile.VIRTIO, spec.profile());
    }

    @Test
    void anImageOfTheLibraryThatIsHandedInIsChosen() throws Exception {
        host.image("First");
        host.image("Second");
        WizardModel model = model();
        model.beginImage("First");
        thread.await("ready", () -> model.obstacleProperty().getValue().isEmpty());
        assertEquals("First", model.resources().nameProperty().get());
        model.what().searchProperty().set("Sec");
        model.beginImage("First");
        assertEquals(
                "First",
                Objects.requireNonNull(model.what().selectedProperty().get()).name());
    }

    @Test
    void aDiskThatIsHandedInStaysWhereItIs() throws Exception {
        Path disk = folder.resolve("old disk.qcow2");
        host.engine.disks().create(disk, DiskFormat.QCOW2, ByteSize.ofGibibytes(1));
        WizardModel model = model();
        model.begin(disk);
        thread.await("looked at", () -> model.what().disk().source().isPresent());
        assertEquals("old disk", model.resources().nameProperty().get());
        finish(model);
        Machine machine = made();
        assertEquals(
                List.of(new DiskSpec("disk0", disk, DiskFormat.QCOW2, false)),
                machine.spec().disks());
        machine.kill().await();
    }

    private Problem wrong(NamedFile choice) {
        thread.await("looked at", () -> choice.lookProperty().get() instanceof Look.Wrong);
        return ((Look.Wrong) choice.lookProperty().get()).problem();
    }

    @Test
    void aCdThatIsNoneOrEmptyOrGoneIsRefusedInPlace() throws Exception {
        Path text = Files.writeString(folder.resolve("text.iso"), "no CD at all".repeat(9000));
        Path empty = Files.createFile(folder.resolve("empty.iso"));
        Path gone = folder.resolve("gone.iso");
        for (Path file : List.of(text, empty)) {
            WizardModel model = model();
            model.begin(file);
            assertEquals(new MediaProblem.NotACd(file), wrong(model.what().cd()));
            assertEquals(
                    "wizard.obstacle.file",
                    model.obstacleProperty().getValue().orElseThrow().key());
        }
        WizardModel model = model();
        model.begin(gone);
        assertEquals(new MediaProblem.CdMissing("", gone), wrong(model.what().cd()));
        Files.copy(host.cd("there.iso", "THERE"), gone);
        model.what().cd().again();
        thread.await("looked at again", () -> model.what().cd().source().isPresent());
    }

    @Test
    void aCdThatMayNotBeReadIsToldToAnUnprivilegedUser() throws Exception {
        assertEquals(
                "FileUnreadable[file=" + folder.resolve("secret.iso") + ", why=permission denied]",
                UnprivilegedLook.at(host.cd("secret.iso", "SECRET")));
    }

    @Test
    void aFileThatIsNoDiskIsRefusedInPlace() throws Exception {
        WizardModel model = model();
        model.begin(Files.writeString(folder.resolve("page.qcow2"), "<!doctype html>"));
        assertInstanceOf(MediaProblem.NotADisk.class, wrong(model.what().disk()));
        model.begin(folder);
        assertInstanceOf(Problem.class, wrong(model.what().disk()));
    }

    @Test
    void aDiskOfAnotherMachineOrImageIsRefusedWithItsOwner() throws Exception {
        Path disk = folder.resolve("shared.qcow2");
        host.engine.disks().create(disk, DiskFormat.QCOW2, ByteSize.ofGibibytes(1));
        WizardModel first = model();
        first.begin(disk);
        thread.await("looked at", () -> first.what().disk().source().isPresent());
        first.resources().nameProperty().set("owner");
        finish(first);
        made().kill().await();
        WizardModel second = model();
        second.begin(disk);
        assertEquals(
                new MediaProblem.DiskTaken(disk, List.of("owner")),
                wrong(second.what().disk()));
        Path base = host.image("Base").disk().orElseThrow();
        second.begin(base);
        thread.await(
                "the image is told",
                () -> second.what()
                        .disk()
                        .lookProperty()
                        .get()
                        .equals(new Look.Wrong(new MediaProblem.DiskTaken(base, List.of("Base")))));
    }

    @Test
    void cancellingWhileTheDiskIsMadeLeavesNothing() throws Exception {
        host.holdsDisks = true;
        WizardModel model = model();
        model.what().kindProperty().set(WhatModel.Kind.EMPTY);
        finish(model);
        reached(host.diskReached);
        making().cancel();
        assertEquals(new Outcome.Cancelled("New machine"), outcome());
        awaitQuiet();
        assertEquals(List.of(), host.remains());
        assertEquals(List.of(), host.engine.machines().list());
    }

    @Test
    void cancellingWhileItStartsLeavesNothingEither() throws Exception {
        host.holdsStarts = true;
        WizardModel model = model();
        model.what().kindProperty().set(WhatModel.Kind.EMPTY);
        finish(model);
        reached(host.startReached);
        Job<?> job = making();
        job.cancel();
        job.cancel();
        assertEquals(new Outcome.Cancelled("New machine"), outcome());
        awaitQuiet();
        assertEquals(List.of(), host.remains());
        assertEquals(List.of(), host.engine.machines().list());
    }

    @Test
    void aFullDiskInTheMiddleIsToldAndLeavesNothingAndCanBeTriedAgain() throws Exception {
        host.full = true;
        WizardModel model = model();
        model.what().kindProperty().set(WhatModel.Kind.EMPTY);
        finish(model);
        Outcome.Failed failed = assertInstanceOf(Outcome.Failed.class, outcome());
        assertInstanceOf(MediaProblem.SpaceShort.class, failed.problem());
        awaitQuiet();
        assertEquals(List.of(), host.remains());
        host.full = false;
        failed.again().run();
        made().kill().await();
    }

    @Test
    void aMachineThatDoesNotStartIsThereWithTheReason() throws Exception {
        WizardModel model = model();
        model.what().kindProperty().set(WhatModel.Kind.EMPTY);
        long most = model.resources().memory().scaleProperty().get().most();
        model.resources().memory().set(most);
        finish(model);
        Outcome.Made made = assertInstanceOf(Outcome.Made.class, outcome());
        assertInstanceOf(
                MachineProblem.NotEnoughMemory.class, made.startProblem().orElseThrow());
        assertEquals(
                MachineState.STOPPED,
                host.engine.machines().find(made.id().value()).snapshot().state());
    }

    /** A site that has this file alone, and the entry of the catalogue that leads there. */
    private ServerSocket site(Path file) throws Exception {
        byte[] content = Files.readAllBytes(file);
        ServerSocket server = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(() -> serve(server, content));
        String digest =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        Path catalog = host.engine.paths().config().resolve("catalog.json");
        Files.createDirectories(catalog.getParent());
        Files.writeString(
                catalog, """
                    {"format": 1, "entries": [{"id": "mine-1", "system": "mine", "name": "Mine", "version": "1",
                      "architecture": "x86_64", "format": "qcow2", "size": %d, "cloudInit": false,
                      "memory": {"minimum": "64 MiB", "recommended": "128 MiB"},
                      "disk": {"minimum": "1 GiB", "recommended": "2 GiB"}, "firmware": ["bios"],
                      "sources": [{"url": "http://127.0.0.1:%d/mine.qcow2", "digest": "sha256:%s"}]}]}
                    """.formatted(content.length, server.getLocalPort(), digest), StandardCharsets.UTF_8);
        return server;
    }

    private static void serve(ServerSocket server, byte[] content) {
        while (true) {
            try (Socket socket = server.accept()) {
                BufferedReader request =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
                String line = request.readLine();
                while (line != null && !line.isEmpty()) {
                    line = request.readLine();
                }
                socket.getOutputStream()
                        .write(("HTTP/1.1 200 OK\r\nContent-Length: " + content.length
                                        + "\r\nConnection: close\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
                socket.getOutputStream().write(content);
            } catch (IOException e) {
                return;
            }
        }
    }

    @Test
    void whatIsDownloadedCompletelyStaysWhenTheRestIsCancelled() throws Exception {
        Path image = folder.resolve("published.qcow2");
        host.engine.disks().create(image, DiskFormat.QCOW2, ByteSize.ofGibibytes(1));
        try (ServerSocket _ = site(image)) {
            host.holdsDisks = true;
            WizardModel model = ready();
            model.what().searchProperty().set("mine");
            thread.await("ready", () -> model.obstacleProperty().getValue().isEmpty());
            finish(model);
            thread.await("the image is there", this::hasImage);
            List<Phrase> steps = new ArrayList<>();
            thread.await("the machine is being made", () -> {
                Job<?> job = job();
                if (job != null) {
                    steps.add(job.snapshot().step());
                }
                return !steps.isEmpty() && steps.getLast().key().equals("job.machine-create");
            });
            making().cancel();
            assertInstanceOf(Outcome.Cancelled.class, outcome());
            awaitQuiet();
            assertEquals(List.of(), host.remains());
            assertTrue(hasImage());
            host.holdsDisks = false;
            WizardModel again = ready();
            assertInstanceOf(
                    Offer.Way.Here.class,
                    Objects.requireNonNull(again.what().selectedProperty().get())
                            .way());
            finish(again);
            made().kill().await();
        }
    }

    private boolean hasImage() {
        try {
            return host.engine.images().list().stream().map(LibraryEntry::name).anyMatch("Mine 1"::equals);
        } catch (ProblemException e) {
            throw new AssertionError(e);
        }
    }
}
