package dev.hamlet.app.wizard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.app.fx.FxRelay;
import dev.hamlet.app.fx.OpenWindow;
import dev.hamlet.app.fx.Overlay;
import dev.hamlet.app.fx.Pictures;
import dev.hamlet.app.fx.TestFiles;
import dev.hamlet.app.fx.Toolkit;
import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.problem.ProblemException;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.Labeled;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.StackPane;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The dialog as a person uses it: a real window without a display, real events of mouse and keyboard. */
@Tag("window")
class WizardViewTest {
    private static final int OPENINGS = 50;

    private final Messages words = Messages.of(Locale.ENGLISH);
    private final List<Outcome> outcomes = new CopyOnWriteArrayList<>();
    private TestWorkshop workshop;
    private Overlay overlay;
    private final TestFiles files = new TestFiles();
    private OpenWindow window;
    private @Nullable WizardModel model;

    @BeforeEach
    void open() throws ProblemException {
        Toolkit.start();
        workshop = new TestWorkshop().withKey();
        overlay = Toolkit.get(() -> {
            Button opener = new Button("New");
            opener.setId("opener");
            return new Overlay(new StackPane(opener));
        });
        window = OpenWindow.with(() -> overlay);
        Toolkit.run(() -> {
            window.stage().setX(0);
            window.stage().setY(0);
            window.stage().setWidth(1000);
            window.stage().setHeight(800);
        });
        Toolkit.run(() -> window.node("opener").requestFocus());
    }

    @AfterEach
    void close() {
        workshop.release();
        Toolkit.run(overlay::close);
        window.close();
    }

    private WizardModel show() {
        return Toolkit.get(() -> {
            WizardModel made = new WizardModel(workshop, words, FxRelay.fxThread(), outcomes::add);
            model = made;
            overlay.show(new WizardView(made, files, words));
            return made;
        });
    }

    private void ready() {
        window.awaitEnabled("wizard-next");
    }

    private void awaitFocus(String id) {
        Toolkit.await("#" + id + " has the focus", () -> window.focused().equals(id), () -> "but #" + window.focused());
    }

    private WizardModel atResources() {
        WizardModel shown = show();
        ready();
        Toolkit.run(shown::next);
        awaitFocus("wizard-name");
        return shown;
    }

    private void focus(String id) {
        Toolkit.run(() -> window.node(id).requestFocus());
        awaitFocus(id);
    }

    private void write(String id, String text) {
        Toolkit.run(() -> ((TextField) window.node(id)).setText(text));
    }

    @Test
    void enterAllTheWayOrdersAMachine() {
        show();
        ready();
        awaitFocus("wizard-list");
        window.press(KeyCode.ENTER);
        awaitFocus("wizard-name");
        window.press(KeyCode.ENTER);
        awaitFocus("wizard-start");
        window.press(KeyCode.ENTER);
        Toolkit.await("the dialog is gone", () -> !overlay.isOpen());
        awaitFocus("opener");
        Order order = workshop.orders.getFirst();
        assertEquals("Debian 12", order.name());
        assertTrue(order.start());
        assertEquals(1, Objects.requireNonNull(order.seed()).sshKeys().size());
        assertTrue(Objects.requireNonNull(order.seed().passwordHash()).startsWith("$6$"));
        Toolkit.await("told how it ended", () -> !outcomes.isEmpty());
        assertInstanceOf(Outcome.Failed.class, outcomes.getFirst());
    }

    @Test
    void withAnEmptyLibraryAndNoNetworkThatIsSaidAndAFileLeadsOn() throws Exception {
        workshop.reachable = offer -> false;
        show();
        window.awaitText("wizard-what", "None of these systems can be had now");
        window.awaitText("wizard-what", "cloud.debian.org");
        window.awaitEnabled("wizard-next");
        Pictures.draw(window.stage().getScene(), 1, "wizard-nothing-in-reach");
        window.click("wizard-kind-empty");
        window.awaitEnabled("wizard-next");
        window.click("wizard-next");
        awaitFocus("wizard-name");
        assertEquals("New machine", Toolkit.get(() -> ((TextField) window.node("wizard-name")).getText()));
    }

