package dev.hamlet.app.console;

import dev.hamlet.app.fx.OpenWindow;
import dev.hamlet.app.fx.Toolkit;
import java.util.Map;
import javafx.event.Event;
import javafx.event.EventType;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A console where AltGr comes as two keys. */
@Tag("window")
@Timeout(120)
class ConsoleAltGraphTest extends ConsoleFixture {
    @Override
    Map<String, String> environment() {
        return Map.of("OS", "Windows_NT");
    }

    private void fire(OpenWindow window, EventType<KeyEvent> type, KeyCode code) {
        Toolkit.run(() -> Event.fireEvent(pane(window), new KeyEvent(type, "", "", code, false, false, false, false)));
    }

    @Test
    void theGuestGetsAltGrAloneAndControlWhereItIsMeant() throws Exception {
        OpenWindow window = consoleOfGuest();
        fire(window, KeyEvent.KEY_PRESSED, KeyCode.CONTROL);
        fire(window, KeyEvent.KEY_PRESSED, KeyCode.ALT_GRAPH);
        fire(window, KeyEvent.KEY_PRESSED, KeyCode.Q);
        fire(window, KeyEvent.KEY_RELEASED, KeyCode.Q);
        fire(window, KeyEvent.KEY_RELEASED, KeyCode.CONTROL);
        fire(window, KeyEvent.KEY_RELEASED, KeyCode.ALT_GRAPH);
        assertKeys("+ALT_RIGHT", "+Q", "-Q", "-ALT_RIGHT");
        // With no other key it is given a moment later.
        fire(window, KeyEvent.KEY_PRESSED, KeyCode.CONTROL);
        assertKeys("+CONTROL_LEFT");
        fire(window, KeyEvent.KEY_RELEASED, KeyCode.CONTROL);
        assertKeys("-CONTROL_LEFT");
    }
}
