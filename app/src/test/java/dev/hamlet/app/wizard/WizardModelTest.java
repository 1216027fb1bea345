package dev.hamlet.app.wizard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.app.fx.ModelThread;
import dev.hamlet.app.fx.SliderScale.Meaning;
import dev.hamlet.app.fx.SliderScale.Zone;
import dev.hamlet.app.wizard.WizardModel.Stage;
import dev.hamlet.app.wizard.WizardModel.Step;
import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.job.Phrase;
import dev.hamlet.engine.machine.Firmware;
import dev.hamlet.engine.machine.PortForward;
import dev.hamlet.engine.problem.DownloadProblem;
import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.engine.problem.MachineProblem;
import dev.hamlet.engine.problem.MediaProblem;
import dev.hamlet.engine.problem.Problem;
import dev.hamlet.engine.problem.ProblemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the dialog chooses by itself and what it refuses, on a host as each test likes. */
class WizardModelTest {
    private final ModelThread thread = new ModelThread();
    private final List<Outcome> outcomes = new ArrayList<>();
    private TestWorkshop workshop;

    @BeforeEach
    void open() throws ProblemException {
        workshop = new TestWorkshop();
    }

    private WizardModel model() {
        WizardModel model = new WizardModel(workshop, Messages.of(Locale.ENGLISH), thread, outcomes::add);
        thread.await("ready", () -> obstacle(model).isEmpty());
        return model;
    }

    private static String obstacle(WizardModel model) {
        return model.obstacleProperty().getValue().map(Phrase::key).orElse("");
    }

    private static WizardModel atResources(WizardModel model) {
        model.next();
        assertEquals(Step.RESOURCES, model.stepProperty().get());
        return model;
    }

    private static Optional<Problem> nameFault(WizardModel model) {
        return model.resources().nameFaultProperty().get();
    }

    @Test
    void everyStepHasASaneAnswerAlready() {
        WizardModel model = atResources(model());
        ResourcesModel resources = model.resources();
        assertEquals("Debian 12", resources.nameProperty().get());
        assertEquals(2, resources.vcpus().value());
        assertEquals(1024, resources.memory().value());
        assertEquals(20 * 1024, resources.disk().value());
        assertEquals(Firmware.UEFI, resources.firmwareProperty().get());
        assertFalse(resources.reachesHostProperty().get());
        assertEquals(Zone.COMFORTABLE, resources.fitProperty().get());
        assertEquals(12, resources.access().passwordProperty().get().length());
        assertTrue(resources.access().madeUpProperty().get());
        assertTrue(model.startNowProperty().get());
        model.next();
        assertEquals(Step.SUMMARY, model.stepProperty().get());
        assertEquals("", obstacle(model));
    }

    @Test
    void aNameThatExistsIsMadeUnique() {
        workshop.names.addAll(List.of("debian 12", "Debian 12 2"));
        assertEquals("Debian 12 3", model().resources().nameProperty().get());
    }

