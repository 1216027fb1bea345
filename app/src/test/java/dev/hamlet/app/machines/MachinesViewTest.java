package dev.hamlet.app.machines;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.app.details.MachineDetails;
import dev.hamlet.app.details.TestDetails;
import dev.hamlet.app.fx.Dialogs;
import dev.hamlet.app.fx.FxRelay;
import dev.hamlet.app.fx.OpenWindow;
import dev.hamlet.app.fx.Toolkit;
import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.job.Phrase;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.machine.Machine;
import dev.hamlet.engine.machine.MachineState;
import dev.hamlet.engine.machine.StartOptions;
import dev.hamlet.engine.problem.HypervisorProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import javafx.geometry.Point2D;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.SplitPane;
import javafx.scene.input.ContextMenuEvent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page as a person uses it: real windows without a display, real events of mouse and keyboard, guests in memory. */
@Tag("window")
class MachinesViewTest {
    @TempDir
    private Path home = Path.of("");

    private final Messages words = Messages.of(Locale.ENGLISH);
    private final List<Dialogs.Question> asked = new ArrayList<>();
    private final List<Phrase> told = new ArrayList<>();
    private final List<String> doorsOpened = new ArrayList<>();
    private final Doors doors = new Doors(
            () -> doorsOpened.add("make"),
            row -> doorsOpened.add("console " + row.face().name()),
            row -> doorsOpened.add("settings " + row.face().name()),
            row -> doorsOpened.add("rename " + row.face().name()),
            rows -> doorsOpened.add("group " + rows.size()),
            row -> doorsOpened.add("reveal " + row.face().name()));
    private @Nullable TestMachines opened;
    private @Nullable MachinesModel model;
    private @Nullable MachineDetails details;
    private @Nullable MachinesView view;
    private @Nullable OpenWindow window;

    @BeforeEach
    void open() throws ProblemException {
        Toolkit.start();
        opened = new TestMachines(home);
    }

    @AfterEach
    void close() {
        if (window != null) {
            window.close();
            Toolkit.run(() -> {
                Objects.requireNonNull(view).dispose();
                Objects.requireNonNull(details).dispose();
                Objects.requireNonNull(model).close();
            });
        }
        machines().close();
    }

    private MachinesModel kept() {
        return Objects.requireNonNull(model);
    }

    private TestMachines machines() {
        return Objects.requireNonNull(opened);
    }

    private static Label welcome() {
        Label welcome = new Label("nothing here");
        welcome.setId("welcome");
        return welcome;
    }

    private OpenWindow window() {
        if (window == null) {
            window = OpenWindow.with(() -> {
                model = new MachinesModel(
                        machines().store(), FxRelay.fxThread(), TimeSource.system(), id -> "", (question, agreed) -> {
                            asked.add(question);
                            agreed.run();
                        });
                details = TestDetails.of(model, machines(), words);
                view = new MachinesView(model, words, details, welcome(), doors, told::add);
                return view;
            });
        }
        return window;
    }

    private String accessibleText(String name) {
        return Toolkit.get(() -> window().node("machines-list").lookupAll(".machine-cell").stream()
                .map(node -> ((ListCell<?>) node).getAccessibleText())
                .filter(text -> text != null && text.startsWith(name))
                .findFirst()
                .orElse(""));
    }

    @Test
    void theListShowsEachMachineWithNameStateAndWhatItIsGiven() throws Exception {
        machines().make("web");
        machines().make("database").start(StartOptions.CAREFUL).await();
        window().awaitText("machines-list", "web");
        window().awaitText("machines-list", "Running");
        String list = window().text("machines-list");
        assertTrue(list.contains("Stopped"), list);
        assertTrue(list.contains("512 MiB"), list);
        assertTrue(list.contains("2 vCPUs"), list);
        assertTrue(
                accessibleText("web").startsWith("web, virtual machine, Stopped, 2 vCPUs, memory 512 MiB"),
                accessibleText("web"));
    }

