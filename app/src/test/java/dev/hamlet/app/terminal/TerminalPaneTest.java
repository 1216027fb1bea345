package dev.hamlet.app.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import dev.hamlet.app.fx.OpenWindow;
import dev.hamlet.app.fx.Pictures;
import dev.hamlet.app.fx.Toolkit;
import dev.hamlet.app.words.Messages;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import javafx.application.Application;
import javafx.event.EventType;
import javafx.geometry.Point2D;
import javafx.scene.control.Button;
import javafx.scene.control.ScrollBar;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.BorderPane;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Tag("window")
@Timeout(60)
class TerminalPaneTest {
    private static final String COLOURS = "\u001b[1mbold\u001b[0m \u001b[3mitalic\u001b[0m \u001b[4munderlined\u001b[0m"
            + " \u001b[7minverse\u001b[0m \u001b[2mdim\u001b[0m 你好 ┌──┐ é ✓\r\n";

    private final ByteArrayOutputStream sent = new ByteArrayOutputStream();
    private final AtomicReference<@Nullable TerminalPane> made = new AtomicReference<>();
    private final Emulation emulation = new Emulation(80, 24, 1000, this::changed, sent::writeBytes);
    private @Nullable OpenWindow opened;

    private void changed() {
        TerminalPane pane = made.get();
        if (pane != null) {
            pane.changed();
        }
    }

    @BeforeEach
    void open() {
        opened = OpenWindow.with(() -> {
            TerminalPane pane = new TerminalPane(emulation, sent::writeBytes, Messages.of(Locale.ENGLISH));
            made.set(pane);
            Button after = new Button("after");
            after.setId("after");
            return new BorderPane(pane, null, null, after, null);
        });
        Toolkit.run(pane()::requestFocus);
        Toolkit.await("it fills the window", () -> {
            Screen screen = new Screen();
            emulation.copy(screen, 0);
            return screen.columns > 100 && pane().lines().size() == screen.rows;
        });
    }

    @AfterEach
    void close() {
        Toolkit.run(pane()::dispose);
        window().close();
    }

    private OpenWindow window() {
        return Objects.requireNonNull(opened);
    }

    private TerminalPane pane() {
        return Objects.requireNonNull(made.get());
    }

