package dev.hamlet.app.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import dev.hamlet.app.fx.FxRelay;
import dev.hamlet.app.fx.OpenWindow;
import dev.hamlet.app.fx.Pictures;
import dev.hamlet.app.fx.Toolkit;
import dev.hamlet.app.machines.FirstMachine;
import dev.hamlet.app.machines.WelcomeView;
import dev.hamlet.app.words.Messages;
import dev.hamlet.app.words.PseudoLocale;
import dev.hamlet.engine.host.HostReport;
import dev.hamlet.engine.job.Jobs;
import dev.hamlet.engine.job.Phrase;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.problem.HostProblem;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import javafx.application.Application;
import javafx.scene.input.Clipboard;
import javafx.scene.layout.StackPane;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a person sees of their computer, and what becomes of a click. */
@Tag("window")
@Timeout(60)
class DoctorCardTest {
    private static final HostReport MUCH = TestReports.lacking(
            TestReports.RUNC, TestReports.FUSE, TestReports.IDS, TestReports.KVM, TestReports.SANDBOX);

    @BeforeEach
    void begin() {
        Toolkit.start();
        light();
    }

    @AfterEach
    void light() {
        Toolkit.run(() -> Application.setUserAgentStylesheet(new PrimerLight().getUserAgentStylesheetBSS()));
    }

    private static OpenWindow show(TestHostOf host, boolean whole, Messages words) {
        return OpenWindow.with(
                () -> new StackPane(new DoctorCard(new DoctorModel(host, FxRelay.fxThread()), whole, words)));
    }

    private static OpenWindow welcome(TestHostOf host, Messages words) {
        Jobs jobs = Jobs.inline(TimeSource.system());
        return OpenWindow.with(() -> {
            DoctorModel model = new DoctorModel(host, FxRelay.fxThread());
            return new WelcomeView(
                    new FirstMachine(() -> jobs.start(Phrase.of("window.job.first"), _ -> "tiny"), FxRelay.fxThread()),
                    () -> {},
                    () -> {},
                    new DoctorCard(model, false, words),
                    words);
        });
    }

    private static Messages english() {
        return Messages.of(Locale.ENGLISH);
    }

    @Test
    void whereAllIsWellThereIsOneLine() {
        TestHostOf host = new TestHostOf(TestReports.lacking());
        try (OpenWindow window = show(host, false, english())) {
            window.awaitText("doctor-summary", "Machines and containers can run on this computer.");
            assertFalse(window.shows("doctor-ports"));
            assertEquals(List.of("look"), host.asked);
        }
    }

    @Test
    void withoutQemuThereAreContainersAndWithoutARuntimeMachines() {
        try (OpenWindow window = show(new TestHostOf(TestReports.lacking(TestReports.QEMU)), false, english())) {
            window.awaitText("doctor-summary", "Containers can run on this computer. Machines cannot yet.");
        }
        try (OpenWindow window = show(new TestHostOf(TestReports.lacking(TestReports.RUNC)), false, english())) {
            window.awaitText("doctor-summary", "Machines can run on this computer. Containers cannot yet.");
        }
    }

    @Test
    void oneClickRepairsAndWhatWasMendedGoes() {
        TestHostOf host = new TestHostOf(TestReports.lacking(TestReports.IDS, TestReports.RUNC))
                .becoming(TestReports.lacking(TestReports.IDS));
        try (OpenWindow window = show(host, false, english())) {
            window.click("doctor-repair-install-containers");
            Toolkit.await("it is repaired", () -> !window.shows("doctor-repair-install-containers"));
            assertTrue(window.shows("doctor-repair-subordinate-ids"));
            assertEquals(List.of("look", "install-containers", "look anew"), host.asked);
        }
    }

