package dev.hamlet.app.terminal;

import com.techsenger.jeditermfx.core.TerminalDataStream;
import com.techsenger.jeditermfx.core.TerminalOutputStream;
import com.techsenger.jeditermfx.core.TextStyle;
import com.techsenger.jeditermfx.core.emulator.JediEmulator;
import com.techsenger.jeditermfx.core.input.MouseEvent;
import com.techsenger.jeditermfx.core.model.CharBuffer;
import com.techsenger.jeditermfx.core.model.JediTerminal;
import com.techsenger.jeditermfx.core.model.StyleState;
import com.techsenger.jeditermfx.core.model.TerminalLine;
import com.techsenger.jeditermfx.core.model.TerminalTextBuffer;
import com.techsenger.jeditermfx.core.util.CharUtils;
import com.techsenger.jeditermfx.core.util.TermSize;
import dev.hamlet.engine.job.Threads;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A terminal without a picture: bytes in, a screen and the lines that have left it out. One thread at a time
 * {@link #run runs} it; every other method may be called by any thread and waits no longer than a few kilobytes of output
 * take, however much of it comes.
 *
 * <p>Lines have numbers that stay: those of the first screen begin at 0.
 */
public final class Emulation {
    private static final Logger LOG = LoggerFactory.getLogger(Emulation.class);

    /** What follows a character that is two cells wide. */
    static final char SECOND_HALF = CharUtils.DWC;

    private static final char SHIFT_OUT = 14;

    /**
     * So many earlier lines more than are asked for may be kept, and are let go of together: the core copies the list of all
     * of them to let go of one, which costs more than all else that a line costs.
     */
    private static final int SLACK = 2000;

    /** Fair: a flood of output takes it again and again, and must let others pass between. */
    private final ReentrantLock lock = new ReentrantLock(true);

    private final TerminalTextBuffer buffer;
    private final BoundedTerminal terminal;
    private final Runnable changed;
    private final AtomicReference<@Nullable TermSize> wantedSize = new AtomicReference<>();
    private final GuestWishes wishes = new GuestWishes(this::wentUp);
    private final int most;

    private final OldLines oldLines = new OldLines();

    /** How many bytes came since earlier lines were let go of. */
    private long said;

    /** How many lines have left the screen upwards. */
    private long scrolled;

    /**
     * An empty screen.
     *
     * @param columns its width, at least 5
     * @param rows its height, at least 2
     * @param history how many lines are kept that have left it
     * @param changed is called when there is something new, on the running thread and often
     * @param answers is given what the guest's questions are answered with, on the running thread; must not wait
     */
    public Emulation(int columns, int rows, int history, Runnable changed, Consumer<byte[]> answers) {
        StyleState style = new StyleState();
        this.changed = changed;
        this.most = history;
        // Between two looks at how many there are, a line a byte may come.
        this.buffer = new TerminalTextBuffer(columns, rows, style, history + SLACK + GuestCharacters.PIECE, null);
        this.terminal = new BoundedTerminal(wishes, buffer, style);
        terminal.setTerminalOutput(new TerminalOutputStream() {
            @Override
            public void sendBytes(byte[] bytes, boolean byUser) {
                answers.accept(bytes);
            }

            @Override
            public void sendString(String text, boolean byUser) {
                answers.accept(text.getBytes(StandardCharsets.UTF_8));
            }
        });
    }

    /**
     * Shows what comes from there, until its end.
     *
     * @throws IOException if it cannot be read
     */
    public void run(ReadableByteChannel from) throws IOException {
        GuestCharacters characters = new GuestCharacters(from, this::letOthersIn);
        JediEmulator emulator = new JediEmulator(characters, terminal);
        lock.lock();
        try {
            while (true) {
                step(characters, emulator);
            }
        } catch (TerminalDataStream.EOF ended) {
            changed.run();
        } finally {
            lock.unlock();
        }
    }

    private void step(GuestCharacters characters, JediEmulator emulator) throws IOException {
        characters.begin();
        try {
            char next = characters.getChar();
            if (next == SHIFT_OUT) {
                terminal.mapCharsetToGL(1);
            } else {
                emulator.processChar(next, terminal);
            }
        } catch (GuestCharacters.Endless nothing) {
            // It is left out; text goes on.
        } catch (RuntimeException fault) {
            // What the core cannot take shall not cost the line.
            LOG.debug("a guest's sequence was left out", fault);
        }
    }

    /** While nothing can be done but to wait for bytes, the screen is anybody's. */
    private GuestCharacters.Source letOthersIn(GuestCharacters.Source source) {
        return (ByteBuffer into) -> {
            letOldLinesGo();
            changed.run();
            lock.unlock();
            try {
                int count = source.read(into);
                said += count;
                return count;
            } finally {
                lock.lock();
            }
        };
    }

    private void wentUp(int lines) {
        if (!buffer.isUsingAlternateBuffer()) {
            scrolled += lines;
        }
    }

    private void letOldLinesGo() {
        int tooMany = buffer.getHistoryLinesCount() - most;
        if (tooMany > SLACK) {
            buffer.getHistoryBuffer().removeTopLines(tooMany);
            oldLines.letGo(tooMany, said);
            said = 0;
        }
    }

    /** The same without waiting: the lines above may have to be broken anew. */
    void resizeSoon(int columns, int rows) {
        if (wantedSize.getAndSet(new TermSize(columns, rows)) == null) {
            Threads.virtual("terminal-size", () -> {
                TermSize wanted = wantedSize.getAndSet(null);
                if (wanted != null) {
                    resize(wanted.getColumns(), wanted.getRows());
                }
            });
        }
    }

    /** Gives the screen another size; both at least 1, what is too small is made larger. */
    public void resize(int columns, int rows) {
        lock.lock();
        try {
            TermSize size = JediTerminal.ensureTermMinimumSize(new TermSize(columns, rows));
            if (!size.equals(terminal.getSize())) {
                // What goes up because the screen becomes lower keeps its number.
                scrolled += terminal.resize(size);
            }
        } finally {
            lock.unlock();
        }
        changed.run();
    }

    /** Begins on a clean screen, as a guest does that starts again; earlier lines stay. */
    public void reset() {
        lock.lock();
        try {
            terminal.useAlternateBuffer(false);
            terminal.reset(false);
            wishes.setBracketedPasteMode(false);
        } finally {
            lock.unlock();
        }
        changed.run();
    }

    /**
     * Copies what is to be seen.
     *
     * @param back how many lines above the screen the copy begins
     */
    void copy(Screen into, int back) {
        lock.lock();
        try {
            copyFrom(into, scrolled - back);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Copies what is to be seen.
     *
     * @param top number of the line that the copy begins with, if it is not on the screen itself
     */
    void copyFrom(Screen into, long top) {
        lock.lock();
        try {
            int history = history();
            int up = Math.clamp(scrolled - top, 0, history);
            into.size(buffer.getWidth(), buffer.getHeight());
            into.history = history;
            into.bottom = scrolled;
            into.top = scrolled - up;
            into.cursorVisible = wishes.isCursorVisible();
            into.cursorColumn = Math.min(terminal.getCursorX() - 1, into.columns - 1);
            into.cursorRow = terminal.getCursorY() - 1 + up;
            for (int row = 0; row < into.rows; row++) {
                copy(line(row - up), into.text[row], into.styles[row]);
            }
        } finally {
            lock.unlock();
        }
    }

    /** A program of the whole screen has none. */
    private int history() {
        return buffer.isUsingAlternateBuffer() ? 0 : Math.min(most, buffer.getHistoryLinesCount());
    }

    /** Asked for a line of the screen that was never written to, the buffer would make it. */
    private @Nullable TerminalLine line(int index) {
        return index < buffer.getScreenLinesCount() && index >= -history() ? buffer.getLine(index) : null;
    }

    private static void copy(@Nullable TerminalLine line, char[] text, TextStyle[] styles) {
        if (line == null) {
            return;
        }
        int column = 0;
        for (TerminalLine.TextEntry entry : line.getEntries()) {
            CharBuffer piece = entry.getText();
            for (int i = 0; i < piece.length() && column < text.length; i++) {
                char c = piece.charAt(i);
                text[column] = c < ' ' ? ' ' : c;
                styles[column++] = entry.getStyle();
            }
        }
    }

    /**
     * The text of these lines, as a person would copy it: lines that were broken at the edge in one, without blanks at
     * their ends.
     *
     * @param span from and to where, both of lines that may be gone
     */
    String text(Span span) {
        lock.lock();
        try {
            StringBuilder text = new StringBuilder();
            long first = Math.max(span.fromLine(), scrolled - history());
            long last = Math.min(span.toLine(), scrolled + buffer.getHeight() - 1);
            for (long number = first; number <= last; number++) {
                TerminalLine line = line((int) (number - scrolled));
                String whole = line == null ? "" : line.getText();
                int from = number == span.fromLine() ? Math.min(span.fromColumn(), whole.length()) : 0;
                int to = number == span.toLine() ? Math.min(span.toColumn(), whole.length()) : whole.length();
                String piece = plain(whole.substring(from, Math.max(from, to)));
                boolean broken = line != null && line.isWrapped() && number < last;
                text.append(broken ? piece : piece.stripTrailing());
                if (!broken && number < last) {
                    text.append('\n');
                }
            }
            return text.toString();
        } finally {
            lock.unlock();
        }
    }

    private static String plain(String text) {
        return text.replace(String.valueOf(SECOND_HALF), "").replace(CharUtils.NUL_CHAR, ' ');
    }

    /** Where this text is, above and on the screen, from the oldest; capitals are no other letters. */
    List<Span> find(String wanted, int most) {
        List<Span> found = new ArrayList<>();
        if (wanted.isEmpty()) {
            return found;
        }
        String low = wanted.toLowerCase(Locale.ROOT);
        lock.lock();
        try {
            LongLine whole = new LongLine();
            for (int i = -history(); i < buffer.getScreenLinesCount(); i++) {
                TerminalLine line = buffer.getLine(i);
                whole.add(scrolled + i, line.getText());
                if (!line.isWrapped()) {
                    whole.find(low, found);
                    whole = new LongLine();
                }
            }
            whole.find(low, found);
        } finally {
            lock.unlock();
        }
        return found.size() <= most ? found : found.subList(found.size() - most, found.size());
    }

    /** What this key sends, or null; codes and modifiers are those of the core. */
    byte @Nullable [] key(int code, int modifiers) {
        return terminal.getCodeForKey(code, modifiers);
    }

    /** Whether the guest wants to know what is pasted and what is typed. */
    boolean isBracketedPaste() {
        return wishes.isBracketedPaste();
    }

    /** Whether a program has the whole screen, and no earlier lines. */
    boolean isWholeScreen() {
        return wishes.isWholeScreen();
    }

    /** Whether a program wants to know what the mouse does. */
    boolean isMouseWanted() {
        return wishes.isMouseWanted();
    }

    /** What a mouse does. */
    enum MouseDeed {
        PRESSED,
        DRAGGED,
        MOVED,
        RELEASED
    }

    /** Tells the guest of the mouse, as far as it asked; cells count from 0, buttons and modifiers are those of the core. */
    void mouse(MouseDeed deed, int column, int row, int button, int modifiers) {
        MouseEvent event = new MouseEvent(button, modifiers);
        lock.lock();
        try {
            switch (deed) {
                case PRESSED -> terminal.mousePressed(column, row, event);
                case DRAGGED -> terminal.mouseDragged(column, row, event);
                case MOVED -> terminal.mouseMoved(column, row, event);
                case RELEASED -> terminal.mouseReleased(column, row, event);
            }
        } finally {
            lock.unlock();
        }
    }
}
