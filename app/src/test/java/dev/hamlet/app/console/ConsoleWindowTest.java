package dev.hamlet.app.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.app.fx.CutTexts;
import dev.hamlet.app.fx.FxRelay;
import dev.hamlet.app.fx.OpenWindow;
import dev.hamlet.app.fx.Pictures;
import dev.hamlet.app.fx.Reach;
import dev.hamlet.app.fx.TestFiles;
import dev.hamlet.app.fx.Toolkit;
import dev.hamlet.app.machines.TestMachines;
import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.display.PhysicalKey;
import dev.hamlet.engine.hypervisor.fake.FakeDisplay;
import dev.hamlet.engine.hypervisor.fake.FakeDisplay.Input;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.machine.Machine;
import dev.hamlet.engine.machine.StartOptions;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import javafx.beans.property.SimpleObjectProperty;
import javafx.event.Event;
import javafx.scene.Cursor;
import javafx.scene.ImageCursor;
import javafx.scene.image.Image;
import javafx.scene.input.Clipboard;
import javafx.scene.input.DataFormat;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.paint.Color;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A console as a person uses it, at the display of a guest in memory; keys come as JavaFX tells of them. */
@Tag("window")
@Timeout(120)
class ConsoleWindowTest {
    private static final int PATIENCE = 20;

    @TempDir
    private Path home = Path.of("");

