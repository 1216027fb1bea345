package dev.hamlet.app.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.app.fx.Focus;
import dev.hamlet.app.fx.OpenWindow;
import dev.hamlet.app.fx.Toolkit;
import dev.hamlet.app.machines.TestMachines;
import dev.hamlet.app.preferences.Preferences;
import dev.hamlet.app.preferences.Preferences.Look;
import dev.hamlet.app.preferences.PreferencesModel;
import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.host.Accelerator;
import dev.hamlet.engine.job.Job;
import dev.hamlet.engine.job.Phrase;
import dev.hamlet.engine.machine.Machine;
import dev.hamlet.engine.machine.MachineState;
import dev.hamlet.engine.machine.StartOptions;
import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.engine.problem.MediaProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import javafx.scene.Node;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import javafx.stage.Window;
import javafx.stage.WindowEvent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole window, on guests in memory. */
@Tag("window")
class HamletWindowTest {
    @TempDir
    private Path home = Path.of("");

    private final List<WindowSettings> kept = new ArrayList<>();
    private final List<Preferences> preferred = new ArrayList<>();
    private final PreferencesModel preferences = new PreferencesModel(Preferences.FIRST, preferred::add);
    private final CountDownLatch gate = new CountDownLatch(1);
    private boolean firstFails;
    private boolean closed;
    private @Nullable TestMachines opened;
    private @Nullable Stage stage;

    @BeforeEach
    void open() throws ProblemException {
        Toolkit.start();
        opened = TestMachines.ofEngine(home);
    }

    @AfterEach
    void close() {
        Toolkit.run(() -> List.copyOf(Window.getWindows()).forEach(Window::hide));
        machines().close();
    }

    private TestMachines machines() {
        return Objects.requireNonNull(opened);
    }

    private OpenWindow window(WindowSettings settings) {
        Toolkit.run(() -> {
            Stage shown = new Stage();
            stage = shown;
            HamletWindow window = new HamletWindow(
                    shown, Messages.of(Locale.ENGLISH), kept::add, preferences, place -> {}, () -> closed = true);
            window.show(settings);
            window.fill(
                    machines().engine(), () -> Accelerator.emulation(new HostProblem.KvmTooSlow(264)), this::makeFirst);
        });
        return OpenWindow.of(Objects.requireNonNull(stage));
    }

    private void awaitClosed(OpenWindow window) {
        Toolkit.await("closed", () -> closed, () -> "but #" + window.focused() + " has the focus");
    }

    private Job<?> makeFirst() {
        return machines().jobs().start(Phrase.of("window.job.first"), progress -> {
            if (firstFails) {
                throw new ProblemException(new MediaProblem.ToolMissing("busybox", "busybox-static"));
            }
            gate.await();
            return machines().make("Tiny guest");
        });
    }

    private static void awaitFocus(OpenWindow window, String id) {
        Toolkit.await("#" + id + " has the focus", () -> window.focused().equals(id), () -> "but #" + window.focused());
    }

    private boolean isOpen() {
        return Toolkit.get(() -> Objects.requireNonNull(stage).isShowing());
    }

    @Test
    void anEmptyHamletSaysHowAFirstMachineIsMade() {
        OpenWindow window = window(WindowSettings.FIRST);
        window.awaitText("welcome", "Your hamlet is empty");
        awaitFocus(window, "machines-welcome-make");
        window.press(KeyCode.SPACE);
        window.awaitText("wizard-title", "New machine");
        window.press(KeyCode.ESCAPE);
        Toolkit.await("the dialog is gone", () -> !window.shows("wizard"));
        awaitFocus(window, "machines-welcome-make");
    }

    @Test
    void oneClickMakesAFirstMachine() {
        OpenWindow window = window(WindowSettings.FIRST);
        window.awaitEnabled("machines-first");
        window.click("machines-first");
        window.awaitText("job-title", "Make a first machine");
        assertTrue(Toolkit.get(window.node("machines-first")::isDisabled));
        gate.countDown();
        window.awaitText("machine-name", "Tiny guest");
    }

