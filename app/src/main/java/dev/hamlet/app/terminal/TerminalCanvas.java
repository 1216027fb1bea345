package dev.hamlet.app.terminal;

import com.techsenger.jeditermfx.core.TextStyle;
import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;

/** Draws screens: of each, the rows that differ from what was drawn before. Belongs to the JavaFX thread. */
final class TerminalCanvas extends Canvas {
    private final TerminalLook look;

    /** The last of ASCII that can be seen. */
    private static final char LAST_PLAIN = '~';

    private Screen drawn = new Screen();
    private boolean all = true;
    private boolean solidCursor;
    private long rowsDrawn;

    TerminalCanvas(TerminalLook look) {
        this.look = look;
    }

    /** The next screen is drawn whole. */
    void forget() {
        all = true;
    }

    /** How many rows were drawn. */
    long rowsDrawn() {
        return rowsDrawn;
    }

    /**
     * Draws this.
     *
     * @param focused whether keys go there, which the cursor shows
     * @return a screen that may be written to for the next time
     */
    Screen draw(Screen screen, boolean focused) {
        double width = screen.columns * look.cellWidth();
        double height = screen.rows * look.cellHeight();
        if (width != getWidth() || height != getHeight()) {
            setWidth(width);
            setHeight(height);
            all = true;
        }
        all |= focused != solidCursor;
        solidCursor = focused;
        for (int row = 0; row < screen.rows; row++) {
            if (all || !screen.isSame(row, drawn)) {
                draw(screen, row);
                rowsDrawn++;
            }
        }
        all = false;
        Screen free = drawn;
        drawn = screen;
        return free;
    }

    private void draw(Screen screen, int row) {
        GraphicsContext g = getGraphicsContext2D();
        double y = row * look.cellHeight();
        g.setFill(look.background());
        g.fillRect(0, y, screen.columns * look.cellWidth(), look.cellHeight());
        for (int from = 0; from < screen.columns; ) {
            int to = from + 1;
            while (to < screen.columns
                    && screen.marks[row][to] == screen.marks[row][from]
                    && screen.styles[row][to].equals(screen.styles[row][from])) {
                to++;
            }
            drawRun(g, screen, row, from, to);
            from = to;
        }
    }

    private void drawRun(GraphicsContext g, Screen screen, int row, int from, int to) {
        TextStyle style = screen.styles[row][from];
        byte mark = screen.marks[row][from];
        TerminalLook.Pair pair = look.pair(style, mark, solidCursor);
        double x = from * look.cellWidth();
        double y = row * look.cellHeight();
        double width = (to - from) * look.cellWidth();
        if (!pair.back().equals(look.background())) {
            g.setFill(pair.back());
            g.fillRect(x, y, width, look.cellHeight());
        }
        g.setFill(pair.ink());
        g.setFont(look.font(style));
        drawText(g, screen.text[row], from, to, y + look.baseline());
        if (style.hasOption(TextStyle.Option.UNDERLINED)) {
            g.fillRect(x, y + look.baseline() + 1, width, 1);
        }
        if ((mark & Screen.CURSOR) != 0 && !solidCursor) {
            g.setStroke(look.pair(TextStyle.EMPTY, Screen.PLAIN, false).ink());
            g.strokeRect(x + 0.5, y + 0.5, width - 1, look.cellHeight() - 1);
        }
    }

    /** ASCII goes at once; any other letter may come from another font and have another width, so each to its place. */
    private void drawText(GraphicsContext g, char[] text, int from, int to, double y) {
        for (int i = from; i < to; ) {
            if (text[i] <= ' ' || text[i] == Emulation.SECOND_HALF) {
                i++;
                continue;
            }
            int end = i;
            int seen = i;
            while (end < to && text[end] >= ' ' && text[end] <= LAST_PLAIN) {
                seen = text[end] == ' ' ? seen : end + 1;
                end++;
            }
            if (end == i) {
                boolean pair = Character.isHighSurrogate(text[i]) && i + 1 < text.length;
                end = i + (pair ? 2 : 1);
                seen = end;
            }
            g.fillText(new String(text, i, seen - i), i * look.cellWidth(), y);
            i = end;
        }
    }
}
