package dev.hamlet.app.terminal;

import com.techsenger.jeditermfx.core.CursorShape;
import com.techsenger.jeditermfx.core.TerminalDisplay;
import com.techsenger.jeditermfx.core.emulator.mouse.MouseFormat;
import com.techsenger.jeditermfx.core.emulator.mouse.MouseMode;
import com.techsenger.jeditermfx.core.model.TerminalSelection;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What a guest wants of whoever shows its terminal, as the core tells of it: on the running thread or in a resize, one at a
 * time. Any thread may ask.
 */
final class GuestWishes implements TerminalDisplay {
    private final IntConsumer wentUp;
    private volatile boolean bracketedPaste;
    private volatile MouseMode mouse = MouseMode.MOUSE_REPORTING_NONE;
    private volatile boolean wholeScreen;
    private volatile boolean cursorVisible = true;

    /**
     * No wishes.
     *
     * @param wentUp is told how many lines have left the screen upwards
     */
    GuestWishes(IntConsumer wentUp) {
        this.wentUp = wentUp;
    }

    boolean isBracketedPaste() {
        return bracketedPaste;
    }

    boolean isMouseWanted() {
        return mouse != MouseMode.MOUSE_REPORTING_NONE;
    }

    boolean isWholeScreen() {
        return wholeScreen;
    }

    boolean isCursorVisible() {
        return cursorVisible;
    }

    @Override
    public void setCursor(int column, int row) {
        // It is asked for where it is.
    }

    @Override
    public void setCursorShape(CursorShape shape) {
        // One shape is enough.
    }

    @Override
    public void beep() {
        // A serial line of a server shall not make noise.
    }

    @Override
    public void scrollArea(int top, int size, int by) {
        if (by < 0 && top == 1) {
            wentUp.accept(-by);
        }
    }

    @Override
    public void setCursorVisible(boolean visible) {
        cursorVisible = visible;
    }

    @Override
    public void useAlternateScreenBuffer(boolean alternate) {
        wholeScreen = alternate;
    }

    @Override
    public String getWindowTitle() {
        return "";
    }

    @Override
    public void setWindowTitle(String now) {
        // Nobody sees one.
    }

    @Override
    public @Nullable TerminalSelection getSelection() {
        return null;
    }

    @Override
    public void terminalMouseModeSet(MouseMode mode) {
        mouse = mode;
    }

    @Override
    public void setMouseFormat(MouseFormat format) {
        // The terminal knows.
    }

    @Override
    public boolean ambiguousCharsAreDoubleWidth() {
        return false;
    }

    @Override
    public void setBracketedPasteMode(boolean wanted) {
        bracketedPaste = wanted;
    }
}
