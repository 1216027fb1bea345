package dev.hamlet.app.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.app.fx.OpenWindow;
import dev.hamlet.app.fx.Toolkit;
import dev.hamlet.app.preferences.KeyChord;
import dev.hamlet.app.preferences.Preferences.ConsoleKey;
import dev.hamlet.engine.display.PhysicalKey;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javafx.event.Event;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Keys that a person presses at a console, or has it press. */
@Tag("window")
@Timeout(120)
class ConsoleKeysTest extends ConsoleFixture {
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
        Toolkit.run(() -> preferences.console(now -> now.withKey(ConsoleKey.SCROLL_LOCK)));
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

    private void fire(OpenWindow window, KeyCode code, boolean down) {
        Toolkit.run(() -> Event.fireEvent(
                pane(window),
                new KeyEvent(
                        down ? KeyEvent.KEY_PRESSED : KeyEvent.KEY_RELEASED,
                        "",
                        "",
                        code,
                        false,
                        false,
                        false,
                        false)));
    }

    @Test
    void keysOfAPersonsOwnAreTakenDownByPressingThemSentFromTheMenuAndRemoved() throws Exception {
        OpenWindow window = consoleOfGuest();
        window.click("console-send");
        assertFalse(window.shows("console-send-remove"));
        window.click("console-send-record");
        window.awaitText("console-told", "Press the keys");
        fire(window, KeyCode.ALT, true);
        fire(window, KeyCode.F4, true);
        fire(window, KeyCode.F4, false);
        fire(window, KeyCode.ALT, false);
        window.awaitText("console-told", "Alt+F4");
        KeyChord chord = new KeyChord(List.of(PhysicalKey.ALT_LEFT, PhysicalKey.F4));
        assertEquals(
                List.of(chord),
                preferences.preferencesProperty().get().console().chords());
        window.press(KeyCode.A);
        assertKeys("+A", "-A");
        window.click("console-send");
        window.click("console-send-own-1");
        assertKeys("+ALT_LEFT", "+F4", "-F4", "-ALT_LEFT");
        Toolkit.run(() -> preferences.console(now -> now.without(chord)));
        window.click("console-send");
        assertFalse(window.shows("console-send-own-1"));
    }

    @Test
    void aKeyIsNotTakenDownThatIsPressedAfterTheKeyboardWasGivenBack() throws Exception {
        OpenWindow window = consoleOfGuest();
        window.click("console-send");
        window.click("console-send-record");
        window.awaitText("console-told", "Press the keys");
        window.press(KeyCode.PAUSE);
        Toolkit.await("the keyboard is here", () -> window.focused().equals("console-send"));
        window.awaitText("console-told", "No keys were kept");
        window.click("console-screen");
        window.press(KeyCode.B);
        assertKeys("+B", "-B");
        assertEquals(
                List.of(), preferences.preferencesProperty().get().console().chords());
    }

    @Test
    void aClickWithTheHostKeyHeldIsAClickWithThatKeyInTheGuest() throws Exception {
        OpenWindow window = consoleOfGuest();
        fire(window, KeyCode.PAUSE, true);
        window.click("console-screen");
        fire(window, KeyCode.PAUSE, false);
        assertKeys("+PAUSE", "-PAUSE");
        assertEquals("console-screen", window.focused());
    }
}
