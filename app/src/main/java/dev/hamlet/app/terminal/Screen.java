package dev.hamlet.app.terminal;

import com.techsenger.jeditermfx.core.TextStyle;
import java.util.Arrays;

/**
 * What a terminal shows at one moment: a copy, which nobody changes while it is drawn. Its arrays are used again as long as
 * the size stays.
 */
final class Screen {
    /** A cell that is no more than any other. */
    static final byte PLAIN = 0;

    static final byte SELECTED = 1;
    static final byte FOUND = 2;
    static final byte FOUND_NOW = 3;

    /** With the cursor in it; added to the others. */
    static final byte CURSOR = 8;

    char[][] text = {};
    TextStyle[][] styles = {};
    byte[][] marks = {};
    int columns;
    int rows;

    /** Where the cursor is, counted from 0 in what is shown; its row may be beyond. */
    int cursorColumn;

    int cursorRow;
    boolean cursorVisible;

    /** The number of the first row that is shown: that of a line never changes, however far it is scrolled. */
    long top;

    /** The number of the first row of the screen that the guest writes on. */
    long bottom;

    /** How many lines there are above the screen. */
    int history;

    void size(int wide, int high) {
        if (wide != columns || high != rows) {
            columns = wide;
            rows = high;
            text = new char[high][wide];
            styles = new TextStyle[high][wide];
            marks = new byte[high][wide];
        }
        for (int i = 0; i < high; i++) {
            Arrays.fill(text[i], ' ');
            Arrays.fill(styles[i], TextStyle.EMPTY);
            Arrays.fill(marks[i], PLAIN);
        }
    }

    /** Whether this row looks the same in both. */
    boolean isSame(int row, Screen other) {
        return columns == other.columns
                && row < other.rows
                && Arrays.equals(text[row], other.text[row])
                && Arrays.equals(marks[row], other.marks[row])
                && Arrays.equals(styles[row], other.styles[row]);
    }

    /** What stands in this row, without blanks at its end. */
    String line(int row) {
        return new String(text[row])
                .replace(String.valueOf(Emulation.SECOND_HALF), "")
                .stripTrailing();
    }
}