    @Test
    void theWayInIsOfferedAndTold() {
        atResources();
        window.awaitText("wizard-forward", "port 2222");
        window.click("wizard-next");
        window.awaitText("wizard-summary", "ssh -p 2222");
    }

    @Test
    void aPrivateKeyThatIsChosenIsRefusedWithWords() throws Exception {
        files.lay(java.nio.file.Files.writeString(
                java.nio.file.Files.createTempDirectory("keys").resolve("id"),
                "-----BEGIN OPENSSH PRIVATE KEY-----\n"));
        atResources();
        window.click("wizard-key-other");
        window.awaitText("wizard-key-fault", "private key");
    }

    @Test
    void theMadeUpPasswordIsSeenBeforeTheMachineIsMade() {
        WizardModel shown = atResources();
        String password =
                Toolkit.get(() -> shown.resources().access().passwordProperty().get());
        assertEquals(password, Toolkit.get(() -> ((TextField) window.node("wizard-password")).getText()));
        Toolkit.run(shown::next);
        window.awaitText("wizard-summary", password);
    }

    @Test
    void aPasswordThatAPersonWritesIsHiddenAndNotInTheSummary() {
        WizardModel shown = atResources();
        focus("wizard-password");
        Toolkit.run(() -> ((TextField) window.node("wizard-password")).selectAll());
        for (KeyCode key : List.of(KeyCode.S, KeyCode.E, KeyCode.C, KeyCode.R, KeyCode.E, KeyCode.T)) {
            window.press(key);
        }
        Toolkit.await(
                "written",
                () -> shown.resources().access().passwordProperty().get().equalsIgnoreCase("secret"),
                () -> "but "
                        + shown.resources().access().passwordProperty().get().length() + " characters");
        assertFalse(Toolkit.get(() -> ((TextField) window.node("wizard-password")).getText())
                .toLowerCase(Locale.ROOT)
                .contains("secret"));
        Toolkit.run(shown::next);
        window.awaitText("wizard-summary-password", "As you wrote it");
        assertFalse(window.text("wizard-summary").toLowerCase(Locale.ROOT).contains("secret"));
    }

    @Test
    void escapeClosesAndNothingIsOrdered() {
        WizardModel shown = atResources();
        window.press(KeyCode.ESCAPE);
        Toolkit.await("the dialog is gone", () -> !overlay.isOpen());
        awaitFocus("opener");
        assertEquals(List.of(), workshop.orders);
        assertEquals(
                "",
                Toolkit.get(() -> shown.resources().access().passwordProperty().get()));
    }

    @Test
    void escapeClosesFromWhateverHasTheKeyboard() {
        for (String id :
                List.of("wizard-list", "wizard-search", "wizard-kind-system", "wizard-steps-0", "wizard-cancel")) {
            show();
            ready();
            focus(id);
            window.press(KeyCode.ESCAPE);
            Toolkit.await("the dialog is gone from " + id, () -> !overlay.isOpen());
        }
        for (String id : List.of("wizard-memory", "wizard-memory-field", "wizard-firmware", "wizard-reach")) {
            atResources();
            focus(id);
            window.press(KeyCode.ESCAPE);
            Toolkit.await("the dialog is gone from " + id, () -> !overlay.isOpen());
        }
    }

    @Test
    void cancelAndTheButtonOfTheTitleCloseToo() {
        for (String button : List.of("wizard-cancel", "wizard-close")) {
            show();
            ready();
            window.click(button);
            Toolkit.await("the dialog is gone", () -> !overlay.isOpen());
        }
    }

    @Test
    void theSliderIsMovedByKeysAndMouseAndTheFieldFollows() {
        WizardModel shown = atResources();
        focus("wizard-memory");
        window.press(KeyCode.RIGHT);
        assertEquals(1280, Toolkit.get(() -> shown.resources().memory().value()));
        assertEquals("1.25", Toolkit.get(() -> ((TextField) window.node("wizard-memory-field")).getText()));
        window.press(KeyCode.END);
        assertEquals(31 * 1024, Toolkit.get(() -> shown.resources().memory().value()));
        window.awaitText("wizard-status", "More than is free now");
        window.press(KeyCode.PAGE_DOWN);
        assertTrue(Toolkit.get(() -> shown.resources().memory().value()) < 31 * 1024);
        window.press(KeyCode.HOME);
        assertEquals(512, Toolkit.get(() -> shown.resources().memory().value()));
        window.click("wizard-memory");
        assertEquals(4096, Toolkit.get(() -> shown.resources().memory().value()), 1024);
        awaitFocus("wizard-memory");
    }

