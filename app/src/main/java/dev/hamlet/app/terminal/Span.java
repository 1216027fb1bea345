package dev.hamlet.app.terminal;

/**
 * A piece of text in a terminal, from one cell to before another one, in the order of reading.
 *
 * @param fromLine number of the first line, see {@link Emulation}
 * @param fromColumn the first column, from 0
 * @param toLine number of the last line
 * @param toColumn the column behind the last one
 */
record Span(long fromLine, int fromColumn, long toLine, int toColumn) {
    /** Between two cells, whichever comes first; each of them is in it. */
    static Span between(long line, int column, long otherLine, int otherColumn) {
        boolean first = line < otherLine || (line == otherLine && column <= otherColumn);
        return first
                ? new Span(line, column, otherLine, otherColumn + 1)
                : new Span(otherLine, otherColumn, line, column + 1);
    }

    /** Marks what of it lies in the rows of this screen. */
    void mark(Screen screen, byte mark) {
        for (int row = 0; row < screen.rows; row++) {
            long line = screen.top + row;
            if (line >= fromLine && line <= toLine) {
                int from = line == fromLine ? fromColumn : 0;
                int to = line == toLine ? Math.min(toColumn, screen.columns) : screen.columns;
                for (int column = from; column < to; column++) {
                    screen.marks[row][column] = mark;
                }
            }
        }
    }
}