    private final TestFiles files = new TestFiles();
    private final SimpleObjectProperty<PhysicalKey> hostKey = new SimpleObjectProperty<>(PhysicalKey.CONTROL_RIGHT);
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
                Map.of(),
                hostKey,
                stage -> files,
                Messages.of(Locale.ENGLISH),
                TimeSource.system(),
                FxRelay.fxThread(),
                scene -> scene.getStylesheets()
                        .add(Objects.requireNonNull(
                                        getClass().getClassLoader().getResource("dev/hamlet/assets/hamlet.css"))
                                .toExternalForm()))));
    }

    @AfterEach
    void close() {
        Toolkit.run(() -> {
            Objects.requireNonNull(consoles).close();
            List.copyOf(Window.getWindows()).forEach(Window::hide);
        });
        machines().close();
    }

    private TestMachines machines() {
        return Objects.requireNonNull(opened);
    }

    private Machine machine() {
        return Objects.requireNonNull(made);
    }

    private FakeDisplay display() {
        return machines().guest(machine()).display();
    }

    private OpenWindow openConsole() {
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
    private OpenWindow consoleOfGuest() throws Exception {
        machine().start(StartOptions.CAREFUL).await();
        OpenWindow window = openConsole();
        window.awaitText("console-size", "720");
        Toolkit.await(
                "the console has the keyboard",
                () -> window.text("console-captured").contains("go to the guest"));
        Toolkit.await("there is a picture", () -> pane(window).picture() != null);
        display().inputs().clear();
        return window;
    }

    private static ScreenPane pane(OpenWindow window) {
        return (ScreenPane) window.node("console-screen");
    }

    private Input.Key nextKey() throws InterruptedException {
        return next(Input.Key.class);
    }

    private <T extends Input> T next(Class<T> kind) throws InterruptedException {
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

    private void assertKeys(String... wanted) throws InterruptedException {
        List<String> came = new ArrayList<>();
        for (int i = 0; i < wanted.length; i++) {
            Input.Key key = nextKey();
            came.add((key.down() ? "+" : "-") + key.key().map(Enum::name).orElse("?"));
        }
        assertEquals(List.of(wanted), came);
    }

    private static void awaitColour(OpenWindow window, Color wanted) throws InterruptedException {
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

    @Test
    void itSaysHowTheGuestStandsAndShowsItsScreenAsSoonAsThereIsOne() throws Exception {
        OpenWindow window = openConsole();
        window.awaitText("console-place", "web is off.");
        assertEquals("console-start", window.focused());
        assertFalse(window.shows("console-captured"));
        Pictures.draw(window.stage().getScene(), 1, "console-off");
        machines().hold(true);
        window.click("console-start");
        window.awaitText("console-place", "web is starting.");
        assertFalse(window.shows("console-start"));
        machines().hold(false);
        window.awaitText("console-size", "720 × 400");
        assertFalse(window.shows("console-place"));
        display().paint(0, 0, 720, 400, 0xff0000);
        awaitColour(window, Color.RED);
        display().paint(0, 0, 720, 400, 0x0000ff);
        awaitColour(window, Color.BLUE);
        Pictures.draw(window.stage().getScene(), 1, "console");
        machines().guest(machine()).shutDown();
        window.awaitText("console-place", "web is off.");
        assertTrue(Toolkit.get(() -> window.stage().getTitle()).contains("web"));
        Toolkit.await("it can be started by key", () -> window.focused().equals("console-start"));
        window.click("console-start");
        window.awaitText("console-captured", "Keys go to the guest");
    }

    @Test
    void aStartThatFailsIsSaidInPlace() {
        machines().shortenMemory();
        OpenWindow window = openConsole();
        window.click("console-start");
        window.awaitText("console-problem", "memory");
    }

    @Test
    void aLineThatWasLostComesBackByItself() throws Exception {
        OpenWindow window = consoleOfGuest();
        display().hangUp();
        Toolkit.await("it is there again", () -> display().sessions() == 1 && window.shows("console-size"));
        window.awaitText("console-size", "720");
        display().paint(0, 0, 720, 400, 0x00ff00);
        awaitColour(window, Color.LIME);
    }

    @Test
    void aMachineThatIsDeletedIsSaidToBeGone() throws Exception {
        OpenWindow window = openConsole();
        window.awaitText("console-place", "off");
        machine().delete().await();
        window.awaitText("console-place", "not there any more");
    }

    @Test
    void keysGoToTheGuestAndTheWindowTakesNoneOfThem() throws Exception {
        OpenWindow window = consoleOfGuest();
        window.press(KeyCode.A);
        assertKeys("+A", "-A");
        window.press(KeyCode.TAB);
        window.press(KeyCode.ESCAPE);
        window.press(KeyCode.DELETE, KeyCode.CONTROL, KeyCode.SHIFT);
        assertKeys("+TAB", "-TAB", "+ESCAPE", "-ESCAPE");
        assertKeys("+CONTROL_LEFT", "+SHIFT_LEFT", "+DELETE", "-DELETE", "-SHIFT_LEFT", "-CONTROL_LEFT");
        assertEquals("console-screen", window.focused());
    }

    @Test
    void whatTakesTheKeyboardAwayLetsGoOfAllKeys() throws Exception {
        OpenWindow window = consoleOfGuest();
        Toolkit.run(() -> Event.fireEvent(
                pane(window), new KeyEvent(KeyEvent.KEY_PRESSED, "", "", KeyCode.SHIFT, true, false, false, false)));
        assertKeys("+SHIFT_LEFT");
        Toolkit.run(() -> window.node("console-full").requestFocus());
        assertKeys("-SHIFT_LEFT");
        window.awaitText("console-captured", "Click the screen");
        window.press(KeyCode.A);
        window.click("console-screen");
        window.press(KeyCode.B);
        assertKeys("+B", "-B");
    }

    @Test
    void theHostKeyGivesTheKeyboardBackAndCanBeAnother() throws Exception {
        OpenWindow window = consoleOfGuest();
        // JavaFX alone cannot tell one Control key from the other.
        window.awaitText("console-captured", "Pause");
        assertTrue(window.shows("console-layout"));
        window.press(KeyCode.PAUSE);
        Toolkit.await("the keyboard is here", () -> window.focused().equals("console-send"));
        window.click("console-screen");
        Toolkit.run(() -> hostKey.set(PhysicalKey.SCROLL_LOCK));
        window.awaitText("console-captured", "Scroll Lock");
        window.press(KeyCode.PAUSE);
        assertKeys("+PAUSE", "-PAUSE");
        window.press(KeyCode.D, KeyCode.SCROLL_LOCK);
        assertKeys("+CONTROL_LEFT", "+ALT_LEFT", "+DELETE", "-DELETE", "-ALT_LEFT", "-CONTROL_LEFT");
    }

    @Test
    void theMenuSendsWhatThisComputerTakesForItself() throws Exception {
        OpenWindow window = consoleOfGuest();
        window.click("console-send");
        window.click("console-send-f3");
        assertKeys("+CONTROL_LEFT", "+ALT_LEFT", "+F3", "-F3", "-ALT_LEFT", "-CONTROL_LEFT");
        Toolkit.await(
                "the keyboard is the guest's again", () -> window.focused().equals("console-screen"));
        window.click("console-send");
        window.click("console-send-print");
        assertKeys("+PRINT_SCREEN", "-PRINT_SCREEN");
    }

    private static void copy(String text) {
        Toolkit.run(() -> Clipboard.getSystemClipboard().setContent(Map.of(DataFormat.PLAIN_TEXT, text)));
    }

    @Test
    void copiedTextIsTypedKeyByKeyAndWhatHasNoKeyIsSaid() throws Exception {
        OpenWindow window = consoleOfGuest();
        copy("aB\n");
        window.click("console-clipboard");
        window.click("console-clipboard-type");
        assertKeys("+A", "-A", "+SHIFT_LEFT", "+B", "-B", "-SHIFT_LEFT", "+ENTER", "-ENTER");
        copy("ä");
        window.press(KeyCode.V, KeyCode.PAUSE);
        window.awaitText("console-told", "One character of");
        copy("äb😀\n");
        window.press(KeyCode.V, KeyCode.PAUSE);
        window.awaitText("console-told", "2 characters of");
        assertKeys("+B", "-B", "+ENTER", "-ENTER");
    }

    @Test
    void aTextThatWouldBeTypedForMinutesIsRefused() throws Exception {
        OpenWindow window = consoleOfGuest();
        copy("a".repeat(10_001));
        window.press(KeyCode.V, KeyCode.PAUSE);
        window.awaitText("console-told", "too long to be typed");
        copy("b");
        window.press(KeyCode.V, KeyCode.PAUSE);
        assertKeys("+B", "-B");
    }

    @Test
    void theHostKeyEndsTheTypingOfAText() throws Exception {
        OpenWindow window = consoleOfGuest();
        copy("a".repeat(5000));
        window.press(KeyCode.V, KeyCode.PAUSE);
        assertKeys("+A", "-A");
        window.press(KeyCode.PAUSE);
        Toolkit.await("the keyboard is here", () -> window.focused().equals("console-send"));
        int more = 0;
        while (display().inputs().poll(1, TimeUnit.SECONDS) != null) {
            more++;
            assertTrue(more < 1000, "it is typed on");
        }
    }

    @Test
    void theClipboardIsSharedWithAGuestThatTakesPart() throws Exception {
        OpenWindow window = consoleOfGuest();
        assertFalse(window.shows("console-shared"));
        window.click("console-clipboard");
        assertFalse(window.shows("console-clipboard-give"));
        window.press(KeyCode.ESCAPE);
        window.click("console-screen");
        display().cut("from the guest");
        Toolkit.await(
                "the text is here",
                () -> "from the guest".equals(Clipboard.getSystemClipboard().getString()));
        assertTrue(window.shows("console-shared"));
        copy("for the guest");
        window.click("console-clipboard");
        window.click("console-clipboard-give");
        assertEquals("for the guest", next(Input.Text.class).text());
    }

    @Test
    void aGuestGetsNothingOntoTheClipboardWhileThePersonIsElsewhere() throws Exception {
        OpenWindow window = consoleOfGuest();
        copy("mine");
        Toolkit.run(() -> window.node("console-full").requestFocus());
        display().cut("planted");
        Toolkit.await("the guest's clipboard is known", () -> window.shows("console-shared"));
        assertEquals("mine", Toolkit.get(() -> Clipboard.getSystemClipboard().getString()));
        window.click("console-screen");
        window.awaitText("console-captured", "Keys go to the guest");
        assertEquals("mine", Toolkit.get(() -> Clipboard.getSystemClipboard().getString()));
        display().cut("copied there");
        Toolkit.await(
                "what is copied there now is here",
                () -> "copied there".equals(Clipboard.getSystemClipboard().getString()));
    }

    @Test
    void thePointerIsExactToOnePixelInAllCornersAndTheMiddle() throws Exception {
        OpenWindow window = consoleOfGuest();
        ScreenPane pane = pane(window);
        for (double factor : new double[] {1, 1.25, 1.5, 2}) {
            int wide = (int) Math.round(pane.getWidth() / factor);
            int high = (int) Math.round(pane.getHeight() / factor / 2);
            display().resize(wide, high);
            Toolkit.await(
                    "the guest's screen is shown by " + factor,
                    () -> Math.abs(pane.geometryProperty().get().factor() - factor) < 0.01
                            && pane.geometryProperty().get().guestHeight() == high);
            ScreenGeometry at = Toolkit.get(() -> pane.geometryProperty().get());
            assertTrue(at.top() > 0, "letterboxed");
            double right = at.left() + at.width() - 0.5;
            double low = at.top() + at.height() - 0.5;
            assertPoints(window, at.left() + 0.5, at.top() + 0.5, 0, 0);
            assertPoints(window, right, at.top() + 0.5, wide - 1, 0);
            assertPoints(window, at.left() + 0.5, low, 0, high - 1);
            assertPoints(window, right, low, wide - 1, high - 1);
            assertPoints(window, at.left() + at.width() / 2, at.top() + at.height() / 2, wide / 2, high / 2);
        }
    }

    private void assertPoints(OpenWindow window, double x, double y, int guestX, int guestY) throws Exception {
        display().inputs().clear();
        window.doubleClick("console-screen", x, y);
        for (int click = 0; click < 2; click++) {
            Input.Pointer pressed = next(Input.Pointer.class);
            while (pressed.buttons() != 1) {
                pressed = next(Input.Pointer.class);
            }
            assertEquals(guestX, pressed.x(), 1);
            assertEquals(guestY, pressed.y(), 1);
            while (pressed.buttons() != 0) {
                pressed = next(Input.Pointer.class);
            }
        }
    }

    @Test
    void theScreenIsShownAsLargeAsThePersonLikes() throws Exception {
        OpenWindow window = consoleOfGuest();
        display().resize(400, 300);
        window.awaitText("console-size", "400 × 300");
        choose(window, "whole");
        window.awaitText("console-size", "200 %");
        choose(window, "actual");
        window.awaitText("console-size", "100 %");
        choose(window, "fit");
        Toolkit.await("it fits again", () -> !window.text("console-size").contains("100 %"));
        choose(window, "follow");
        Input.Size wished = next(Input.Size.class);
        assertEquals(Math.floor(pane(window).getWidth()), wished.width());
        assertEquals(Math.floor(pane(window).getHeight()), wished.height());
        window.awaitText("console-size", wished.width() + " × " + wished.height());
        window.awaitText("console-size", "100 %");
    }

    private static void choose(OpenWindow window, String mode) {
        window.click("console-scale");
        window.click("console-scale-" + mode);
    }

    @Test
    void aGuestThatTakesMotionsAloneGetsThem() throws Exception {
        OpenWindow window = consoleOfGuest();
        display().relativePointer(true);
        ScreenGeometry at = Toolkit.get(() -> pane(window).geometryProperty().get());
        window.doubleClick("console-screen", at.left() + at.width() / 4, at.top() + at.height() / 2);
        Toolkit.await("it is told", () -> !display().inputs().isEmpty());
        window.doubleClick("console-screen", at.left() + at.width() / 2, at.top() + at.height() / 2);
        int sum = 0;
        for (Input.Pointer one = next(Input.Pointer.class); one.x() - 0x7fff < 150; one = next(Input.Pointer.class)) {
            sum++;
            assertTrue(sum < 100, "the motion of a quarter of the screen has not come");
        }
    }

    private void paintPointer(int side, int argb) {
        int[] pixels = new int[side * side];
        Arrays.fill(pixels, argb);
        display().cursor(side, side, 0, 0, pixels);
    }

    @Test
    void thePointerIsTheGuestsAsLongAsItIsOneAndTheGuestIsThere() throws Exception {
        OpenWindow window = consoleOfGuest();
        ScreenPane pane = pane(window);
        paintPointer(32, 0xffffffff);
        Toolkit.await("it is the guest's", () -> pane.getCursor() instanceof ImageCursor);
        paintPointer(512, 0xffffffff);
        Toolkit.await("nothing is hidden by it", () -> pane.getCursor() == null);
        paintPointer(32, 0);
        Toolkit.await("the guest draws its own", () -> Cursor.NONE.equals(pane.getCursor()));
        display().hangUp();
        Toolkit.await("it is not lost with the line", () -> pane.getCursor() == null);
    }

    @Test
    void thePictureIsSavedAndCopied() throws Exception {
        OpenWindow window = consoleOfGuest();
        files.layWithin(home);
        window.click("console-picture");
        window.click("console-picture-save");
        window.awaitText("console-told", ".png");
        assertTrue(Files.size(home.resolve(machine().id() + ".png")) > 0);
        window.click("console-picture");
        window.click("console-picture-copy");
        window.awaitText("console-told", "clipboard");
        Image copied = Toolkit.get(() -> Clipboard.getSystemClipboard().getImage());
        assertEquals(720, copied.getWidth());
    }

    @Test
    void theWholeScreenIsTheGuestsUntilTheHostKeyGivesItBack() throws Exception {
        OpenWindow window = consoleOfGuest();
        window.click("console-full");
        Toolkit.await("nothing else is shown", () -> !window.shows("console-bar") && !window.shows("console-size"));
        Toolkit.await("the guest has the keyboard", () -> window.focused().equals("console-screen"));
        window.press(KeyCode.ESCAPE);
        assertKeys("+ESCAPE", "-ESCAPE");
        window.press(KeyCode.F, KeyCode.PAUSE);
        Toolkit.await("the bar is back", () -> window.shows("console-bar"));
    }

    @Test
    void everyControlIsReachedByTabAndNamedAndNoWordIsCut() throws Exception {
        OpenWindow window = consoleOfGuest();
        Toolkit.run(() -> window.node("console-send").requestFocus());
        assertEquals(List.of(), Reach.silent(window.stage().getScene().getRoot()));
        assertEquals(
                List.of(),
                Toolkit.get(() -> CutTexts.in(window.stage().getScene().getRoot())));
        List<String> order = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            order.add(window.focused());
            window.press(KeyCode.TAB);
        }
        assertEquals(
                List.of(
                        "console-send",
                        "console-clipboard",
                        "console-scale",
                        "console-picture",
                        "console-full",
                        "console-screen"),
                order);
    }

    @Test
    void withTheKeyboardHereItTakesTheWholeScreenAndClosesByKey() throws Exception {
        OpenWindow window = consoleOfGuest();
        window.press(KeyCode.W, KeyCode.CONTROL);
        assertKeys("+CONTROL_LEFT", "+W", "-W", "-CONTROL_LEFT");
        window.press(KeyCode.PAUSE);
        window.press(KeyCode.F11);
        Toolkit.await("the whole screen is the guest's", () -> !window.shows("console-bar"));
        window.press(KeyCode.PAUSE);
        Toolkit.await("the bar is back", () -> window.focused().equals("console-send"));
        window.press(KeyCode.W, KeyCode.CONTROL);
        Toolkit.await("the console is closed", () -> !window.stage().isShowing());
        assertTrue(machines().guest(machine()).isAlive());
    }

    @Test
    void oneMachineHasOneConsole() throws Exception {
        OpenWindow window = consoleOfGuest();
        assertEquals(window.stage(), openConsole().stage());
        assertEquals(1, display().sessions());
    }

    @Test
    void fiftyConsolesLeaveNothingBehind() throws Exception {
        machine().start(StartOptions.CAREFUL).await();
        List<WeakReference<ScreenPane>> closed = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            OpenWindow window = openConsole();
            window.awaitText("console-size", "720");
            closed.add(new WeakReference<>(pane(window)));
            window.close();
            Toolkit.await("the guest is alone", () -> display().sessions() == 0);
        }
        // The toolkit itself keeps the last window that had the focus for a while.
        Toolkit.await("the consoles are gone", () -> {
            System.gc();
            return closed.stream().filter(one -> one.get() != null).count() <= 1;
        });
    }
}