    @Test
    void aFigureIsWrittenInTheFieldAndEnterGoesOn() {
        WizardModel shown = atResources();
        focus("wizard-memory-field");
        write("wizard-memory-field", "0,75 GiB");
        assertEquals(768, Toolkit.get(() -> shown.resources().memory().value()));
        window.press(KeyCode.ENTER);
        window.awaitText("wizard-summary-memory", "768 MiB");
    }

    @Test
    void aFigureThatCannotBeSaysWhyBesideItselfAndBelow() {
        atResources();
        write("wizard-memory-field", "999 TiB");
        window.awaitText("wizard-memory-note", "At most 31 GiB");
        window.awaitText("wizard-status", "Correct the figure");
        assertTrue(Toolkit.get(() -> window.node("wizard-next").isDisabled()));
        assertEquals(
                "At most 31 GiB",
                Toolkit.get(() -> window.node("wizard-memory-field").getAccessibleHelp()));
        write("wizard-memory-field", "2");
        window.awaitEnabled("wizard-next");
    }

    @Test
    void aNameThatExistsOffersAFreeOne() {
        workshop.names.add("web");
        atResources();
        write("wizard-name", "web");
        window.awaitText("wizard-name-note", "A machine named web exists.");
        window.click("wizard-name-free");
        awaitFocus("wizard-name");
        assertEquals("web 2", Toolkit.get(() -> ((TextField) window.node("wizard-name")).getText()));
        window.awaitEnabled("wizard-next");
    }

    @Test
    void theStepsAtTheSideLeadBack() {
        WizardModel shown = atResources();
        assertEquals(
                "Step 1 of 3, What, done",
                Toolkit.get(() -> window.node("wizard-steps-0").getAccessibleText()));
        window.click("wizard-steps-0");
        window.node("wizard-what");
        assertEquals(
                WizardModel.Step.WHAT, Toolkit.get(() -> shown.stepProperty().get()));
        window.click("wizard-steps-2");
        window.node("wizard-summary");
        window.click("wizard-back");
        window.node("wizard-resources");
    }

    @Test
    void aFileThatIsHandedInIsShownInItsPlace() {
        WizardModel shown = show();
        Toolkit.run(() -> shown.begin(Path.of("/x/installer.iso")));
        window.awaitText("wizard-cd-found", "Not a CD image");
        awaitFocus("wizard-cd-file");
        window.awaitText("wizard-status", "Choose another file.");
        window.click("wizard-cd-other");
        window.awaitText("wizard-disk-found", "There is no such disk");
        assertEquals(
                WhatModel.Kind.DISK,
                Toolkit.get(() -> shown.what().kindProperty().get()));
    }

    @Test
    void theSearchFindsAndArrowsChoose() {
        WizardModel shown = show();
        ready();
        focus("wizard-search");
        write("wizard-search", "ubuntu");
        Toolkit.await("found", () -> shown.what().shown().size() == 2);
        window.press(KeyCode.DOWN);
        awaitFocus("wizard-list");
        window.press(KeyCode.DOWN);
        Toolkit.await(
                "chosen",
                () -> Objects.requireNonNull(shown.what().selectedProperty().get())
                        .name()
                        .equals("Ubuntu 26.04"));
        ready();
        window.press(KeyCode.ENTER);
        awaitFocus("wizard-name");
    }

    @Test
    void anEngineThatHangsLeavesTheWindowAlive() {
        workshop.hangs = true;
        show();
        window.awaitText("wizard-status", "It is being looked at.");
        window.click("wizard-kind-empty");
        window.awaitText("wizard-status", "This computer is being looked at.");
        window.press(KeyCode.ESCAPE);
        Toolkit.await("the dialog is gone", () -> !overlay.isOpen());
    }