    private void say(String text) {
        try {
            emulation.run(Channels.newChannel(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitLine(String line) {
        Toolkit.await(
                "the terminal shows " + line,
                () -> pane().lines().contains(line),
                () -> "but " + String.join("\n", pane().lines()));
    }

    private String sent() {
        String text = sent.toString(StandardCharsets.UTF_8);
        sent.reset();
        return text;
    }

    @Test
    void whatTheGuestSaysIsShownAndOnlyChangedRowsAreDrawn() {
        say("one\r\ntwo");
        awaitLine("two");
        Toolkit.run(() -> {});
        long before = Toolkit.get(pane()::rowsDrawn);
        say(" more");
        awaitLine("two more");
        assertEquals(1, Toolkit.get(pane()::rowsDrawn) - before);
    }

    @Test
    void keysGoToTheGuest() {
        window().type("LS");
        window().press(KeyCode.ENTER);
        assertEquals("ls\r", sent());
        window().press(KeyCode.C, KeyCode.CONTROL);
        window().press(KeyCode.UP);
        window().press(KeyCode.TAB);
        window().press(KeyCode.ESCAPE);
        window().press(KeyCode.BACK_SPACE);
        window().press(KeyCode.F1);
        window().press(KeyCode.DELETE);
        assertEquals("\u0003\u001b[A\t\u001b\u007f\u001bOP\u001b[3~", sent());
    }

    @Test
    void textIsSelectedCopiedAndPasted() {
        say("first line\r\nsecond");
        awaitLine("second");
        window().press(KeyCode.A, KeyCode.CONTROL, KeyCode.SHIFT);
        window().press(KeyCode.C, KeyCode.CONTROL, KeyCode.SHIFT);
        assertTrue(Toolkit.get(() -> Clipboard.getSystemClipboard().getString()).startsWith("first line\nsecond"));
        assertEquals("", sent());
        window().copy("a\nb\u001b[201~");
        window().press(KeyCode.V, KeyCode.CONTROL, KeyCode.SHIFT);
        assertEquals("a\rb[201~", sent());
        say("\u001b[?2004h");
        window().press(KeyCode.V, KeyCode.CONTROL, KeyCode.SHIFT);
        assertEquals("\u001b[200~a\rb[201~\u001b[201~", sent());
    }

    private Point2D cell(int column, int row) {
        return Toolkit.get(() -> pane().placeOf(column, row));
    }

    private String copied() {
        window().press(KeyCode.C, KeyCode.CONTROL, KeyCode.SHIFT);
        return Toolkit.get(() -> Clipboard.getSystemClipboard().getString());
    }

    @Test
    void theMouseSelectsTextWordsAndLines() {
        say("first line\r\nsecond line");
        awaitLine("second line");
        window().drag("terminal", cell(6, 0), cell(5, 1));
        assertEquals("line\nsecond", copied());
        window().doubleClick("terminal", cell(1, 1).getX(), cell(1, 1).getY());
        assertEquals("second", copied());
        assertEquals("", sent());
    }

    @Test
    void theWheelScrollsAndTellsAProgramOfTheWholeScreenByArrows() {
        say(numbered(0, 200));
        awaitLine("line 199");
        String first = Toolkit.get(pane()::lines).getFirst();
        window().turnWheel("terminal", 2);
        Toolkit.await("it has scrolled", () -> pane().lines().indexOf(first) > 0);
        window().turnWheel("terminal", -2);
        awaitLine("line 199");
        say("\u001b[?1049h");
        window().turnWheel("terminal", 1);
        window().turnWheel("terminal", -1);
        Toolkit.run(() -> {});
        String told = sent();
        assertTrue(told.startsWith("\u001b[A") && told.endsWith("\u001b[B"), told);
    }

    @Test
    void aProgramThatAskedIsToldOfTheMouseButWithShift() {
        say("\u001b[?1000h\u001b[?1006hword");
        awaitLine("word");
        window().drag("terminal", cell(2, 3), cell(2, 3));
        assertEquals("\u001b[<0;3;4M\u001b[<0;3;4m", sent());
        window().turnWheel("terminal", 1);
        assertTrue(sent().startsWith("\u001b[<64;"));
        Toolkit.run(() -> {
            withShift(MouseEvent.MOUSE_PRESSED, pane().placeOf(0, 0));
            withShift(MouseEvent.MOUSE_DRAGGED, pane().placeOf(3, 0));
        });
        assertEquals("word", copied());
        assertEquals("", sent());
    }

    /** The robot of the headless platform tells of no keys that are held while the mouse moves. */
    private void withShift(EventType<MouseEvent> type, Point2D at) {
        pane().fireEvent(new MouseEvent(
                type,
                at.getX(),
                at.getY(),
                at.getX(),
                at.getY(),
                MouseButton.PRIMARY,
                1,
                true,
                false,
                false,
                false,
                true,
                false,
                false,
                false,
                false,
                true,
                null));
    }

    @Test
    void shiftInsertPastesAndControlTabLeadsOn() {
        window().copy("text");
        window().press(KeyCode.INSERT, KeyCode.SHIFT);
        assertEquals("text", sent());
        window().press(KeyCode.TAB, KeyCode.CONTROL);
        assertEquals("after", window().focused());
        window().press(KeyCode.TAB, KeyCode.SHIFT);
        assertEquals("terminal", window().focused());
        assertEquals("", sent());
    }

    @Test
    void earlierLinesAreScrolledToAndStayWhileMoreComes() {
        say(numbered(0, 200));
        awaitLine("line 199");
        window().press(KeyCode.HOME, KeyCode.SHIFT);
        awaitLine("line 0");
        say(numbered(200, 300));
        Toolkit.await("the bar knows", () -> ((ScrollBar) window().node("terminal-bar")).getMax() > 250);
        assertEquals("line 0", Toolkit.get(pane()::lines).getFirst());
        window().type("X");
        awaitLine("line 299");
    }

    private static String numbered(int from, int to) {
        StringBuilder text = new StringBuilder();
        for (int i = from; i < to; i++) {
            text.append("line ").append(i).append("\r\n");
        }
        return text.toString();
    }

    @Test
    void aSearchLeadsFromPlaceToPlace() {
        say("needle here\r\n" + numbered(0, 200) + "another needle\r\n");
        awaitLine("another needle");
        window().press(KeyCode.F, KeyCode.CONTROL, KeyCode.SHIFT);
        window().type("NEEDLE");
        window().awaitText("terminal-search-count", "2 of 2");
        Pictures.draw(window().stage().getScene(), 1, "terminal-search");
        window().press(KeyCode.ENTER);
        awaitLine("needle here");
        window().awaitText("terminal-search-count", "1 of 2");
        window().press(KeyCode.ESCAPE);
        assertEquals("terminal", window().focused());
        assertEquals("", sent());
    }

    @Test
    void whatWasFoundIsFoundAgainWhereAChangeOfSizeMovedIt() {
        String filler = "x".repeat(140) + "\r\n";
        say(filler + "needle here\r\n" + filler + "another needle\r\n" + filler + filler);
        window().press(KeyCode.F, KeyCode.CONTROL, KeyCode.SHIFT);
        window().type("NEEDLE");
        window().awaitText("terminal-search-count", "2 of 2");
        window().press(KeyCode.ENTER);
        window().awaitText("terminal-search-count", "1 of 2");
        Toolkit.run(() -> window().stage().setWidth(1270));
        awaitLine("x".repeat(140));
        Toolkit.await(
                "the same places are marked where they are now",
                () -> pane().marked(Screen.FOUND_NOW).equals("needle")
                        && pane().marked(Screen.FOUND).equals("needle"),
                () -> pane().marked(Screen.FOUND_NOW) + ", " + pane().marked(Screen.FOUND));
        window().awaitText("terminal-search-count", "1 of 2");
    }

    @Test
    void itLooksRightInLightAndDark() {
        StringBuilder all = new StringBuilder(COLOURS);
        for (int back = 0; back < 9; back++) {
            for (int ink = 0; ink < 16; ink++) {
                all.append("\u001b[")
                        .append(ink < 8 ? 30 + ink : 82 + ink)
                        .append(back == 0 ? "m" : ";" + (39 + back) + "m")
                        .append(" abc ");
            }
            all.append("\u001b[0m\r\n");
        }
        for (int i = 16; i < 256; i++) {
            all.append("\u001b[48;5;").append(i).append("m ").append(i % 36 == 15 ? "\u001b[0m\r\n" : "");
        }
        say(all + "\u001b[0m\r\nroot@guest:~# ls\r\n");
        awaitLine("root@guest:~# ls");
        Pictures.draw(window().stage().getScene(), 1, "terminal-light");
        Toolkit.run(() -> Application.setUserAgentStylesheet(new PrimerDark().getUserAgentStylesheetBSS()));
        Pictures.draw(window().stage().getScene(), 2, "terminal-dark");
        Toolkit.run(() -> Application.setUserAgentStylesheet(new PrimerLight().getUserAgentStylesheetBSS()));
    }
}