    @Test
    void aFirstMachineThatCannotBeMadeSaysWhy() {
        firstFails = true;
        OpenWindow window = window(WindowSettings.FIRST);
        window.awaitEnabled("machines-first");
        window.click("machines-first");
        window.awaitText("problem-tool-missing", "busybox is missing");
        window.awaitEnabled("machines-first");
    }

    @Test
    void theFootShowsWhatTheHostHasAndWhatRunsGuests() throws Exception {
        Machine web = machines().make("web");
        web.start(StartOptions.CAREFUL).await();
        OpenWindow window = window(WindowSettings.FIRST);
        window.awaitText("host-cpu", "%");
        window.awaitText("host-memory", "GiB");
        window.awaitText("host-guests", "512 MiB of");
        window.awaitText("host-disk", "free");
        for (String gauge : List.of("host-cpu", "host-memory", "host-guests", "host-disk")) {
            String exact = Toolkit.get(() -> window.node(gauge).getAccessibleHelp());
            assertTrue(exact.matches(".*\\d.*\\."), exact);
        }
        assertTrue(Toolkit.get(() -> window.node("host-guests").getAccessibleHelp())
                .startsWith("One running guest was promised 512 MiB of memory."));
        window.awaitText("host-accelerator", "Software emulation");
        assertTrue(Toolkit.get(() -> window.node("host-accelerator").getAccessibleHelp())
                .contains("KVM is too slow here"));
    }

    @Test
    void theFirstCloseSaysThatGuestsRunOnAndTheyDo() throws Exception {
        Machine web = machines().make("web");
        web.start(StartOptions.CAREFUL).await();
        OpenWindow window = window(WindowSettings.FIRST);
        window.awaitText("machine-state", "Running");
        window.press(KeyCode.W, KeyCode.CONTROL);
        window.awaitText("close-notice", "Machines and containers run on");
        assertTrue(isOpen());
        assertTrue(kept.getLast().closeNoticeSeen());
        awaitFocus(window, "close-deed");
        window.press(KeyCode.SPACE);
        awaitClosed(window);
        assertFalse(isOpen());
        web.refresh();
        assertEquals(MachineState.RUNNING, web.snapshot().state());
    }

    @Test
    void whoWantsToStayAfterTheNoticeStays() throws Exception {
        machines().make("web").start(StartOptions.CAREFUL).await();
        OpenWindow window = window(WindowSettings.FIRST);
        window.awaitText("machine-state", "Running");
        window.press(KeyCode.W, KeyCode.CONTROL);
        Node stay = window.node("close-stay");
        Toolkit.await("the buttons of the notice stand at its end", () -> {
            double end = stay.localToScene(stay.getBoundsInLocal()).getMaxX();
            return end > window.stage().getScene().getWidth() - 40;
        });
        window.click("close-stay");
        Toolkit.await("the notice is gone", () -> !window.shows("close-notice"));
        assertTrue(isOpen());
        awaitFocus(window, "machines-list");
        window.press(KeyCode.W, KeyCode.CONTROL);
        awaitClosed(window);
    }

    @Test
    void theNoticeIsSaidOnce() throws Exception {
        machines().make("web").start(StartOptions.CAREFUL).await();
        OpenWindow window = window(WindowSettings.FIRST.withCloseNoticeSeen());
        window.awaitText("machine-state", "Running");
        double width = Toolkit.get(() -> window.stage().getWidth());
        window.press(KeyCode.W, KeyCode.CONTROL);
        awaitClosed(window);
        WindowSettings.Place place = Objects.requireNonNull(kept.getLast().place());
        assertEquals(width, place.width());
    }

    @Test
    void aWindowWithWorkAsksBeforeItCloses() throws Exception {
        OpenWindow window = window(WindowSettings.FIRST);
        window.awaitText("welcome", "empty");
        machines().jobs().start(Phrase.of("job.machine-create", "web"), progress -> {
            gate.await();
            return true;
        });
        window.awaitText("job-title", "Make web");
        window.press(KeyCode.W, KeyCode.CONTROL);
        window.awaitText("question", "Stop the work that goes on?");
        awaitFocus(window, "question-cancel");
        window.press(KeyCode.ESCAPE);
        Toolkit.await("the question is gone", () -> !window.shows("question"));
        assertTrue(isOpen());
        window.press(KeyCode.W, KeyCode.CONTROL);
        window.click("question-deed");
        awaitClosed(window);
    }