    @Test
    void startAndStopByClick() throws Exception {
        machines().make("web");
        window().awaitEnabled("machines-start");
        window().click("machines-start");
        window().awaitText("machine-state", "Running");
        window().awaitEnabled("machines-stop");
        window().click("machines-stop");
        window().awaitText("machine-state", "Stopped");
    }

    @Test
    void startWithEnterAndDeleteWithDelete() throws Exception {
        machines().make("web");
        window().awaitEnabled("machines-start");
        Toolkit.await("focus in the list", () -> window().focused().equals("machines-list"));
        window().press(KeyCode.ENTER);
        window().awaitText("machine-state", "Running");
        window().press(KeyCode.DELETE);
        Toolkit.await("told why not", () -> !told.isEmpty());
        assertEquals("web has to be off first.", words.text(told.getFirst()));
        assertTrue(asked.isEmpty());
        window().click("machines-stop");
        window().awaitText("machine-state", "Stopped");
        Toolkit.run(() ->
                window().stage().getScene().getRoot().lookup("#machines-list").requestFocus());
        assertEquals("machines-list", window().focused());
        window().press(KeyCode.DELETE);
        Toolkit.await("asked", () -> !asked.isEmpty(), () -> told + " " + window().focused());
        window().awaitText("welcome", "nothing here");
        assertEquals(1, asked.size());
    }

    @Test
    void arrowKeysChooseTheMachine() throws Exception {
        machines().make("a");
        machines().make("b");
        window().awaitText("machine-name", "a");
        Toolkit.await("focus in the list", () -> window().focused().equals("machines-list"));
        window().press(KeyCode.DOWN);
        window().awaitText("machine-name", "b");
    }

    @Test
    void aButtonThatCannotBeUsedSaysWhyAroundItself() throws Exception {
        machines().make("web");
        window().awaitEnabled("machines-start");
        Node pause = window().node("machines-pause");
        assertTrue(Toolkit.get(pause::isDisabled));
        Node around = Objects.requireNonNull(pause.getParent());
        assertEquals("web is off.", Toolkit.get(around::getAccessibleHelp));
        window().click("machines-start");
        window().awaitText("machine-state", "Running");
        window().awaitEnabled("machines-pause");
        assertEquals("", Toolkit.get(around::getAccessibleHelp));
        assertEquals(
                "web is running.",
                Toolkit.get(() -> Objects.requireNonNull(window().stage()
                                .getScene()
                                .lookup("#machines-start")
                                .getParent())
                        .getAccessibleHelp()));
    }

    @Test
    void theStartButtonResumesAPausedMachine() throws Exception {
        machines().make("web").start(StartOptions.CAREFUL).await();
        window().awaitEnabled("machines-pause");
        window().click("machines-pause");
        window().awaitText("machine-state", "Paused");
        window().awaitText("machines-start", "Resume");
        window().click("machines-start");
        window().awaitText("machine-state", "Running");
        window().awaitText("machines-start", "Start");
    }

    @Test
    void softwareEmulationIsNamedWithItsReason() throws Exception {
        Machine web = machines().make("web");
        web.start(StartOptions.CAREFUL).await();
        window().awaitText("machines-fact-accelerator", "Software emulation: KVM is too slow here");
        window().awaitText("machine-notes", "264 ms");
        int port = web.spec().network().forwards().getFirst().hostPort();
        assertTrue(window().text("machines-fact-forward").contains("127.0.0.1:" + port + " \u2192 22"));
        assertTrue(window().text("machines-fact-process")
                .contains("process " + ProcessHandle.current().pid()));
    }

    @Test
    void aStartThatFailsShowsACardThatCanBeDismissed() throws Exception {
        machines().make("web");
        machines()
                .hypervisor()
                .failStarts(new HypervisorProblem.EndedAtOnce(
                        "qemu-system-x86_64",
                        "exit code 1",
                        "Failed to get \"write\" lock",
                        List.of("first line", "last line"),
                        Path.of("/x/qemu.log")));
        window().awaitEnabled("machines-start");
        window().click("machines-start");
        window().awaitText("machine-state", "Did not start");
        String card = window().text("problem-ended-at-once");
        assertTrue(card.contains("Failed to get \"write\" lock"), card);
        assertTrue(card.contains("first line\nlast line"), card);
        assertTrue(card.contains("/x/qemu.log"), card);
        window().click("problem-dismiss");
        window().awaitText("machine-state", "Stopped");
        assertFalse(window().shows("problem-ended-at-once"));
    }

