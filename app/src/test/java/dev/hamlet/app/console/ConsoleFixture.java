package dev.hamlet.app.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.app.fx.FxRelay;
import dev.hamlet.app.fx.OpenWindow;
import dev.hamlet.app.fx.TestFiles;
import dev.hamlet.app.fx.Toolkit;
import dev.hamlet.app.machines.TestMachines;
import dev.hamlet.app.preferences.Preferences;
import dev.hamlet.app.preferences.PreferencesModel;
import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.hypervisor.fake.FakeDisplay;
import dev.hamlet.engine.hypervisor.fake.FakeDisplay.Input;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.machine.Machine;
import dev.hamlet.engine.machine.StartOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import javafx.scene.image.Image;
import javafx.scene.input.Clipboard;
import javafx.scene.input.DataFormat;
import javafx.scene.paint.Color;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A console at the display of a guest in memory; keys come as JavaFX tells of them. */
@Tag("window")
@Timeout(120)
abstract class ConsoleFixture {
    private static final int PATIENCE = 20;

    @TempDir
    Path home = Path.of("");

    final TestFiles files = new TestFiles();
    final PreferencesModel preferences = new PreferencesModel(Preferences.FIRST, kept -> {});
    private @Nullable TestMachines opened;
    private @Nullable Consoles consoles;
    private @Nullable Machine made;

    @BeforeEach
    void open() throws Exception {
        Toolkit.start();
        TestMachines machines = new TestMachines(home);
        opened = machines;
        made = machines.make("web");
        consoles = Toolkit.get(() -> new Consoles(new ConsoleContext(
                environment(),
                preferences,
                stage -> files,
                Messages.of(Locale.ENGLISH),
                TimeSource.system(),
                FxRelay.fxThread(),
                scene -> scene.getStylesheets()
                        .add(Objects.requireNonNull(
                                        getClass().getClassLoader().getResource("dev/hamlet/assets/hamlet.css"))
                                .toExternalForm()),
                () -> {})));
    }

    @AfterEach
    void close() {
        Toolkit.run(() -> {
            Objects.requireNonNull(consoles).close();
            List.copyOf(Window.getWindows()).forEach(Window::hide);
        });
        machines().close();
    }

    /** Of this program, which says what window system there is: none that tells of physical keys. */
    Map<String, String> environment() {
        return Map.of();
    }

    final TestMachines machines() {
        return Objects.requireNonNull(opened);
    }

    final Machine machine() {
        return Objects.requireNonNull(made);
    }

    final FakeDisplay display() {
        return machines().guest(machine()).display();
    }

    final OpenWindow openConsole() {
        return OpenWindow.of(Toolkit.get(() -> {
            Objects.requireNonNull(consoles).open(machine());
            return Window.getWindows().stream()
                    .filter(Stage.class::isInstance)
                    .map(Stage.class::cast)
                    .toList()
                    .getLast();
        }));
    }

    /** The console of a guest that runs, with the keyboard. */
    final OpenWindow consoleOfGuest() throws Exception {
        machine().start(StartOptions.CAREFUL).await();
        OpenWindow window = openConsole();
        window.awaitText("console-size", "720");
        Toolkit.await(
                "the console has the keyboard",
                () -> window.text("console-captured").contains("go to the guest"));
        Toolkit.await(
                "a picture has its place",
                () -> pane(window).picture() != null
                        && pane(window).geometryProperty().get().width() > 1);
        display().inputs().clear();
        return window;
    }

    static ScreenPane pane(OpenWindow window) {
        return (ScreenPane) window.node("console-screen");
    }

    private Input.Key nextKey() throws InterruptedException {
        return next(Input.Key.class);
    }

    final <T extends Input> T next(Class<T> kind) throws InterruptedException {
        for (Input input = poll(); ; input = poll()) {
            if (kind.isInstance(input)) {
                return kind.cast(input);
            }
        }
    }

    private Input poll() throws InterruptedException {
        Input input = display().inputs().poll(PATIENCE, TimeUnit.SECONDS);
        assertNotNull(input, "the guest heard nothing");
        return input;
    }

    final void assertKeys(String... wanted) throws InterruptedException {
        List<String> came = new ArrayList<>();
        for (int i = 0; i < wanted.length; i++) {
            Input.Key key = nextKey();
            came.add((key.down() ? "+" : "-") + key.key().map(Enum::name).orElse("?"));
        }
        assertEquals(List.of(wanted), came);
    }

    static void awaitColour(OpenWindow window, Color wanted) throws InterruptedException {
        assertTrue(
                TimeSource.system()
                        .await(
                                () -> {
                                    Image look = window.look("console-screen");
                                    return look.getPixelReader()
                                            .getColor((int) look.getWidth() / 2, (int) look.getHeight() / 2)
                                            .equals(wanted);
                                },
                                Duration.ofSeconds(PATIENCE),
                                Duration.ofMillis(20)),
                () -> wanted + " is not on the screen");
    }

    static void copy(String text) {
        Toolkit.run(() -> Clipboard.getSystemClipboard().setContent(Map.of(DataFormat.PLAIN_TEXT, text)));
    }
}