    @Test
    void whileOneIsRepairedTheOthersWaitAndItCanBeTakenBack() {
        TestHostOf host = new TestHostOf(TestReports.lacking(TestReports.IDS, TestReports.RUNC))
                .waitingFor(new CountDownLatch(1));
        try (OpenWindow window = show(host, false, english())) {
            window.click("doctor-repair-install-containers");
            window.awaitText("doctor-repair-install-containers", "Cancel");
            assertFalse(window.isUsable("doctor-repair-subordinate-ids"));
            window.click("doctor-repair-install-containers");
            window.awaitText("doctor-repair-install-containers", "Repair\u2026");
            assertTrue(window.isUsable("doctor-repair-subordinate-ids"));
        }
    }

    @Test
    void whyNothingWasRepairedIsSaid() {
        TestHostOf host = new TestHostOf(TestReports.lacking(TestReports.IDS))
                .refusing(new HostProblem.RepairFailed(
                        "subordinate-ids", "/etc/subuid could not be written, and is as it was."));
        try (OpenWindow window = show(host, false, english())) {
            window.click("doctor-repair-subordinate-ids");
            Toolkit.await("it says why", () -> window.shows("problem-repair-failed"));
            assertTrue(window.shows("doctor-repair-subordinate-ids"));
        }
    }

    @Test
    void whereNobodyCanBeAskedTheCommandStandsThereToBeTakenAlong() {
        TestHostOf host = new TestHostOf(MUCH)
                .withoutPolkit(new HostProblem.PrivilegeNotInstalled(Path.of("/usr/libexec/hamlet/hamlet-privileged")));
        try (OpenWindow window = show(host, false, english())) {
            window.awaitText(
                    "doctor-command-subordinate-ids",
                    "sudo usermod --add-subuids 100000-165535 --add-subgids 100000-165535 ada");
            assertFalse(window.shows("doctor-repair-subordinate-ids"));
            window.click("doctor-copy-subordinate-ids");
            assertEquals(
                    "sudo usermod --add-subuids 100000-165535 --add-subgids 100000-165535 ada",
                    Toolkit.get(() -> Clipboard.getSystemClipboard().getString()));
        }
    }

    @Test
    void whatNobodyCanChangeAndTheWishForLowPortsStandWhereAllStands() {
        TestHostOf host = new TestHostOf(MUCH);
        try (OpenWindow window = show(host, false, english())) {
            Toolkit.await("it has looked", () -> window.shows("doctor-lack-subordinate-ids"));
            assertFalse(window.shows("doctor-lack-sandbox"));
        }
        try (OpenWindow window = show(host, true, english())) {
            Toolkit.await("it has looked", () -> window.shows("doctor-lack-sandbox"));
            window.click("doctor-repair-allow-low-ports");
            Toolkit.await("it was asked", () -> host.asked.contains("allow-low-ports"));
        }
    }

    @Test
    void drawn() {
        drawAll("light", english());
        Toolkit.run(() -> Application.setUserAgentStylesheet(new PrimerDark().getUserAgentStylesheetBSS()));
        drawAll("dark", english());
    }

    @Test
    void drawnInLongLanguages() {
        drawAll("long", PseudoLocale.words());
        drawAll("de", Messages.of(Locale.GERMAN));
    }

    private static void drawAll(String name, Messages words) {
        try (OpenWindow window = welcome(new TestHostOf(TestReports.lacking()), words)) {
            Toolkit.await("it has looked", () -> window.shows("doctor-summary"));
            Pictures.draw(window.stage().getScene(), 1, "welcome-well-" + name);
        }
        try (OpenWindow window = welcome(new TestHostOf(MUCH), words)) {
            Toolkit.await("it has looked", () -> window.shows("doctor-lack-subordinate-ids"));
            Pictures.draw(window.stage().getScene(), 1, "welcome-lacking-" + name);
        }
        TestHostOf archive = new TestHostOf(MUCH)
                .withoutPolkit(new HostProblem.PrivilegeNotInstalled(Path.of("/usr/libexec/hamlet/hamlet-privileged")));
        try (OpenWindow window = show(archive, true, words)) {
            Toolkit.await("it has looked", () -> window.shows("doctor-lack-subordinate-ids"));
            Pictures.draw(window.stage().getScene(), 1, "doctor-whole-" + name);
        }
    }
}