    @Test
    void aCrashShowsTheLastLinesAndOffersToStartAgain() throws Exception {
        Machine web = machines().make("web");
        web.start(StartOptions.CAREFUL).await();
        window().awaitText("machine-state", "Running");
        machines().guest(web).crash("qemu: assertion failed");
        window().awaitText("machine-state", "Ended unexpectedly");
        window().awaitText("problem-ended-unexpectedly", "qemu: assertion failed");
        window().click("remedy-start");
        window().awaitText("machine-state", "Running");
        assertFalse(window().shows("problem-ended-unexpectedly"));
    }

    @Test
    void aFullDiskIsToldAndResumingIsOffered() throws Exception {
        Machine web = machines().make("web");
        web.start(StartOptions.CAREFUL).await();
        window().awaitText("machine-state", "Running");
        machines().guest(web).fillDisk("disk0");
        window().awaitText("machine-state", "Paused, disk full");
        window().awaitText("machine-problems", "Disk full, machine paused");
        machines().guest(web).freeDisk();
        window().click("remedy-resume");
        window().awaitText("machine-state", "Running");
    }

    @Test
    void whereMemoryIsShortTheCardStartsAnyway() throws Exception {
        machines().make("web");
        machines().shortenMemory();
        window().awaitEnabled("machines-start");
        window().click("machines-start");
        window().awaitText("machine-problems", "Not enough memory");
        window().click("remedy-start-anyway");
        window().awaitText("machine-state", "Running");
    }

    @Test
    void forceOffStandsBesideStopAndWorksWhileTheGuestDoesNotObey() throws Exception {
        Machine web = machines().make("web");
        web.start(StartOptions.CAREFUL).await();
        machines().guest(web).ignoreShutdown(true);
        window().awaitEnabled("machines-stop");
        window().click("machines-stop");
        window().awaitText("machine-state", "Shutting down");
        assertTrue(Toolkit.get(window().node("machines-stop")::isDisabled));
        window().click("machines-stop-more");
        window().click("machines-force-off-item");
        window().awaitText("machine-state", "Stopped");
        assertEquals(1, asked.size());
    }

