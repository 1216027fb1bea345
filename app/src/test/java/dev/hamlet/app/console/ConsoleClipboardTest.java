package dev.hamlet.app.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.app.fx.OpenWindow;
import dev.hamlet.app.fx.Toolkit;
import dev.hamlet.engine.hypervisor.fake.FakeDisplay.Input;
import java.nio.file.Files;
import javafx.scene.image.Image;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Text and pictures between a guest and the clipboard. */
@Tag("window")
@Timeout(120)
class ConsoleClipboardTest extends ConsoleFixture {
    @Test
    void theClipboardIsSharedWithAGuestThatTakesPart() throws Exception {
        OpenWindow window = consoleOfGuest();
        assertFalse(window.shows("console-shared"));
        window.click("console-clipboard");
        assertFalse(window.shows("console-clipboard-give"));
        window.press(KeyCode.ESCAPE);
        machines().guest(machine()).shareClipboard(true);
        window.click("console-screen");
        Toolkit.await("the agent is known", () -> window.shows("console-shared"));
        display().cut("from the guest");
        Toolkit.await(
                "the text is here",
                () -> "from the guest".equals(Clipboard.getSystemClipboard().getString()));
        assertTrue(window.shows("console-shared"));
        copy("for the guest");
        window.click("console-clipboard");
        window.click("console-clipboard-give");
        assertEquals("for the guest", next(Input.Text.class).text());
        machines().guest(machine()).shareClipboard(false);
        window.click("console-clipboard");
        Toolkit.await(
                "nothing is offered that nobody takes",
                () -> !window.shows("console-clipboard-give") && !window.shows("console-shared"));
    }

    @Test
    void aGuestGetsNothingOntoTheClipboardWhileThePersonIsElsewhere() throws Exception {
        OpenWindow window = consoleOfGuest();
        copy("mine");
        Toolkit.run(() -> window.node("console-full").requestFocus());
        machines().guest(machine()).shareClipboard(true);
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
}
