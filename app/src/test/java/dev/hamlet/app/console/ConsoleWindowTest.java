package dev.hamlet.app.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.app.fx.CutTexts;
import dev.hamlet.app.fx.Heap;
import dev.hamlet.app.fx.OpenWindow;
import dev.hamlet.app.fx.Pictures;
import dev.hamlet.app.fx.Reach;
import dev.hamlet.app.fx.Toolkit;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.machine.StartOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import javafx.scene.input.KeyCode;
import javafx.scene.paint.Color;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The window of a console as a person uses it. */
@Tag("window")
@Timeout(120)
class ConsoleWindowTest extends ConsoleFixture {
    /** Bytes; the picture and the pixels of a single console take more. */
    private static final long MOST_HELD = 4 << 20;

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
                Toolkit.get(() -> CutTexts.in(window.stage().getScene().getRoot(), Set.of())));
        List<String> order = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            order.add(window.focused());
            window.press(KeyCode.TAB);
        }
        assertEquals(
                List.of(
                        "console-send",
                        "console-clipboard",
                        "console-serial",
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
    void aConsoleThatIsClosedUnderItsMenuFailsNowhere() throws Exception {
        OpenWindow window = consoleOfGuest();
        List<Throwable> failures = new CopyOnWriteArrayList<>();
        Toolkit.run(
                () -> Thread.currentThread().setUncaughtExceptionHandler((thread, failure) -> failures.add(failure)));
        try {
            window.click("console-send");
            Toolkit.await("the menu is open", () -> window.shows("console-send-print"));
            window.close();
            Toolkit.await("the console is closed", () -> display().sessions() == 0);
            Toolkit.run(() -> {});
            assertEquals(List.of(), failures);
        } finally {
            Toolkit.run(() -> Thread.currentThread().setUncaughtExceptionHandler(null));
        }
    }

    @Test
    void oneMachineHasOneConsole() throws Exception {
        OpenWindow window = consoleOfGuest();
        assertEquals(window.stage(), openConsole().stage());
        assertEquals(1, display().sessions());
    }

    /** What this process takes: threads but those that carry virtual ones, and descriptors. */
    private record Taken(long threads, long descriptors) {
        static Taken now() {
            try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
                return new Taken(
                        Thread.getAllStackTraces().keySet().stream()
                                .filter(thread -> !thread.getName().startsWith("ForkJoinPool"))
                                .count(),
                        open.count());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private void openAndClose(int times, List<WeakReference<ScreenPane>> closed) throws Exception {
        for (int i = 0; i < times; i++) {
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

    @Test
    void fiftyConsolesLeaveNothingBehind() throws Exception {
        machine().start(StartOptions.CAREFUL).await();
        List<WeakReference<ScreenPane>> closed = new ArrayList<>();
        // What the first ones load and start stays.
        openAndClose(5, closed);
        Taken before = Taken.now();
        long held = Heap.held();
        openAndClose(50, closed);
        Taken[] now = {before};
        boolean back = TimeSource.system()
                .await(
                        () -> {
                            now[0] = Taken.now();
                            return now[0].threads() <= before.threads() && now[0].descriptors() <= before.descriptors();
                        },
                        Duration.ofSeconds(20),
                        Duration.ofMillis(100));
        assertTrue(back, () -> "before " + before + ", after " + now[0]);
        long[] more = {0};
        boolean free = TimeSource.system()
                .await(
                        () -> {
                            more[0] = Heap.held() - held;
                            return more[0] < MOST_HELD;
                        },
                        Duration.ofSeconds(20),
                        Duration.ofMillis(500));
        assertTrue(free, () -> (more[0] >> 10) + " KiB more are held");
    }
}
