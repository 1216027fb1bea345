package dev.hamlet.app.terminal;

import com.techsenger.jeditermfx.core.RequestOrigin;
import com.techsenger.jeditermfx.core.TerminalDisplay;
import com.techsenger.jeditermfx.core.model.JediTerminal;
import com.techsenger.jeditermfx.core.model.StyleState;
import com.techsenger.jeditermfx.core.model.TerminalTextBuffer;
import com.techsenger.jeditermfx.core.util.TermSize;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does what a guest says no more often than can be seen: "insert two thousand million lines" takes it ten bytes, and would
 * take the core minutes and all memory.
 */
final class BoundedTerminal extends JediTerminal {
    private static final Logger LOG = LoggerFactory.getLogger(BoundedTerminal.class);

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
        if (!text.isEmpty() && distanceToLineEnd() == 1 && GuestCharacters.isWide(text.charAt(0))) {
            super.writeCharacters(" ");
        }
        super.writeCharacters(text);
    }

    /**
     * A lower screen loses its upper lines, below which the core seeks the cursor, and fails where it was among them. So it
     * goes down first to where it will be; and the width changes alone, which may break lines.
     */
    void resize(TermSize size) {
        TermSize wider = new TermSize(size.getColumns(), getTerminalHeight());
        try {
            super.resize(wider, RequestOrigin.User);
        } catch (IndexOutOfBoundsException e) {
            // The core loses count where the cursor stands far below the text; it has changed nothing then.
            LOG.debug("the terminal is cleared for its new width", e);
            reset(true);
            super.resize(wider, RequestOrigin.User);
        }
        int lines = getTerminalTextBuffer().getScreenLinesCount();
        while (lines > 0 && getTerminalTextBuffer().getLine(lines - 1).isNulOrEmpty()) {
            lines--;
        }
        int lost = lines - size.getRows();
        if (getCursorY() <= lost) {
            setY(lost + 1);
        }
        super.resize(size, RequestOrigin.User);
    }

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
