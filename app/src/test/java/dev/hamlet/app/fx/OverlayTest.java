package dev.hamlet.app.fx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.app.words.Messages;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import javafx.scene.control.Button;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A dialog above a window's content. */
@Tag("window")
class OverlayTest {
    private final AtomicInteger disposed = new AtomicInteger();
    private OpenWindow window;
    private Overlay overlay;

    /** A dialog with a field and a button. */
    private final class Ask extends DialogFrame {
        Ask() {
            super("ask", Messages.of(Locale.ENGLISH));
            setTitle("Ask");
            TextField name = new TextField();
            name.setId("ask-name");
            VBox body = new VBox(name);
            body.setPrefSize(3000, 3000);
            setBody(body);
            Button deed = new Button("Do");
            deed.setId("ask-deed");
            setFoot(deed);
        }

        @Override
        protected void dispose() {
            disposed.incrementAndGet();
        }
    }

    OverlayTest() {
        Toolkit.start();
        overlay = Toolkit.get(() -> {
            Button below = new Button("Below");
            below.setId("below");
            Button another = new Button("Another");
            another.setId("another");
            return new Overlay(new HBox(below, another));
        });
        window = OpenWindow.with(() -> overlay);
    }

    @BeforeEach
    void open() {
        Toolkit.run(() -> window.node("another").requestFocus());
        Toolkit.run(() -> overlay.show(new Ask()));
        awaitFocus("ask-name");
    }

    @AfterEach
    void close() {
        window.close();
    }

    private void awaitFocus(String id) {
        Toolkit.await("#" + id + " has the focus", () -> window.focused().equals(id), window::focused);
    }

    @Test
    void theKeyboardStaysWithinTheDialogBothWays() {
        window.press(KeyCode.TAB);
        awaitFocus("ask-deed");
        window.press(KeyCode.TAB);
        awaitFocus("ask-close");
        window.press(KeyCode.TAB);
        awaitFocus("ask-name");
        window.press(KeyCode.TAB, KeyCode.SHIFT);
        awaitFocus("ask-close");
        window.press(KeyCode.TAB, KeyCode.SHIFT);
        awaitFocus("ask-deed");
    }

    @Test
    void escapeClosesAndTheFocusReturnsToWhereItWas() {
        window.press(KeyCode.ESCAPE);
        awaitFocus("another");
        assertEquals(1, disposed.get());
        assertTrue(Toolkit.get(() -> !overlay.isOpen()));
    }

    @Test
    void aDialogIsNeverLargerThanNineTenthsOfTheWindow() {
        Toolkit.await("small enough", () -> {
            double height = overlay.lookup("#ask").getLayoutBounds().getHeight();
            return height > 0 && height <= 0.9 * overlay.getHeight() + 1;
        });
    }

    @Test
    void aDialogThatIsGoneDoesNotCloseTheNext() {
        Ask late = Toolkit.get(Ask::new);
        Toolkit.run(() -> overlay.show(late));
        Toolkit.run(() -> overlay.show(new Ask()));
        Toolkit.run(late::close);
        assertTrue(Toolkit.get(overlay::isOpen));
    }

    @Test
    void anotherDialogTakesThePlaceOfTheFirst() {
        Toolkit.run(() -> overlay.show(new Ask()));
        awaitFocus("ask-name");
        assertEquals(1, disposed.get());
    }
}
