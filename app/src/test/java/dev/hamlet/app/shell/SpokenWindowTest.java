package dev.hamlet.app.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;

import dev.hamlet.app.fx.OpenWindow;
import dev.hamlet.app.fx.Toolkit;
import dev.hamlet.app.machines.TestMachines;
import dev.hamlet.app.preferences.Preferences;
import dev.hamlet.app.preferences.PreferencesModel;
import dev.hamlet.app.words.Messages;
import dev.hamlet.app.words.PseudoLocale;
import dev.hamlet.engine.host.Accelerator;
import dev.hamlet.engine.hypervisor.fake.FakeDisplay;
import dev.hamlet.engine.job.Phrase;
import dev.hamlet.engine.machine.Machine;
import dev.hamlet.engine.machine.StartOptions;
import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import javafx.scene.control.ButtonBase;
import javafx.scene.input.KeyCode;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The window while the person chooses another language, here the long one for "en". */
@Tag("window")
class SpokenWindowTest {
    @TempDir
    private Path home = Path.of("");

    private final List<WindowSettings> kept = new ArrayList<>();
    private final PreferencesModel preferences = new PreferencesModel(Preferences.FIRST, changed -> {});
    private @Nullable TestMachines opened;
    private @Nullable Stage stage;
    private @Nullable SpokenWindow spoken;

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

    private HamletWindow shown() {
        return Toolkit.get(() -> Objects.requireNonNull(spoken).shown());
    }

    private OpenWindow window() {
        Toolkit.run(() -> {
            Stage made = new Stage();
            stage = made;
            spoken = new SpokenWindow(
                    preferences,
                    tag -> tag.isEmpty() ? Messages.of(Locale.ENGLISH) : PseudoLocale.words(),
                    words -> new HamletWindow(made, words, kept::add, preferences, place -> {}, () -> {}),
                    window -> window.fill(
                            machines().engine(),
                            () -> Accelerator.emulation(new HostProblem.KvmTooSlow(264)),
                            () -> machines().jobs().start(Phrase.of("window.job.first"), progress -> true)));
            SpokenWindow window = spoken;
            window.shown().show(WindowSettings.FIRST.withCloseNoticeSeen());
            window.shown()
                    .fill(
                            machines().engine(),
                            () -> Accelerator.emulation(new HostProblem.KvmTooSlow(264)),
                            () -> machines().jobs().start(Phrase.of("window.job.first"), progress -> true));
        });
        return OpenWindow.of(Objects.requireNonNull(stage));
    }

    @Test
    void anotherLanguageIsSpokenAtOnceAndTheWindowStaysWhereItIs() throws Exception {
        OpenWindow window = window();
        window.node("welcome");
        Stage here = Objects.requireNonNull(stage);
        Toolkit.run(() -> {
            here.setX(40);
            here.setY(30);
            here.setWidth(1000);
            here.setHeight(700);
        });
        HamletWindow before = shown();
        window.press(KeyCode.COMMA, KeyCode.CONTROL);
        window.click("preferences-language-en");
        String title = PseudoLocale.words().text("preferences.language.title");
        Toolkit.await(
                "the page speaks it",
                () -> window.shows("page-preferences")
                        && here.getScene().getRoot().lookupAll(".label").stream()
                                .anyMatch(node -> node instanceof javafx.scene.control.Label label
                                        && label.getText().equals(title)));
        assertNotSame(before, shown());
        assertEquals(
                List.of(40.0, 30.0, 1000.0, 700.0),
                Toolkit.get(() -> List.of(here.getX(), here.getY(), here.getWidth(), here.getHeight())));
        assertEquals(true, Toolkit.get(here::isShowing));
        // It is alive: what happens to machines is shown, in the new words.
        machines().make("web").start(StartOptions.CAREFUL).await();
        window.press(KeyCode.DIGIT1, KeyCode.CONTROL);
        window.awaitText("machine-state", PseudoLocale.words().text("state.running"));
        // And back.
        window.press(KeyCode.COMMA, KeyCode.CONTROL);
        window.click("preferences-language-system");
        window.press(KeyCode.DIGIT1, KeyCode.CONTROL);
        window.awaitText("machine-state", "Running");
        assertEquals(List.of(), kept);
    }

    @Test
    void aConsoleThatIsOpenStaysAndSpeaksItToo() throws Exception {
        OpenWindow window = window();
        Machine machine = machines().make("web");
        machine.start(StartOptions.CAREFUL).await();
        window.awaitText("machine-state", "Running");
        window.click("machines-console");
        OpenWindow console = OpenWindow.of(Toolkit.get(() -> Window.getWindows().stream()
                .filter(one -> one instanceof Stage && !one.equals(stage))
                .map(Stage.class::cast)
                .findFirst()
                .orElseThrow()));
        console.awaitText("console-size", "720");
        console.click("console-scale");
        console.click("console-scale-actual");
        console.awaitText("console-size", "100 %");
        Toolkit.run(() -> preferences.language("en"));
        Toolkit.await(
                "the console speaks it",
                () -> console.text("console-send").equals(PseudoLocale.words().text("console.send.text")));
        console.awaitText("console-size", "100 %");
        Toolkit.await(
                "so does its title",
                () -> console.stage().getTitle().contains(PseudoLocale.words().text("state.running")));
        FakeDisplay display = machines().guest(machine).display();
        assertEquals(1, display.sessions(), "the line has stayed, and there is one");
        // It is alive, and its machine has no second one.
        display.resize(400, 300);
        console.awaitText("console-size", "400");
        Toolkit.run(() -> shown().show("home"));
        window.awaitEnabled("machines-console");
        Toolkit.run(((ButtonBase) window.node("machines-console"))::fire);
        assertEquals(
                2L,
                Toolkit.get(() -> Window.getWindows().stream()
                        .filter(Stage.class::isInstance)
                        .count()));
        Toolkit.run(() -> shown().close());
        Toolkit.await("it ends with the window", () -> display.sessions() == 0);
    }
}
