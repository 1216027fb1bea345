package dev.hamlet.app.terminal;

import dev.hamlet.app.words.Messages;
import javafx.geometry.Orientation;
import javafx.scene.Cursor;
import javafx.scene.control.ScrollBar;
import javafx.util.Subscription;

/**
 * Which lines of a terminal are seen: its end, which is followed, or earlier ones, which stay while more comes. Belongs to
 * the JavaFX thread.
 */
final class TerminalScroll {
    /** Follows the end. */
    private static final long END = Long.MAX_VALUE;

    private final ScrollBar bar = new ScrollBar();
    private final Runnable moved;
    private final Subscription following;
    private Screen shown = new Screen();
    private long top = END;
    private boolean setting;

    /**
     * At the end.
     *
     * @param moved is run when other lines are to be seen
     */
    TerminalScroll(Messages words, Runnable moved) {
        this.moved = moved;
        bar.setOrientation(Orientation.VERTICAL);
        bar.setId("terminal-bar");
        bar.setFocusTraversable(false);
        bar.setCursor(Cursor.DEFAULT);
        bar.setAccessibleText(words.text("terminal.bar"));
        following = bar.valueProperty().subscribe((before, now) -> {
            if (!setting) {
                to(oldest() + Math.round(now.doubleValue()));
            }
        });
    }

    ScrollBar bar() {
        return bar;
    }

    /** The number of the first line to be shown; beyond all of them at the end. */
    long top() {
        return top;
    }

    /** This is on the screen now. */
    void show(Screen now) {
        shown = now;
        setting = true;
        bar.setMax(now.history);
        bar.setVisibleAmount(now.rows * now.history / (double) (now.rows + now.history));
        bar.setUnitIncrement(1);
        bar.setBlockIncrement(now.rows);
        bar.setValue((double) (now.history - (now.bottom - now.top)));
        bar.setVisible(now.history > 0);
        setting = false;
    }

    /** What is on the screen. */
    Screen shown() {
        return shown;
    }

    private long oldest() {
        return shown.bottom - shown.history;
    }

    private void to(long line) {
        top = line >= shown.bottom ? END : Math.max(line, oldest());
        moved.run();
    }

    /** Shows what is so many lines below, or above. */
    void by(long lines) {
        to((top == END ? shown.bottom : Math.max(top, oldest())) + lines);
    }

    /** Follows the end again. */
    void toEnd() {
        to(END);
    }

    /** Shows the first line that is kept. */
    void toBegin() {
        to(oldest());
    }

    /** Shows the surroundings of this place, if it is not seen. */
    void reveal(Span place) {
        if (place.fromLine() < shown.top || place.toLine() >= shown.top + shown.rows) {
            to(place.fromLine() - shown.rows / 2);
        }
    }

    void dispose() {
        following.unsubscribe();
    }
}