    private static void collect(Node node, List<Node> into) {
        if (!node.isVisible() || node.isDisabled()) {
            return;
        }
        if (node.isFocusTraversable()) {
            into.add(node);
        }
        if (node instanceof Parent parent) {
            parent.getChildrenUnmodifiable().forEach(child -> collect(child, into));
        }
    }

    private List<Node> controls() {
        return Toolkit.get(() -> {
            List<Node> all = new ArrayList<>();
            collect(window.node("wizard"), all);
            return all;
        });
    }

    private static String nameOf(Node node) {
        if (node.getAccessibleText() != null && !node.getAccessibleText().isBlank()) {
            return node.getAccessibleText();
        }
        return node instanceof Labeled labeled && labeled.getText() != null ? labeled.getText() : "";
    }

    /** Every step, with every kind of source. */
    private void everywhere(Runnable look) {
        WizardModel shown = show();
        ready();
        look.run();
        for (WhatModel.Kind kind : WhatModel.Kind.values()) {
            Toolkit.run(() -> shown.what().kindProperty().set(kind));
            look.run();
        }
        Toolkit.run(() -> shown.what().kindProperty().set(WhatModel.Kind.SYSTEM));
        for (int i = 0; i < 2; i++) {
            ready();
            Toolkit.run(shown::next);
            look.run();
        }
    }

    @Test
    void tabReachesEveryControlOfEveryStep() {
        everywhere(() -> {
            Set<String> there = new TreeSet<>();
            controls().forEach(node -> there.add(String.valueOf(node.getId())));
            Set<String> reached = new TreeSet<>();
            for (int i = 0; i < there.size() + 2; i++) {
                window.press(KeyCode.TAB);
                reached.add(window.focused());
            }
            // Of tiles that exclude each other Tab goes to the chosen one, and arrow keys to the others.
            if (there.removeIf(id -> id.startsWith("wizard-kind-"))) {
                assertTrue(reached.stream().anyMatch(id -> id.startsWith("wizard-kind-")), reached::toString);
            }
            there.removeAll(reached);
            assertEquals(Set.of(), there, "the way went through " + reached);
        });
    }

    @Test
    void arrowKeysChooseWhereTheMachineComesFrom() {
        WizardModel shown = show();
        ready();
        focus("wizard-kind-system");
        for (WhatModel.Kind kind : List.of(WhatModel.Kind.CD, WhatModel.Kind.DISK, WhatModel.Kind.EMPTY)) {
            window.press(KeyCode.RIGHT);
            assertEquals(kind, Toolkit.get(() -> shown.what().kindProperty().get()));
        }
    }

    @Test
    void everyControlHasANameAndARole() {
        everywhere(() -> controls().forEach(node -> {
            assertFalse(Toolkit.get(() -> nameOf(node)).isBlank(), node + " has no name");
            assertTrue(node.getId() != null, node + " has no id");
            assertFalse(
                    Toolkit.get(node::getAccessibleRole) == javafx.scene.AccessibleRole.NODE, node + " has no role");
        }));
    }

    @Test
    void nothingHoldsADialogThatWasClosed() {
        List<WeakReference<Object>> closed = new ArrayList<>();
        for (int i = 0; i < OPENINGS; i++) {
            Toolkit.run(() -> {
                WizardModel made = new WizardModel(workshop, words, FxRelay.fxThread(), outcomes::add);
                WizardView view = new WizardView(made, files, words);
                overlay.show(view);
                closed.add(new WeakReference<>(view));
                closed.add(new WeakReference<>(made));
            });
            ready();
            window.press(KeyCode.ENTER);
            Toolkit.run(overlay::close);
        }
        // The toolkit itself keeps the last dialog that had the focus for a while.
        Toolkit.await(
                "the dialogs are gone",
                () -> {
                    System.gc();
                    return closed.stream().filter(one -> one.get() != null).count() <= 2;
                },
                () -> closed.stream().filter(one -> one.get() != null).count() + " of " + closed.size() + " are held");
    }
}
