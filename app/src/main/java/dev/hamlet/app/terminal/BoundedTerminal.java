package dev.hamlet.app.terminal;

import com.techsenger.jeditermfx.core.RequestOrigin;
import com.techsenger.jeditermfx.core.TerminalDisplay;
import com.techsenger.jeditermfx.core.model.JediTerminal;
import com.techsenger.jeditermfx.core.model.StyleState;
import com.techsenger.jeditermfx.core.model.TerminalLine;
import com.techsenger.jeditermfx.core.model.TerminalTextBuffer;
import com.techsenger.jeditermfx.core.util.TermSize;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;

/**
 * Does what a guest says no more often than can be seen: "insert two thousand million lines" takes it ten bytes, and would
 * take the core minutes and all memory.
 */
final class BoundedTerminal extends JediTerminal {
    /** The first character that takes no cell of its own; the soft hyphen below has one. */
    private static final char FIRST_MARK = '\u0300';

    /** Where the cursor was when a program of the whole screen began; broken lines move it. */
    private Place below = new Place(0, 1);

    private boolean belowMoved;

    /** A column from 0 and a row from 1, as the core counts. */
    private record Place(int x, int y) {}

    BoundedTerminal(TerminalDisplay display, TerminalTextBuffer buffer, StyleState style) {
        super(display, buffer, style);
    }

    private int lines(int count) {
        return Math.min(count, getTerminalHeight());
    }

    private int cells(int count) {
        return Math.min(count, getTerminalWidth());
    }

    /** A character of two cells does not fit into the last one, so it begins the next line. */
    @Override
    public void writeCharacters(String text) {
        String plain = withoutMarks(text);
        if (!plain.isEmpty() && distanceToLineEnd() == 1 && GuestCharacters.isWide(plain.charAt(0))) {
            super.writeCharacters(" ");
        }
        if (!plain.isEmpty() || text.isEmpty()) {
            super.writeCharacters(plain);
        }
    }

    /**
     * A cell has one character: a mark makes one with the letter before, or is left out, so that columns are where the guest
     * believes them to be.
     */
    private String withoutMarks(String text) {
        if (text.chars().allMatch(c -> c < FIRST_MARK)) {
            return text;
        }
        String composed = Normalizer.normalize(text, Normalizer.Form.NFC);
        StringBuilder plain = new StringBuilder(composed.length());
        for (int i = 0; i < composed.length(); i++) {
            char c = composed.charAt(i);
            if (!isMark(c)) {
                plain.append(c);
            } else if (i == 0) {
                plain.append(withLetterBefore(c));
            }
        }
        return plain.toString();
    }

    /** It came later than its letter, which is written once more; nothing if they are no character together. */
    private String withLetterBefore(char mark) {
        String line = getTerminalTextBuffer().getLine(getY() - 1).getText();
        if (getX() == 0 || getX() > line.length()) {
            return "";
        }
        String both = Normalizer.normalize(line.substring(getX() - 1, getX()) + mark, Normalizer.Form.NFC);
        if (both.length() > 1) {
            return "";
        }
        setX(getX() - 1);
        return both;
    }

    private static boolean isMark(char c) {
        return switch (Character.getType(c)) {
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK -> true;
            case Character.FORMAT -> c >= FIRST_MARK;
            default -> false;
        };
    }

    @Override
    public void useAlternateBuffer(boolean alternate) {
        boolean before = getTerminalTextBuffer().isUsingAlternateBuffer();
        if (alternate && !before) {
            below = place();
            belowMoved = false;
        }
        super.useAlternateBuffer(alternate);
        if (before && !alternate && belowMoved) {
            go(below);
        }
    }

    private Place place() {
        return new Place(getX(), getY());
    }

    private void go(Place place) {
        setX(place.x);
        setY(place.y);
    }

    /**
     * Gives it another size. Lines that do not fit are broken, or go up to the earlier ones; those of a program of the whole
     * screen stay as it painted them, and it is the lines below that are broken.
     *
     * @return how many more lines are above the screen now, or fewer
     */
    int resize(TermSize size) {
        TerminalTextBuffer buffer = getTerminalTextBuffer();
        if (!buffer.isUsingAlternateBuffer()) {
            return resizeLines(size);
        }
        List<TerminalLine> painted = new ArrayList<>();
        for (int i = 0; i < Math.min(buffer.getScreenLinesCount(), size.getRows()); i++) {
            painted.add(buffer.getLine(i));
        }
        Place above = place();
        buffer.useAlternateBuffer(false);
        go(below);
        int up = resizeLines(size);
        below = place();
        belowMoved = true;
        buffer.useAlternateBuffer(true);
        buffer.getScreenBuffer().addLines(painted);
        go(above);
        return up;
    }

    /**
     * A lower screen loses its upper lines, below which the core seeks the cursor, and fails where it was among them. So it
     * goes down first to where it will be; and the width changes alone, which may break lines.
     */
    private int resizeLines(TermSize size) {
        TerminalTextBuffer buffer = getTerminalTextBuffer();
        int before = buffer.getHistoryLinesCount();
        if (getX() >= size.getColumns()) {
            setX(Math.max(textBeforeCursor(), size.getColumns() - 1));
        }
        super.resize(new TermSize(size.getColumns(), getTerminalHeight()), RequestOrigin.User);
        int lines = buffer.getScreenLinesCount();
        while (lines > 0 && buffer.getLine(lines - 1).isNulOrEmpty()) {
            lines--;
        }
        int lost = lines - size.getRows();
        if (getCursorY() <= lost) {
            setY(lost + 1);
        }
        super.resize(size, RequestOrigin.User);
        return buffer.getHistoryLinesCount() - before;
    }

    /**
     * How much of the cursor's line will be broken with it where the screen becomes narrower. Right of it the core would
     * break what is not there: it counts on lines below the text then, and fails.
     */
    private int textBeforeCursor() {
        TerminalTextBuffer buffer = getTerminalTextBuffer();
        int row = getY() - 1;
        return row < buffer.getScreenLinesCount()
                ? Math.min(getX(), buffer.getLine(row).getText().length())
                : 0;
    }

    /** Nobody sees a title, and a guest may put as many aside as it likes. */
    @Override
    public void saveWindowTitleOnStack() {}

    @Override
    public void restoreWindowTitleFromStack() {}

    @Override
    public void insertLines(int count) {
        super.insertLines(lines(count));
    }

    @Override
    public void deleteLines(int count) {
        super.deleteLines(lines(count));
    }

    @Override
    public void scrollUp(int count) {
        super.scrollUp(lines(count));
    }

    @Override
    public void scrollDown(int count) {
        super.scrollDown(lines(count));
    }

    @Override
    public void insertBlankCharacters(int count) {
        super.insertBlankCharacters(cells(count));
    }

    @Override
    public void deleteCharacters(int count) {
        super.deleteCharacters(cells(count));
    }

    @Override
    public void eraseCharacters(int count) {
        super.eraseCharacters(cells(count));
    }

    @Override
    public void setScrollingRegion(int top, int bottom) {
        super.setScrollingRegion(lines(top), lines(bottom));
    }
}