    @Test
    void tabGoesThroughToolbarListAndDetails() throws Exception {
        machines().make("web");
        window().awaitEnabled("machines-start");
        Toolkit.await("focus in the list", () -> window().focused().equals("machines-list"));
        Toolkit.run(() -> window().node("machines-start").requestFocus());
        List<String> order = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            order.add(window().focused());
            window().press(KeyCode.TAB);
        }
        assertEquals(
                List.of(
                        "machines-start",
                        "machines-stop-more",
                        "machines-console",
                        "machines-settings",
                        "machines-more",
                        "machines-search",
                        "machines-order",
                        "machines-list"),
                order);
    }

    @Test
    void groupsFoldByClickAndByKeyAndASearchFindsWhatIsFolded() throws Exception {
        machines().make("web");
        machines().make("build box").change(spec -> spec.group("Lab"));
        window().awaitText("machines-list", "Lab");
        window().awaitText("machines-list", "1 machine");
        window().awaitText("machines-list", "build box");
        Toolkit.run(() -> kept().listing().fold("Lab"));
        Toolkit.await("folded", () -> !window().text("machines-list").contains("build box"));
        window().click("machines-search");
        window().type("BOX");
        window().awaitText("machines-list", "build box");
        assertFalse(window().text("machines-list").contains("web"));
        window().press(KeyCode.ESCAPE);
        window().awaitText("machines-list", "web");
    }

    @Test
    void severalChosenAreComparedAndToldTogether() throws Exception {
        machines().make("a");
        machines().make("b");
        machines().make("c").start(StartOptions.CAREFUL).await();
        window().awaitText("machines-list", "Running");
        Toolkit.await("focus in the list", () -> window().focused().equals("machines-list"));
        window().press(KeyCode.A, KeyCode.CONTROL);
        window().awaitText("several-title", "3 machines");
        window().awaitText("several-table", "Running");
        window().click("several-start");
        Toolkit.await(
                "all run",
                () -> kept().rows().stream().allMatch(row -> row.snapshot().state() == MachineState.RUNNING));
        window().awaitText("several-stop", "Stop 3");
        assertFalse(window().shows("several-start"));
        window().click("several-force-off");
        assertEquals("Force 3 off", words.text(asked.getLast().title()));
        Toolkit.await(
                "all are off",
                () -> kept().rows().stream().allMatch(row -> row.snapshot().state() == MachineState.STOPPED));
    }

    @Test
    void aDoubleClickStartsAMachineAndShowsItsConsole() throws Exception {
        machines().make("web");
        window().awaitEnabled("machines-start");
        window().doubleClick("machines-list", 60, 26);
        window().awaitText("machine-state", "Running");
        assertEquals(List.of("console web"), doorsOpened);
    }

    @Test
    void aDoubleClickShowsTheConsoleOfAMachineThatRuns() throws Exception {
        machines().make("web").start(StartOptions.CAREFUL).await();
        window().awaitText("machine-state", "Running");
        window().doubleClick("machines-list", 60, 26);
        Toolkit.await("its console is shown", () -> doorsOpened.equals(List.of("console web")));
    }

    @Test
    void aMachineIsStartedWithItsConsoleFromTheMenu() throws Exception {
        machines().make("web");
        window().awaitEnabled("machines-start");
        window().click("machines-more");
        window().click("machines-open-item");
        window().awaitText("machine-state", "Running");
        assertEquals(List.of("console web"), doorsOpened);
    }

    @Test
    void theDoorsLeadWhereTheActionsSay() throws Exception {
        machines().make("web");
        window().awaitEnabled("machines-start");
        window().click("machines-make");
        window().click("machines-settings");
        window().click("machines-console");
        window().press(KeyCode.F2);
        window().press(KeyCode.G, KeyCode.CONTROL);
        Toolkit.await(
                "all doors",
                () -> doorsOpened.equals(List.of("make", "settings web", "console web", "rename web", "group 1")),
                doorsOpened::toString);
    }

    private void openMenu() {
        Node list = Objects.requireNonNull(view).home();
        Toolkit.await("the list is on the screen", () -> list.localToScreen(60, 26) != null);
        Toolkit.run(() -> {
            Point2D place = list.localToScreen(60, 26);
            list.fireEvent(new ContextMenuEvent(
                    ContextMenuEvent.CONTEXT_MENU_REQUESTED, 60, 26, place.getX(), place.getY(), true, null));
        });
    }

    @Test
    void theMenuOfTheListShowsTheKeysThatDoTheSameAndListensToNone() throws Exception {
        machines().make("web");
        window().awaitEnabled("machines-start");
        openMenu();
        window().awaitText("machines-start-item", "Ctrl+R");
        window().awaitText("machines-settings-item", "Ctrl+E");
        window().awaitText("machines-rename-item", "F2");
        window().awaitText("machines-delete-item", "Delete");
        window().click("machines-reveal-item");
        Toolkit.await("shown in its folder", () -> doorsOpened.equals(List.of("reveal web")), doorsOpened::toString);
        Toolkit.run(() -> {
            var keys = window().stage().getScene().getAccelerators().keySet();
            assertFalse(keys.contains(new KeyCodeCombination(KeyCode.R, KeyCombination.SHORTCUT_DOWN)), "twice");
            assertFalse(
                    keys.contains(new KeyCodeCombination(KeyCode.DELETE)), "would delete a machine from the search");
        });
    }

    @Test
    void theMenuKeyOpensTheMenuOfTheList() throws Exception {
        machines().make("web");
        window().awaitEnabled("machines-start");
        Toolkit.await("focus in the list", () -> window().focused().equals("machines-list"));
        window().press(KeyCode.CONTEXT_MENU);
        window().awaitText("machines-reveal-item", "Show in folder");
        window().press(KeyCode.ESCAPE);
        Toolkit.await("the menu is gone", () -> !window().shows("machines-reveal-item"));
    }

    private double dividerAt() {
        return Toolkit.get(() -> ((SplitPane) window().node("machines-split")).getDividerPositions()[0]
                * window().node("machines-split").getLayoutBounds().getWidth());
    }

    @Test
    void theListIsAsWideAsAPersonLeftIt() throws Exception {
        machines().make("web");
        List<Double> left = new ArrayList<>();
        window().awaitEnabled("machines-start");
        SplitPane split = (SplitPane) window().node("machines-split");
        Toolkit.await("there is a divider", () -> split.lookup(".split-pane-divider") != null);
        double usual = dividerAt();
        Toolkit.run(() -> Objects.requireNonNull(view).withList(0, left::add));
        Toolkit.run(() -> {
            split.setDividerPositions(0.5);
            split.layout();
        });
        assertEquals(List.of(), left, "no hand has moved it");
        Toolkit.run(() -> {
            Node divider = Objects.requireNonNull(split.lookup(".split-pane-divider"));
            divider.fireEvent(new MouseEvent(
                    MouseEvent.MOUSE_RELEASED,
                    0,
                    0,
                    0,
                    0,
                    MouseButton.PRIMARY,
                    1,
                    false,
                    false,
                    false,
                    false,
                    false,
                    false,
                    false,
                    false,
                    false,
                    true,
                    null));
        });
        double wanted = dividerAt();
        assertTrue(wanted > usual + 50, wanted + " is not wider than " + usual);
        assertEquals(1, left.size());
        MachinesView next =
                Toolkit.get(() -> new MachinesView(kept(), words, new Label("details"), welcome(), doors, told::add)
                        .withList(left.getFirst(), width -> {}));
        try (OpenWindow again = OpenWindow.with(() -> next)) {
            SplitPane other = (SplitPane) Toolkit.get(() -> next.lookup("#machines-split"));
            Toolkit.await(
                    "the list is as wide as it was left",
                    () -> Math.abs(other.getDividerPositions()[0] * other.getWidth() - wanted) <= 2,
                    () -> other.getDividerPositions()[0] * other.getWidth() + " and not " + wanted + " of "
                            + again.stage().getWidth());
        }
        Toolkit.run(next::dispose);
    }

    @Test
    void everyButtonOfThePageHasATextForAScreenReader() throws Exception {
        machines().make("web").start(StartOptions.CAREFUL).await();
        window().awaitText("machine-state", "Running");
        List<String> silent = Toolkit.get(() -> window().stage().getScene().getRoot().lookupAll(".button").stream()
                .filter(node -> node instanceof javafx.scene.control.Button button
                        && (button.getText() == null || button.getText().isEmpty())
                        && (button.getAccessibleText() == null
                                || button.getAccessibleText().isEmpty()))
                .map(Node::toString)
                .toList());
        assertEquals(List.of(), silent);
    }

    @Test
    void nothingHoldsAViewThatHasBeenClosed() throws Exception {
        machines().make("web").start(StartOptions.CAREFUL).await();
        window().awaitText("machine-state", "Running");
        MachinesModel kept = Objects.requireNonNull(model);
        List<WeakReference<MachinesView>> closed = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            OpenWindow another = OpenWindow.with(() -> {
                MachinesView one = new MachinesView(kept, words, new Label(), welcome(), doors, told::add);
                closed.add(new WeakReference<>(one));
                return one;
            });
            Toolkit.run(() -> {
                Objects.requireNonNull(closed.getLast().get()).dispose();
                another.stage().setScene(null);
                another.stage().close();
            });
        }
        // The toolkit itself keeps the last window that had the focus for a while.
        Toolkit.await("the views are gone", () -> {
            System.gc();
            return closed.stream().filter(one -> one.get() != null).count() <= 1;
        });
        assertNotNull(kept.selectedProperty().get());
        assertNull(closed.getFirst().get());
    }
}