    @Test
    void keysDoWhatTheButtonsDoAndSayWhyNot() throws Exception {
        machines().make("web");
        OpenWindow window = window(WindowSettings.FIRST);
        window.awaitEnabled("machines-start");
        window.press(KeyCode.P, KeyCode.CONTROL);
        window.awaitText("told", "web is off.");
        window.press(KeyCode.R, KeyCode.CONTROL);
        window.awaitText("machine-state", "Running");
        window.press(KeyCode.P, KeyCode.CONTROL);
        window.awaitText("machine-state", "Paused");
        window.press(KeyCode.R, KeyCode.CONTROL);
        window.awaitText("machine-state", "Running");
        window.press(KeyCode.K, KeyCode.CONTROL, KeyCode.SHIFT);
        window.awaitText("question", "Force web off?");
        window.click("question-cancel");
        Toolkit.await("the question is gone", () -> !window.shows("question"));
        assertEquals("Running", window.text("machine-state").substring(0, 7));
        window.press(KeyCode.T, KeyCode.CONTROL);
        window.awaitText("machine-state", "Stopped");
    }

    @Test
    void theKeyboardComesBackToTheListFromWhatCannotBeUsedAnyMore() throws Exception {
        Machine web = machines().make("web");
        OpenWindow window = window(WindowSettings.FIRST);
        window.awaitEnabled("machines-start");
        window.click("machines-start");
        window.awaitText("machine-state", "Running");
        awaitFocus(window, "machines-list");
        machines().guest(web).crash("qemu: assertion failed");
        window.click("remedy-start");
        window.awaitText("machine-state", "Running");
        Toolkit.await("the card is gone", () -> !window.shows("remedy-start"));
        awaitFocus(window, "machines-list");
    }

    @Test
    void whoQuitsLeavesGuestsRunningOrShutsThemDown() throws Exception {
        Machine web = machines().make("web");
        web.start(StartOptions.CAREFUL).await();
        OpenWindow window = window(WindowSettings.FIRST);
        window.awaitText("machine-state", "Running");
        window.press(KeyCode.Q, KeyCode.CONTROL);
        window.awaitText("quit-title", "while a machine runs");
        awaitFocus(window, "quit-leave");
        window.press(KeyCode.ESCAPE);
        Toolkit.await("the question is gone", () -> !window.shows("quit"));
        assertTrue(isOpen());
        window.press(KeyCode.Q, KeyCode.CONTROL);
        window.click("quit-shut-down");
        awaitClosed(window);
        web.refresh();
        assertEquals(MachineState.STOPPED, web.snapshot().state());
    }

    @Test
    void aGuestThatDoesNotShutDownKeepsTheWindowOpenForGood() throws Exception {
        Machine web = machines().make("web");
        web.start(StartOptions.CAREFUL).await();
        machines().guest(web).ignoreShutdown(true);
        OpenWindow window = window(WindowSettings.FIRST);
        window.awaitText("machine-state", "Running");
        window.press(KeyCode.Q, KeyCode.CONTROL);
        window.click("quit-shut-down");
        window.awaitText("machine-state", "Shutting down");
        machines().jobs().running().forEach(Job::cancel);
        window.awaitText("told", "stays open");
        web.kill().await();
        // Its age grows with the seconds at which the window would have closed.
        window.awaitText("machine-state", "2 s");
        assertTrue(isOpen());
    }

    @Test
    void whoQuitsAndLeavesGuestsFindsThemRunning() throws Exception {
        Machine web = machines().make("web");
        web.start(StartOptions.CAREFUL).await();
        OpenWindow window = window(WindowSettings.FIRST);
        window.awaitText("machine-state", "Running");
        window.press(KeyCode.Q, KeyCode.CONTROL);
        awaitFocus(window, "quit-leave");
        window.press(KeyCode.ENTER);
        awaitClosed(window);
        web.refresh();
        assertEquals(MachineState.RUNNING, web.snapshot().state());
    }

