package dev.hamlet.app.terminal;

import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import org.jspecify.annotations.Nullable;

/** What a person selected in a terminal: by a drag, a word by two clicks, a line by three. Belongs to the JavaFX thread. */
final class TerminalSelection {
    private static final int WORD = 2;

    private final Emulation emulation;
    private final Runnable changed;
    private Cell anchor = new Cell(0, 0);
    private @Nullable Span selected;

    /**
     * A cell of a terminal.
     *
     * @param line its line's number, see {@link Emulation}
     * @param column from 0
     */
    record Cell(long line, int column) {}

    /**
     * Nothing.
     *
     * @param changed is run when something else is selected
     */
    TerminalSelection(Emulation emulation, Runnable changed) {
        this.emulation = emulation;
        this.changed = changed;
    }

    /** Begins at a cell of this screen, with so many clicks. */
    void begin(Screen shown, Cell cell, int clicks) {
        anchor = cell;
        if (clicks == 1) {
            select(null);
        } else if (clicks == WORD) {
            select(word(shown, cell));
        } else {
            select(new Span(cell.line, 0, cell.line, shown.columns));
        }
    }

    /** All between where it began and this cell. */
    void extend(Cell cell) {
        select(Span.between(anchor.line, anchor.column, cell.line, cell.column));
    }

    /** All that there is. */
    void all(Screen shown) {
        select(new Span(shown.bottom - shown.history, 0, shown.bottom + shown.rows - 1, shown.columns));
    }

    /** Nothing any more. */
    void clear() {
        if (selected != null) {
            select(null);
        }
    }

    private void select(@Nullable Span now) {
        selected = now;
        changed.run();
    }

    private static @Nullable Span word(Screen shown, Cell cell) {
        int row = (int) (cell.line - shown.top);
        if (row < 0 || row >= shown.rows || shown.text[row][cell.column] <= ' ') {
            return null;
        }
        int from = cell.column;
        int to = cell.column + 1;
        while (from > 0 && shown.text[row][from - 1] > ' ') {
            from--;
        }
        while (to < shown.columns && shown.text[row][to] > ' ') {
            to++;
        }
        return new Span(cell.line, from, cell.line, to);
    }

    /** Marks what of it is on this screen. */
    void mark(Screen screen) {
        if (selected != null) {
            selected.mark(screen, Screen.SELECTED);
        }
    }

    /** Puts it on the clipboard; nothing happens if it is none. */
    void copy() {
        if (selected != null) {
            ClipboardContent content = new ClipboardContent();
            content.putString(emulation.text(selected));
            Clipboard.getSystemClipboard().setContent(content);
        }
    }
}
