package dev.hamlet.app.console;

import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.hamlet.app.fx.OpenWindow;
import dev.hamlet.app.fx.Pictures;
import dev.hamlet.app.fx.Toolkit;
import dev.hamlet.app.terminal.TerminalPane;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The serial line in the window of a console, as a person uses it. */
@Tag("window")
@Timeout(120)
class ConsoleSerialTest extends ConsoleFixture {
    private static void awaitOnLine(OpenWindow window, String text) {
        TerminalPane terminal = (TerminalPane) window.node("terminal");
        Toolkit.await(
                "the terminal shows " + text,
                () -> String.join("\n", terminal.lines()).contains(text),
                () -> "but " + terminal.lines());
    }

    @Test
    void itsSerialLineIsATerminalThatSaysWhoHasItAndComesBackWithTheGuest() throws Exception {
        OpenWindow window = openConsole();
        window.click("console-serial");
        window.awaitText("serial-place", "web is off.");
        Pictures.draw(window.stage().getScene(), 1, "serial-off");
        window.click("serial-start");
        awaitOnLine(window, "web login:");
        Toolkit.await("the terminal has the keyboard", () -> window.focused().equals("terminal"));
        assertFalse(window.shows("serial-place"));
        assertFalse(window.shows("console-send"));
        window.type("ROOT");
        awaitOnLine(window, "web login: root");
        Pictures.draw(window.stage().getScene(), 1, "serial");
        machine().guest("test").serial(true);
        window.awaitText("serial-place", "Another console took the serial line of web.");
        awaitOnLine(window, "web login: root");
        window.click("serial-take");
        Toolkit.await("the line is open", () -> !window.shows("serial-place"));
        window.type("AGAIN");
        awaitOnLine(window, "again");
        machines().guest(machine()).shutDown();
        window.awaitText("serial-place", "web is off.");
        window.click("serial-start");
        Toolkit.await("the line is open again", () -> !window.shows("serial-place"));
        awaitOnLine(window, "web login:");
        window.click("console-serial");
        window.awaitText("console-size", "720");
        machine().guest("test").serial(false).close();
    }

    @Test
    void aSerialLineThatAnotherHasIsTakenOnlyWhenAPersonSaysSo() throws Exception {
        OpenWindow window = consoleOfGuest();
        machine().guest("test").serial(false);
        window.click("console-serial");
        window.awaitText("serial-place", "Another console reads the serial line of web.");
        window.click("serial-take");
        awaitOnLine(window, "web login:");
    }

    @Test
    void itTakesTheWholeScreenAndGivesItBackByOneKey() throws Exception {
        OpenWindow window = consoleOfGuest();
        window.click("console-serial");
        awaitOnLine(window, "web login:");
        window.press(KeyCode.F11);
        Toolkit.await("the whole screen is the terminal's", () -> !window.shows("console-bar"));
        Toolkit.await("it has the keyboard", () -> window.focused().equals("terminal"));
        window.press(KeyCode.F11);
        Toolkit.await("the bar is back", () -> window.shows("console-bar"));
        window.type("STILL");
        awaitOnLine(window, "login: still");
    }

    @Test
    void aTextThatIsTooLongIsSaidNotToHaveBeenTyped() throws Exception {
        OpenWindow window = consoleOfGuest();
        window.click("console-serial");
        awaitOnLine(window, "web login:");
        copy("a".repeat((4 << 20) + 1));
        window.press(KeyCode.V, KeyCode.CONTROL, KeyCode.SHIFT);
        window.awaitText("serial-place", "longer than 4 MiB");
        window.type("OK");
        awaitOnLine(window, "login: ok");
        Toolkit.await("it is said no longer", () -> !window.shows("serial-place"));
    }
}