    @Test
    void aMachineIsRenamedByF2AndATakenNameIsRefusedInPlace() throws Exception {
        machines().make("mail");
        Machine web = machines().make("web");
        OpenWindow window = window(WindowSettings.FIRST);
        window.awaitText("machine-name", "mail");
        awaitFocus(window, "machines-list");
        window.press(KeyCode.F2);
        awaitFocus(window, "rename-field");
        window.type("WEB");
        window.press(KeyCode.ENTER);
        window.awaitText("rename-wrong", "web");
        window.press(KeyCode.A, KeyCode.CONTROL);
        window.type("POST");
        window.press(KeyCode.ENTER);
        window.awaitText("machine-name", "post");
        awaitFocus(window, "machines-list");
        assertEquals("web", web.snapshot().name());
    }

    @Test
    void machinesArePutIntoAGroup() throws Exception {
        Machine web = machines().make("web");
        OpenWindow window = window(WindowSettings.FIRST);
        window.awaitText("machine-name", "web");
        awaitFocus(window, "machines-list");
        window.press(KeyCode.G, KeyCode.CONTROL);
        Toolkit.await("the dialog is open", () -> window.shows("group-field"));
        window.type("LAB");
        window.press(KeyCode.ENTER);
        Toolkit.await("the dialog is gone", () -> !window.shows("group"));
        window.awaitText("machines-list", "lab");
        assertEquals("lab", web.spec().group());
    }

    @Test
    void ofSeveralMachinesTheOneThatCannotBePutIntoAGroupIsNamed() throws Exception {
        Machine database = machines().make("database");
        Machine web = machines().make("web");
        OpenWindow window = window(WindowSettings.FIRST);
        window.awaitText("machine-name", "database");
        awaitFocus(window, "machines-list");
        window.press(KeyCode.A, KeyCode.CONTROL);
        window.awaitText("several-title", "2 machines");
        window.press(KeyCode.G, KeyCode.CONTROL);
        awaitFocus(window, "group-field");
        window.type("LAB");
        Files.writeString(database.folder().spec(), "{");
        window.press(KeyCode.ENTER);
        window.awaitText("group-wrong", ": ");
        assertFalse(window.text("group-wrong").contains("web: "));
        assertEquals("lab", web.spec().group());
    }

    @Test
    void theRailLeadsToThePreferencesWhichActAtOnce() throws Exception {
        machines().make("web");
        OpenWindow window = window(WindowSettings.FIRST);
        window.awaitText("machine-name", "web");
        window.press(KeyCode.COMMA, KeyCode.CONTROL);
        window.awaitText("page-preferences", "machines");
        window.click("preferences-look-dark");
        assertEquals(List.of(Preferences.FIRST.withLook(Look.DARK)), preferred);
        window.click("preferences-notices");
        Toolkit.await(
                "kept",
                () -> preferred
                        .getLast()
                        .equals(Preferences.FIRST.withLook(Look.DARK).withNotices(false)));
        window.click("rail-home");
        window.awaitText("machine-name", "web");
        window.click("rail-images");
        Toolkit.await("the images are there", () -> window.shows("images-page"));
        window.click("rail-preferences");
        window.awaitText("page-preferences", "As the desktop");
        window.press(KeyCode.DIGIT1, KeyCode.CONTROL);
        awaitFocus(window, "machines-list");
    }

    @Test
    void theSettingsOfAMachineOpenAndCloseByKeys() throws Exception {
        machines().make("web");
        OpenWindow window = window(WindowSettings.FIRST);
        window.awaitText("machine-name", "web");
        awaitFocus(window, "machines-list");
        window.press(KeyCode.E, KeyCode.CONTROL);
        window.awaitText("settings-title", "web");
        window.press(KeyCode.ESCAPE);
        Toolkit.await("the dialog is gone", () -> !window.shows("settings"));
        awaitFocus(window, "machines-list");
    }