    @Test
    void aNameThatExistsIsRefusedInPlaceWithAFreeOne() {
        workshop.names.add("web");
        WizardModel model = atResources(model());
        model.resources().nameProperty().set(" WEB ");
        assertEquals(Optional.of(new MachineProblem.NameTaken("WEB", "WEB 2")), nameFault(model));
        assertEquals("wizard.obstacle.name", obstacle(model));
        model.next();
        assertEquals(Step.RESOURCES, model.stepProperty().get());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "a\nb", "\u0000", "\ud83d"})
    void aNameThatCannotBeIsRefusedInPlace(String name) {
        WizardModel model = atResources(model());
        model.resources().nameProperty().set(name);
        assertInstanceOf(MachineProblem.SettingInvalid.class, nameFault(model).orElseThrow());
        assertEquals("wizard.obstacle.name", obstacle(model));
    }

    @Test
    void aNameOf200CharactersIsRefusedAndEmojiAreNot() {
        WizardModel model = atResources(model());
        model.resources().nameProperty().set("x".repeat(200));
        assertTrue(nameFault(model).isPresent());
        model.resources().nameProperty().set("my \"first\" 🐳, 100%");
        assertEquals(Optional.empty(), nameFault(model));
        assertEquals("", obstacle(model));
    }

    @Test
    void aNameThatAPersonWroteStaysWhenAnotherSystemIsChosen() {
        WizardModel model = model();
        WhatModel what = model.what();
        what.selectedProperty().set(what.offers().get(2));
        thread.await("looked at", () -> obstacle(model).isEmpty());
        assertEquals("Ubuntu 24.04", model.resources().nameProperty().get());
        model.resources().nameProperty().set("web");
        what.selectedProperty().set(what.offers().get(0));
        thread.await("looked at", () -> obstacle(model).isEmpty());
        assertEquals("web", model.resources().nameProperty().get());
    }

    @Test
    void whereLessIsFreeThanAdvisedLessIsTaken() {
        workshop.memoryFree = ByteSize.ofMebibytes(900);
        ResourcesModel resources = model().resources();
        assertEquals(896, resources.memory().value());
        assertEquals(Zone.TIGHT, resources.fitProperty().get());
    }

    @Test
    void aHostWithLessFreeThanTheLeastStillMakesAMachineAndSaysSo() {
        workshop.memoryFree = ByteSize.ofMebibytes(100);
        WizardModel model = atResources(model());
        assertEquals(512, model.resources().memory().value());
        assertEquals(Zone.BEYOND, model.resources().fitProperty().get());
        assertEquals("", obstacle(model));
    }

    @Test
    void aHostWithLessMemoryThanTheLeastOffersWhatItHas() {
        workshop.memory = ByteSize.ofMebibytes(300);
        workshop.memoryFree = ByteSize.ofMebibytes(50);
        WizardModel model = atResources(model());
        assertEquals(300, model.resources().memory().value());
        assertEquals(64, model.resources().memory().scaleProperty().get().least());
    }

    @Test
    void oneProcessorIsAllThatOneProcessorGives() {
        workshop.processors = 1;
        ResourcesModel resources = model().resources();
        assertEquals(1, resources.vcpus().value());
        assertEquals(1, resources.vcpus().scaleProperty().get().most());
    }

    @Test
    void theScalesAreMarkedWithWhatTheSystemNeedsAndTheHostHas() {
        var marks = model().resources().memory().scaleProperty().get().marks();
        assertEquals(
                List.of(Meaning.LEAST, Meaning.ADVISED, Meaning.FREE, Meaning.MOST),
                marks.stream().map(mark -> mark.meaning()).toList());
        assertEquals(
                List.of(512L, 1024L, 17L * 1024, 31L * 1024),
                marks.stream().map(mark -> mark.at()).toList());
    }

    @Test
    void aFigureThatCannotBeKeepsThePersonHere() {
        WizardModel model = atResources(model());
        model.resources().memory().type("a lot");
        assertEquals("wizard.obstacle.amount", obstacle(model));
        model.next();
        assertEquals(Step.RESOURCES, model.stepProperty().get());
        model.resources().memory().type("1,5");
        model.next();
        assertEquals(Step.SUMMARY, model.stepProperty().get());
        assertEquals(1536, model.resources().memory().value());
    }

    @Test
    void aMachineThatNobodyCouldSignInToIsRefused() {
        WizardModel model = atResources(model());
        model.resources().access().passwordProperty().set("");
        assertEquals("wizard.obstacle.access", obstacle(model));
        model.resources().access().passwordProperty().set("correct horse");
        assertEquals("", obstacle(model));
        assertFalse(model.resources().access().madeUpProperty().get());
        model.resources().access().userProperty().set("Ünsal the Great");
        MediaProblem.SeedInvalid fault = assertInstanceOf(
                MediaProblem.SeedInvalid.class,
                model.resources().access().faultProperty().get().orElseThrow());
        assertEquals("user", fault.field());
    }

    @Test
    void aKeyOfTheUserIsOfferedAndEnough() throws Exception {
        workshop.withKey();
        WizardModel model = atResources(model());
        thread.await(
                "keys", () -> model.resources().access().keyProperty().get().isPresent());
        assertEquals(
                "ann@laptop",
                model.resources().access().keyProperty().get().orElseThrow().name());
        model.resources().access().passwordProperty().set("");
        assertEquals("", obstacle(model));
    }

    @Test
    void anEmptyMachineTakesNoUserAndAnyFirmware() {
        WizardModel model = model();
        model.what().kindProperty().set(WhatModel.Kind.EMPTY);
        assertEquals("New machine", model.resources().nameProperty().get());
        assertFalse(model.resources().access().wantedProperty().get());
        assertEquals(Firmware.BIOS, model.resources().firmwareProperty().get());
        model.resources().access().userProperty().set("not a user!");
        atResources(model);
        assertEquals("", obstacle(model), "what is not asked for is not in the way");
    }

    @Test
    void aKeyOfAnotherFileIsTakenAndOneThatIsNoneIsRefusedAndTheFirstStays(@TempDir Path folder) throws Exception {
        WizardModel model = model();
        AccessModel access = model.resources().access();
        Path file = Files.writeString(
                folder.resolve("work.pub"),
                "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGNsZWFybHkgbm90IGEgcmVhbCBrZXkgYXQgYWxs ann@work\n");
        model.chooseKey(file);
        thread.await("taken", () -> access.keyProperty().get().isPresent());
        assertEquals("ann@work", access.keyProperty().get().orElseThrow().name());
        model.chooseKey(Files.writeString(folder.resolve("work"), "-----BEGIN OPENSSH PRIVATE KEY-----\n"));
        thread.await("refused", () -> access.keyFaultProperty().get().isPresent());
        assertEquals("ann@work", access.keyProperty().get().orElseThrow().name());
        assertEquals("", obstacle(model), "the key that was chosen may sign in");
        access.keyProperty().set(Optional.empty());
        assertEquals(Optional.empty(), access.keyFaultProperty().get());
    }

    @Test
    void aPortLeadsToTheSshOfACloudImageUnlessThePersonWantsNone() {
        workshop.port = OptionalInt.of(2223);
        WizardModel model = model();
        AccessModel access = model.resources().access();
        thread.await("a port is free", () -> access.portProperty().get().isPresent());
        assertEquals(Optional.of(PortForward.tcp(2223, 22)), access.ssh());
        assertEquals(List.of(PortForward.tcp(2223, 22)), access.now().forwards());
        access.forwardProperty().set(false);
        assertEquals(List.of(), access.now().forwards());
        access.forwardProperty().set(true);
        model.what().kindProperty().set(WhatModel.Kind.EMPTY);
        assertEquals(List.of(), access.now().forwards(), "nobody listens there");
    }

    @Test
    void theSearchKeepsToWhatFitsAndSelectsIt() {
        WizardModel model = model();
        model.what().searchProperty().set("  FEDORA 4");
        assertEquals(1, model.what().shown().size());
        thread.await("looked at", () -> obstacle(model).isEmpty());
        assertEquals("Fedora 44", model.resources().nameProperty().get());
        model.what().searchProperty().set("no such system");
        assertEquals("wizard.obstacle.system", obstacle(model));
        model.what().searchProperty().set("");
        thread.await("looked at", () -> obstacle(model).isEmpty());
    }

    @Test
    void theFirstChoiceIsTheBestThatCanBeHadRightNow() {
        workshop.reachable = offer -> offer.name().equals("Fedora 44");
        WizardModel model = model();
        assertEquals("Fedora 44", model.resources().nameProperty().get());
        assertEquals(List.of(), model.what().problemsProperty().get());
    }

    @Test
    void whereNothingCanBeHadThatIsSaidAndMayStillBeTried() {
        workshop.reachable = offer -> false;
        WizardModel model = model();
        assertEquals(
                List.of(new DownloadProblem.NothingInReach("cloud.debian.org")),
                model.what().problemsProperty().get());
        assertEquals("Debian 12", model.resources().nameProperty().get());
    }

    @Test
    void whatThePersonChoosesMeanwhileStays() {
        AtomicBoolean asked = new AtomicBoolean();
        CountDownLatch chosen = new CountDownLatch(1);
        workshop.reachable = offer -> {
            asked.set(true);
            return isOver(chosen) && offer.name().equals("Debian 12");
        };
        WizardModel model = new WizardModel(workshop, Messages.of(Locale.ENGLISH), thread, outcomes::add);
        thread.await(
                "the list is there and is asked for",
                () -> asked.get() && !model.what().offers().isEmpty());
        assertEquals("wizard.obstacle.looking", obstacle(model));
        Offer fedora = model.what().offers().stream()
                .filter(offer -> offer.name().equals("Fedora 44"))
                .findFirst()
                .orElseThrow();
        model.what().selectedProperty().set(fedora);
        thread.await("the person need not wait", () -> obstacle(model).isEmpty());
        chosen.countDown();
        thread.await("asked", () -> model.what().loadingProperty().get() == WhatModel.Loading.DONE);
        assertEquals(fedora, model.what().selectedProperty().get());
    }

    private static boolean isOver(CountDownLatch latch) {
        try {
            return latch.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void anEngineThatHangsIsWaitedForByNobody() {
        workshop.hangs = true;
        WizardModel model = new WizardModel(workshop, Messages.of(Locale.ENGLISH), thread, outcomes::add);
        assertEquals("wizard.obstacle.looking", obstacle(model));
        model.next();
        model.finish();
        model.what().kindProperty().set(WhatModel.Kind.DISK);
        model.what().disk().textProperty().set("/mnt/dead/disk.qcow2");
        assertEquals("wizard.obstacle.looking", obstacle(model));
        workshop.hangs = false;
        model.what().disk().textProperty().set("/alive/disk.qcow2");
        thread.await("the later file is told of", () -> obstacle(model).equals("wizard.obstacle.file"));
        workshop.release();
        thread.await("all is there", () -> model.resources().room() != null);
        assertEquals(
                new NamedFile.Look.Wrong(new MediaProblem.DiskMissing("", Path.of("/alive/disk.qcow2"))),
                model.what().disk().lookProperty().get(),
                "the answer that came late is of no use any more");
        model.close();
        assertEquals(Stage.OVER, model.stageProperty().get());
    }

    @Test
    void aDialogThatIsClosedWhileTheOrderIsCheckedOrdersNothing() {
        WizardModel model = atResources(model());
        model.next();
        workshop.hangs = true;
        model.finish();
        assertEquals(Stage.FINISHING, model.stageProperty().get());
        model.close();
        workshop.release();
        List<Boolean> later = new ArrayList<>();
        WizardModel another = model();
        thread.execute(() -> later.add(true));
        thread.await("everything has come", () -> !later.isEmpty());
        assertEquals(List.of(), workshop.orders);
        another.close();
    }

    @Test
    void aHostThatTellsNothingOfItselfIsToldInPlace() {
        workshop.roomProblem = new HostProblem.FileUnusable(Path.of("/proc/meminfo"), "Permission denied");
        WizardModel model = new WizardModel(workshop, Messages.of(Locale.ENGLISH), thread, outcomes::add);
        thread.await("told", () -> model.problemProperty().get().isPresent());
        assertEquals(
                Objects.requireNonNull(workshop.roomProblem),
                model.problemProperty().get().orElseThrow());
        thread.await("the systems are there", () -> obstacle(model).equals("wizard.obstacle.host"));
        model.next();
        assertEquals(Step.WHAT, model.stepProperty().get());
    }

    @Test
    void aNameThatWasTakenMeanwhileBringsThePersonBackToIt() {
        WizardModel model = atResources(model());
        model.next();
        workshop.names.add("DEBIAN 12");
        model.finish();
        thread.await("checked", () -> model.stageProperty().get() == Stage.OPEN);
        assertEquals(Step.RESOURCES, model.stepProperty().get());
        assertEquals(List.of(), workshop.orders);
    }

    @Test
    void theStepsLeadBackAndOnlyAsFarOnAsTheyAreDone() {
        WizardModel model = model();
        model.go(Step.SUMMARY);
        assertEquals(Step.SUMMARY, model.stepProperty().get());
        model.back();
        model.resources().nameProperty().set("");
        model.go(Step.WHAT);
        model.go(Step.SUMMARY);
        assertEquals(Step.RESOURCES, model.stepProperty().get());
    }

    @Test
    void aClosedDialogKeepsNoPassword() {
        WizardModel model = atResources(model());
        model.resources().access().passwordProperty().set("correct horse");
        assertFalse(model.resources().access().now().toString().contains("horse"));
        model.close();
        assertEquals("", model.resources().access().passwordProperty().get());
    }
}
