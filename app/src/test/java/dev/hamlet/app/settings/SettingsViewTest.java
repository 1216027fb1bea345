package dev.hamlet.app.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.app.fx.FxRelay;
import dev.hamlet.app.fx.OpenWindow;
import dev.hamlet.app.fx.Overlay;
import dev.hamlet.app.fx.TestFiles;
import dev.hamlet.app.fx.Toolkit;
import dev.hamlet.app.machines.TestMachines;
import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.machine.CdSpec;
import dev.hamlet.engine.machine.DiskSpec;
import dev.hamlet.engine.machine.DisplaySpec;
import dev.hamlet.engine.machine.Machine;
import dev.hamlet.engine.machine.StartOptions;
import dev.hamlet.engine.media.DiskFormat;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.ComboBoxBase;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.StackPane;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The dialog as a person uses it: a real window without a display, real events of mouse and keyboard. */
@Tag("window")
class SettingsViewTest {
    private static final int OPENINGS = 50;

    private final TestHost host = new TestHost();
    private final TestFiles files = new TestFiles();

    @TempDir
    Path folder;

    private TestMachines home;
    private Machine machine;
    private Overlay overlay;
    private OpenWindow window;

    @BeforeEach
    void open() throws Exception {
        Toolkit.start();
        home = new TestMachines(folder);
        machine = home.make("web");
        Files.createDirectories(machine.folder().disks());
        Files.write(machine.folder().disks().resolve("a.raw"), new byte[512]);
        machine.change(spec -> spec.addDisk(new DiskSpec("disk0", Path.of("disks/a.raw"), DiskFormat.RAW, false))
                .addCd(new CdSpec("cd0", null)));
        machine.start(StartOptions.CAREFUL).await();
        overlay = Toolkit.get(() -> {
            Button opener = new Button("Settings");
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
        host.release();
        Toolkit.run(overlay::close);
        window.close();
        home.close();
    }

    private SettingsModel show(Locale locale) {
        return Toolkit.get(() -> {
            SettingsModel model =
                    new SettingsModel(machine, home.store(), host, TimeSource.system(), FxRelay.fxThread());
            overlay.show(new SettingsView(model, Messages.of(locale), files));
            return model;
        });
    }

    private SettingsModel show(Section section) {
        SettingsModel model = show(Locale.ENGLISH);
        Toolkit.await("the first look", () -> model.stateProperty().get() != null);
        Toolkit.run(() -> model.show(section));
        return model;
    }

    private void write(String id, String text) {
        Toolkit.run(() -> {
            Node field = window.node(id);
            field.requestFocus();
            ((TextInputControl) field).setText(text);
        });
    }

    private void enter(String id, String text) {
        write(id, text);
        window.press(KeyCode.ENTER);
    }

    private void becomes(String what, Callable<Boolean> condition) {
        Toolkit.await(what, () -> {
            try {
                return condition.call();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        });
    }

    @Test
    void aNameIsWrittenAndHoldsAtOnce() {
        show(Section.GENERAL);
        window.awaitEnabled("settings-name");
        enter("settings-name", "house");
        becomes("renamed", () -> machine.spec().name().equals("house"));
        window.awaitText("settings", "Settings of house");
        assertEquals("Acts now", window.text("settings-name-acts"));
    }

    @Test
    void aNameThatCannotBeIsSaidAndTheOldOneStands() {
        show(Section.GENERAL);
        window.awaitEnabled("settings-name");
        enter("settings-name", "x".repeat(200));
        window.awaitText("settings-general-problem", "120 characters");
        assertEquals("web", Toolkit.get(() -> ((TextInputControl) window.node("settings-name")).getText()));
    }

    @Test
    void processorsWaitForTheNextStartAndAreTakenBack() throws Exception {
        show(Section.RESOURCES);
        window.awaitEnabled("settings-vcpus");
        window.awaitText("settings-vcpus-note", "guest has 2");
        Toolkit.run(() -> window.node("settings-vcpus").requestFocus());
        window.press(KeyCode.END);
        window.awaitText("settings-waiting", "1 change waits for the next start: Processors 2 to 8");
        assertEquals("Next start", window.text("settings-vcpus-acts"));
        assertEquals("Acts now", window.text("settings-memory-acts"));
        window.click("settings-take-back");
        becomes("taken back", () -> machine.spec().vcpus() == 2);
        Toolkit.await("no word below", () -> window.text("settings-waiting").isEmpty());
        assertFalse(window.shows("settings-take-back"));
    }

    @Test
    void memoryActsAndTheGuestsOwnFigureIsShown() {
        show(Section.RESOURCES);
        window.awaitEnabled("settings-memory");
        window.awaitText("settings-memory-note", "guest has 512 MiB");
        Toolkit.run(() -> window.node("settings-memory").requestFocus());
        window.press(KeyCode.LEFT);
        becomes("less", () -> machine.spec().memory().compareTo(ByteSize.ofMebibytes(512)) < 0);
        becomes(
                "the guest has it",
                () -> machine.guestMemory().orElseThrow().equals(machine.spec().memory()));
        Toolkit.await(
                "the guest's figure", () -> !window.text("settings-memory-note").contains("512"));
    }

    @Test
    void whatIsTypedActsOnceItIsFinishedInTheLanguagesOwnForm() {
        SettingsModel model = show(Locale.of("da", "DK"));
        Toolkit.await("the first look", () -> model.stateProperty().get() != null);
        Toolkit.run(() -> model.show(Section.RESOURCES));
        window.awaitEnabled("settings-memory");
        write("settings-memory-field", "0,25 GiB");
        Toolkit.await("nothing is done yet", () -> !model.busyProperty().get());
        window.press(KeyCode.ENTER);
        becomes("256 MiB", () -> machine.spec().memory().equals(ByteSize.ofMebibytes(256)));
        enter("settings-memory-field", "much");
        window.awaitText("settings-memory-note", "figure such as");
        enter("settings-memory-field", "300 MiB");
        becomes("300 MiB", () -> machine.spec().memory().equals(ByteSize.ofMebibytes(300)));
    }

    @Test
    void aCdIsPutInTakenOutAndOneThatIsGoneIsSaid() throws Exception {
        files.lay(Files.write(folder.resolve("tools.iso"), new byte[512]));
        show(Section.STORAGE);
        window.awaitText("settings-cd0", "empty");
        assertEquals("Acts now", window.text("settings-cd0-acts"));
        window.click("settings-cd0-change");
        window.awaitText("settings-cd0", "tools.iso");
        window.click("settings-cd0-eject");
        window.awaitText("settings-cd0", "empty");
        files.lay(folder.resolve("gone.iso"));
        window.click("settings-cd0-change");
        window.awaitText("settings-storage-problem", "gone.iso");
    }

    @Test
    void theShareOfTheProcessorsIsSetWhileTheGuestRuns() {
        show(Section.RESOURCES);
        window.awaitText("settings-cpu-limit-note", "no limit");
        enter("settings-cpu-limit-field", "50");
        becomes("limited", () -> machine.spec().cpuLimit() == 50);
        window.awaitText("settings-cpu-limit-note", "at most 1 busy");
        assertEquals("Acts now", window.text("settings-cpu-limit-acts"));
    }

    @Test
    void theGraphicsCardIsChosenWithTheKeyboardAndWaitsForTheNextStart() {
        show(Section.DISPLAY);
        window.awaitEnabled("settings-card");
        Toolkit.run(() -> window.node("settings-card").requestFocus());
        window.press(KeyCode.DOWN);
        becomes("chosen", () -> machine.spec().display().card() == DisplaySpec.Card.VIRTIO);
        Toolkit.run(() -> window.node("settings-screen").requestFocus());
        window.press(KeyCode.DOWN);
        becomes("sized", () -> machine.spec().display().equals(new DisplaySpec(DisplaySpec.Card.VIRTIO, 1024, 768)));
        window.awaitText("settings-waiting", "Display");
    }

    @Test
    void theSerialLineIsKeptOrNotAndItsConsoleIsNamed() {
        show(Section.SERIAL);
        window.awaitEnabled("settings-serial-log");
        assertEquals(
                "hamlet vm console web",
                Toolkit.get(() -> ((TextInputControl) window.node("settings-serial-command")).getText()));
        window.click("settings-serial-log");
        becomes("not kept", () -> !machine.spec().serialLog());
        window.awaitText("settings-waiting", "Serial log");
    }

    @Test
    void aDiskIsLimitedAndNotDetachedWhileTheGuestRuns() {
        show(Section.STORAGE);
        window.awaitText("settings-disk0", "a.raw");
        assertTrue(Toolkit.get(() -> window.node("settings-disk0-remove").isDisabled()));
        assertTrue(Toolkit.get(() -> window.node("settings-disk-add").isDisabled()));
        enter("settings-disk0-limit", "quick");
        window.awaitText("settings-disks", "Write a size such as 50 MiB");
        enter("settings-disk0-limit", "8");
        becomes("limited", () -> machine.spec().disks().getFirst().limit().equals(ByteSize.ofMebibytes(8)));
    }

    @Test
    void aPortIsForwardedWithAWordBeforeWhereItIsTaken() {
        show(Section.NETWORK);
        window.awaitEnabled("settings-cable");
        enter("settings-forward-host-port", "seventy");
        window.awaitText("settings-forward-note", "whole numbers");
        write("settings-forward-host-port", Integer.toString(TestHost.TAKEN));
        window.awaitText("settings-forward-note", "Held by sshd");
        window.click("settings-forward-use");
        window.awaitText("settings-forward-note", "Free now");
        assertEquals(1, Toolkit.get(() -> machine.spec().network().forwards().size()));
        write("settings-forward-guest-port", "80");
        window.press(KeyCode.ENTER);
        window.awaitText("settings-forward-" + (TestHost.TAKEN + 1), "Forwarded now");
        window.click("settings-forward-" + (TestHost.TAKEN + 1) + "-remove");
        becomes("gone", () -> machine.spec().network().forwards().size() == 1);
    }

    @Test
    void theCableIsPulledAtOnceAndForwardsOfPasstWait() {
        home.guest(machine).live(Set.of(dev.hamlet.engine.machine.Setting.CONNECTED));
        show(Section.NETWORK);
        window.awaitText("settings-cable", "Plugged in");
        Toolkit.await("passt is named", () -> window.shows("settings-forwards-passt"));
        assertEquals("Next start", window.text("settings-forwards-acts"));
        Toolkit.run(() -> window.node("settings-cable").requestFocus());
        window.press(KeyCode.SPACE);
        becomes("pulled", () -> !machine.spec().network().connected());
        window.awaitText("settings-cable", "Pulled out");
    }

    @Test
    void theCommandLineIsThereToBeRead() {
        show(Section.ADVANCED);
        Toolkit.await(
                "the arguments",
                () -> ((TextInputControl) window.node("settings-arguments"))
                        .getText()
                        .contains("-m 512M"));
    }

    @Test
    void aMachineThatIsRemovedIsSaidAndTheDialogCloses() throws Exception {
        show(Section.STORAGE);
        window.awaitText("settings-disk0", "a.raw");
        machine.forceOff().await();
        machine.delete().await();
        window.awaitText("settings-gone", "web");
        window.press(KeyCode.ESCAPE);
        Toolkit.await("it is closed", () -> !overlay.isOpen());
        Toolkit.await("the focus is back", () -> window.focused().equals("opener"), window::focused);
    }

    @Test
    void anAnswerThatDoesNotComeKeepsTheWindowAlive() {
        show(Section.STORAGE);
        window.awaitText("settings-disk0", "a.raw");
        host.hang();
        files.lay(folder.resolve("slow.iso"));
        window.click("settings-cd0-change");
        window.awaitText("settings-waiting", "Being changed");
        window.click("settings-section-advanced");
        Toolkit.await("another section", () -> window.shows("settings-arguments"));
        window.click("settings-done");
        Toolkit.await("it is closed", () -> !overlay.isOpen());
    }

    @Test
    void twoDialogsShowEachOthersChanges() throws Exception {
        show(Section.GENERAL);
        window.awaitEnabled("settings-group");
        machine.change(spec -> spec.group("lab"));
        Toolkit.await(
                "the other's change",
                () -> ((TextInputControl) window.node("settings-group"))
                        .getText()
                        .equals("lab"));
    }

    @Test
    void everyControlIsReachedByTabAndHasAName() {
        SettingsModel model = show(Section.GENERAL);
        for (Section section : Section.values()) {
            Toolkit.run(() -> model.show(section));
            String pane = "settings-" + section.word();
            window.awaitEnabled(pane);
            Set<String> wanted = new TreeSet<>();
            Toolkit.run(() -> {
                overlay.applyCss();
                overlay.layout();
                collect((Parent) window.node(pane), wanted);
            });
            assertFalse(wanted.isEmpty());
            Set<String> reached = new TreeSet<>();
            for (int i = 0; i < 60 && !reached.containsAll(wanted); i++) {
                window.press(KeyCode.TAB);
                reached.add(window.focused());
            }
            assertTrue(reached.containsAll(wanted), section + ": wanted " + wanted + " reached " + reached);
        }
    }

    private static void collect(Parent parent, Set<String> ids) {
        for (Node node : parent.getChildrenUnmodifiable()) {
            if (!node.isVisible()) {
                continue;
            }
            boolean control = node instanceof ButtonBase
                    || node instanceof TextInputControl
                    || node instanceof ComboBoxBase
                    || node.getStyleClass().contains("zoned-track");
            if (control && node.isFocusTraversable() && !node.isDisabled()) {
                boolean named = (node.getAccessibleText() != null
                                && !node.getAccessibleText().isBlank())
                        || (node instanceof ButtonBase button
                                && !button.getText().isBlank());
                assertTrue(named, node + " has no name");
                ids.add(node.getId());
            }
            if (node instanceof Parent inner && !control) {
                collect(inner, ids);
            }
        }
    }

    @Test
    void fiftyDialogsLeaveNothingBehind() throws Exception {
        List<WeakReference<SettingsView>> views = new ArrayList<>();
        for (int i = 0; i < OPENINGS; i++) {
            SettingsView view = Toolkit.get(() -> {
                SettingsModel model =
                        new SettingsModel(machine, home.store(), host, TimeSource.system(), FxRelay.fxThread());
                SettingsView made = new SettingsView(model, Messages.of(Locale.ENGLISH), new TestFiles());
                overlay.show(made);
                return made;
            });
            views.add(new WeakReference<>(view));
            Toolkit.run(overlay::close);
        }
        // The last one stays what had the keyboard for as long as nothing else has had it.
        Toolkit.await("the dialogs are gone", () -> {
            System.gc();
            return views.subList(0, OPENINGS - 1).stream().allMatch(one -> one.get() == null);
        });
        assertEquals(List.of(), Toolkit.get(() -> List.copyOf(overlay.lookupAll("#settings"))));
    }
}