    @Test
    void aMachineIsMadeByKeysAloneFromTheToolbar() throws Exception {
        machines().make("web");
        OpenWindow window = window(WindowSettings.FIRST);
        window.awaitText("machine-name", "web");
        window.press(KeyCode.N, KeyCode.CONTROL);
        window.awaitText("wizard-title", "New machine");
        window.click("wizard-kind-empty");
        window.awaitEnabled("wizard-next");
        window.press(KeyCode.ENTER);
        Toolkit.await("the name is asked", () -> window.shows("wizard-name"));
        window.awaitEnabled("wizard-next");
        window.press(KeyCode.ENTER);
        window.awaitEnabled("wizard-create");
        window.press(KeyCode.ENTER);
        Toolkit.await("the dialog is gone", () -> !window.shows("wizard"));
        Toolkit.await(
                "another machine is there", () -> machines().store().known().size() == 2);
        Toolkit.await("it is selected", () -> !window.text("machine-name").equals("web"));
    }

    @Test
    void f6GoesThroughThePanes() throws Exception {
        machines().make("web").start(StartOptions.CAREFUL).await();
        OpenWindow window = window(WindowSettings.FIRST);
        window.awaitText("machine-state", "Running");
        awaitFocus(window, "machines-list");
        window.press(KeyCode.F6);
        Toolkit.await("the details have the focus", () -> Focus.isWithin(window.node("details-tabs")), window::focused);
        window.press(KeyCode.F6);
        awaitFocus(window, "machines-make");
        window.press(KeyCode.F6, KeyCode.SHIFT);
        Toolkit.await("the details have the focus", () -> Focus.isWithin(window.node("details-tabs")), window::focused);
    }

    @Test
    void aWindowThatStoodOnAScreenThatIsGoneComesBackToOneThatIsThere() {
        OpenWindow window = window(WindowSettings.FIRST.at(new WindowSettings.Place(90_000, 90_000, 900, 600, false)));
        assertTrue(Toolkit.get(() -> window.stage().getX()) < 10_000);
        assertEquals(900, Toolkit.get(() -> window.stage().getWidth()), 1);
    }

    @Test
    void f1OpensTheGuideAtThePageAboutWhatOneLooksAtAndItClosesWithTheWindow() {
        OpenWindow window = window(WindowSettings.FIRST);
        window.awaitText("welcome", "Your hamlet is empty");
        awaitFocus(window, "machines-welcome-make");
        window.press(KeyCode.N, KeyCode.CONTROL);
        window.awaitText("wizard-title", "New machine");
        assertFalse(window.shows("help-page"));
        window.press(KeyCode.F1);
        window.awaitText("help-page", "consoles");
        Stage main = Objects.requireNonNull(stage);
        Toolkit.run(() -> main.fireEvent(new WindowEvent(main, WindowEvent.WINDOW_CLOSE_REQUEST)));
        awaitClosed(window);
        assertFalse(window.shows("help-page"));
    }

    @Test
    void f1InATabOpensTheGuideWhereThatTabIsTold() throws Exception {
        machines().make("web");
        OpenWindow window = window(WindowSettings.FIRST);
        window.awaitText("machine-name", "web");
        awaitFocus(window, "machines-list");
        window.press(KeyCode.F6);
        Toolkit.await("the details have the focus", () -> Focus.isWithin(window.node("details-tabs")), window::focused);
        window.press(KeyCode.TAB, KeyCode.CONTROL);
        window.press(KeyCode.TAB, KeyCode.CONTROL);
        window.press(KeyCode.F1);
        window.awaitText("help-page", "hamlet image add");
    }

    @Test
    void anEngineThatCannotBeOpenedIsToldInWords() {
        Toolkit.run(() -> {
            Stage shown = new Stage();
            stage = shown;
            HamletWindow window = new HamletWindow(
                    shown, Messages.of(Locale.ENGLISH), kept::add, preferences, place -> {}, () -> closed = true);
            window.show(WindowSettings.FIRST);
            window.refuse(new HostProblem.FolderUnusable(Path.of("/x"), "Permission denied"));
        });
        OpenWindow window = OpenWindow.of(Objects.requireNonNull(stage));
        window.awaitText("problem-folder-unusable", "Permission denied");
        window.press(KeyCode.W, KeyCode.CONTROL);
        awaitClosed(window);
    }
}
