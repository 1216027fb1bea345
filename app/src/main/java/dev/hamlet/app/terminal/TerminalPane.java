package dev.hamlet.app.terminal;

import dev.hamlet.app.fx.FxRelay;
import dev.hamlet.app.words.Messages;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import javafx.animation.AnimationTimer;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Point2D;
import javafx.scene.AccessibleAttribute;
import javafx.scene.AccessibleRole;
import javafx.scene.Cursor;
import javafx.scene.input.Clipboard;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.Region;
import javafx.stage.Window;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;

/**
 * A terminal: draws an {@link Emulation} and takes keys for it. What is new is drawn once a pulse, the rows alone that
 * changed; while nothing comes, nothing runs here. All keys go to the guest but a few with Shift: Ctrl+Shift+C and V copy
 * and paste, Ctrl+Shift+A selects all, Ctrl+Shift+F searches, Shift with Page Up and Down, Home and End scrolls; and
 * Ctrl+Tab, which goes on to the next control. Belongs to the JavaFX thread but what says otherwise.
 */
public final class TerminalPane extends Region {
    /** After so many pulses without news there are no more until some come. */
    private static final int REST = 30;

    /**
     * So many pulses are left out after more than a screen went by between two drawings: nobody reads that, and the time is
     * better spent on what comes.
     */
    private static final int LEFT_OUT = 2;

    private static final double EDGE = 6;

    private final Emulation emulation;
    private final TerminalPeer peer;
    private final TerminalLook look = new TerminalLook(this::drawAll);
    private final TerminalCanvas canvas = new TerminalCanvas(look);
    private final TerminalScroll scroll;
    private final TerminalSelection selection;
    private final TerminalSearch search;
    private final TerminalKeys keys;
    private final AtomicBoolean armed = new AtomicBoolean();
    private final AtomicBoolean news = new AtomicBoolean();
    private final AnimationTimer pulses = new AnimationTimer() {
        @Override
        public void handle(long now) {
            pulse();
        }
    };
    private final Subscription following;
    private Screen free = new Screen();
    private Screen shown = new Screen();
    private int idle;
    private int leftOut;
    private int columns;
    private int rows;

    /**
     * A terminal of this emulation.
     *
     * @param peer takes what goes to the guest, and hears of the size
     * @param words what is said
     */
    public TerminalPane(Emulation emulation, TerminalPeer peer, Messages words) {
        this.emulation = emulation;
        this.peer = peer;
        this.keys = new TerminalKeys(emulation);
        this.scroll = new TerminalScroll(words, this::changed);
        this.selection = new TerminalSelection(emulation, this::changed);
        this.search = new TerminalSearch(emulation, words, this::reveal, this::requestFocus);
        setId("terminal");
        getStyleClass().add("terminal");
        setFocusTraversable(true);
        setAccessibleRole(AccessibleRole.TEXT_AREA);
        setCursor(Cursor.TEXT);
        canvas.setMouseTransparent(true);
        canvas.setManaged(false);
        getChildren().addAll(look.samples());
        getChildren().addAll(canvas, scroll.bar(), search);
        addEventHandler(KeyEvent.KEY_PRESSED, this::pressed);
        addEventHandler(KeyEvent.KEY_TYPED, this::typed);
        new TerminalMouse(emulation, selection, scroll, this::cellAt, this::paste, this::send).listen(this);
        setOnInputMethodTextChanged(event -> {
            if (!event.getCommitted().isEmpty()) {
                send(event.getCommitted().getBytes(StandardCharsets.UTF_8));
            }
        });
        setInputMethodRequests(new AtCursor(this::belowCursor));
        ObservableValue<Number> density =
                sceneProperty().flatMap(scene -> scene.windowProperty()).flatMap(Window::outputScaleXProperty);
        following = Subscription.combine(focusedProperty().subscribe(now -> focusMoved()), density.subscribe(now -> {
            look.density(now == null ? 1 : now.doubleValue());
            drawAll();
        }));
    }

    /** There is something new. May be called by any thread, and as often as one likes. */
    public void changed() {
        news.set(true);
        if (armed.compareAndSet(false, true)) {
            FxRelay.fxThread().execute(() -> {
                idle = 0;
                pulses.start();
            });
        }
    }

    /** The key that brought the focus here was pressed elsewhere: what it types is not for the guest. */
    private void focusMoved() {
        keys.ours();
        changed();
    }

    private void drawAll() {
        canvas.forget();
        requestLayout();
        changed();
    }

    private void pulse() {
        if (leftOut > 0) {
            leftOut--;
        } else if (news.getAndSet(false)) {
            idle = 0;
            draw();
        } else if (++idle >= REST) {
            pulses.stop();
            armed.set(false);
            if (news.get()) {
                changed();
            }
        }
    }

    private void draw() {
        Screen screen = free;
        emulation.copyFrom(screen, scroll.top());
        if (screen.columns != shown.columns || screen.rows != shown.rows) {
            // Where a line is broken, and with it its number, may be another one.
            selection.clear();
            search.again();
        }
        search.found().forEach(span -> span.mark(screen, Screen.FOUND));
        if (search.current() != null) {
            search.current().mark(screen, Screen.FOUND_NOW);
        }
        selection.mark(screen);
        if (screen.cursorVisible && screen.cursorRow < screen.rows && screen.cursorColumn >= 0) {
            screen.marks[screen.cursorRow][screen.cursorColumn] |= Screen.CURSOR;
        }
        leftOut = screen.bottom - shown.bottom > screen.rows ? LEFT_OUT : 0;
        free = canvas.draw(screen, isFocused());
        shown = screen;
        scroll.show(screen);
    }

    private void reveal(Span span) {
        if (span.toLine() >= span.fromLine()) {
            scroll.reveal(span);
        }
        changed();
    }

    @Override
    protected void layoutChildren() {
        double wide = scroll.bar().prefWidth(-1);
        scroll.bar().resizeRelocate(getWidth() - wide, 0, wide, getHeight());
        canvas.relocate(EDGE, EDGE);
        double most = getWidth() - wide - 2 * EDGE;
        double searchWidth = Math.min(most, search.prefWidth(-1));
        search.resizeRelocate(getWidth() - wide - EDGE - searchWidth, EDGE, searchWidth, search.prefHeight(-1));
        int wantedColumns = (int) (most / look.cellWidth());
        int wantedRows = (int) ((getHeight() - 2 * EDGE) / look.cellHeight());
        if (wantedColumns > 0 && wantedRows > 0 && (wantedColumns != columns || wantedRows != rows)) {
            columns = wantedColumns;
            rows = wantedRows;
            emulation.resizeSoon(columns, rows);
            peer.resized(columns, rows);
        }
    }

    @Override
    protected double computePrefWidth(double height) {
        return 80 * look.cellWidth() + 2 * EDGE + scroll.bar().prefWidth(-1);
    }

    @Override
    protected double computePrefHeight(double width) {
        return 24 * look.cellHeight() + 2 * EDGE;
    }

    @Override
    protected double computeMinWidth(double height) {
        return 0;
    }

    @Override
    protected double computeMinHeight(double width) {
        return 0;
    }

    private void send(byte[] bytes) {
        peer.send(bytes);
        selection.clear();
        scroll.toEnd();
    }

    private void pressed(KeyEvent event) {
        if (event.getTarget() != this || event.getCode() == KeyCode.F11) {
            return;
        }
        if (event.isControlDown() && event.getCode() == KeyCode.TAB) {
            requestFocusTraversal(
                    event.isShiftDown()
                            ? javafx.scene.TraversalDirection.PREVIOUS
                            : javafx.scene.TraversalDirection.NEXT);
            event.consume();
        } else if (isOurs(event)) {
            keys.ours();
            event.consume();
        } else {
            byte[] bytes = keys.pressed(event);
            if (bytes != null) {
                send(bytes);
            }
            if (bytes != null || !event.getCode().isModifierKey()) {
                event.consume();
            }
        }
    }

    /** Does what this key does here; false if it is the guest's. */
    private boolean isOurs(KeyEvent event) {
        boolean both = event.isShiftDown() && event.isControlDown();
        boolean shift = event.isShiftDown() && !event.isControlDown();
        return switch (event.getCode()) {
            case C -> both && done(this::copy);
            case V -> both && done(this::paste);
            case A -> both && done(() -> selection.all(shown));
            case F -> both && done(search::open);
            case INSERT -> shift && done(this::paste);
            case PAGE_UP -> shift && done(() -> scroll.by(1L - shown.rows));
            case PAGE_DOWN -> shift && done(() -> scroll.by(shown.rows - 1L));
            case HOME -> shift && done(scroll::toBegin);
            case END -> shift && done(scroll::toEnd);
            default -> false;
        };
    }

    private static boolean done(Runnable deed) {
        deed.run();
        return true;
    }

    private void typed(KeyEvent event) {
        if (event.getTarget() == this) {
            byte[] bytes = keys.typed(event);
            if (bytes != null) {
                send(bytes);
            }
            event.consume();
        }
    }

    /** Puts what is selected on the clipboard. */
    public void copy() {
        selection.copy();
    }

    /** Types what is on the clipboard. */
    public void paste() {
        String text = Clipboard.getSystemClipboard().getString();
        if (text != null && !text.isEmpty()) {
            send(TerminalKeys.pasted(text, emulation.isBracketedPaste()));
        }
    }

    /** Types the command that tells a shell how large the terminal is, for a line that cannot. */
    public void tellSize() {
        send("stty rows %d cols %d\r".formatted(rows, columns).getBytes(StandardCharsets.US_ASCII));
    }

    /** Opens the search. */
    public void search() {
        search.open();
    }

    /** What is on the screen, as lines without blanks at their ends. */
    public List<String> lines() {
        return java.util.stream.IntStream.range(0, shown.rows)
                .mapToObj(shown::line)
                .toList();
    }

    /** The text of the cells that are marked so, but for the cursor. */
    String marked(byte mark) {
        StringBuilder text = new StringBuilder();
        for (int row = 0; row < shown.rows; row++) {
            for (int column = 0; column < shown.columns; column++) {
                if ((shown.marks[row][column] & ~Screen.CURSOR) == mark) {
                    text.append(shown.text[row][column]);
                }
            }
        }
        return text.toString();
    }

    /** How many rows were drawn since the beginning. */
    long rowsDrawn() {
        return canvas.rowsDrawn();
    }

    private TerminalSelection.Cell cellAt(double x, double y) {
        double row = Math.floor((y - EDGE) / look.cellHeight());
        double column = Math.floor((x - EDGE) / look.cellWidth());
        return new TerminalSelection.Cell(
                shown.top + Math.clamp((long) row, 0, Math.max(0, shown.rows - 1)),
                Math.clamp((long) column, 0, Math.max(0, shown.columns - 1)));
    }

    /** The middle of a cell of what is shown. */
    Point2D placeOf(int column, int row) {
        return new Point2D(EDGE + (column + 0.5) * look.cellWidth(), EDGE + (row + 0.5) * look.cellHeight());
    }

    private Point2D belowCursor() {
        return localToScreen(placeOf(shown.cursorColumn, shown.cursorRow + 1));
    }

    @Override
    public @Nullable Object queryAccessibleAttribute(AccessibleAttribute attribute, Object... parameters) {
        return switch (attribute) {
            case TEXT -> String.join("\n", lines());
            case EDITABLE -> true;
            case SELECTION_START, SELECTION_END, CARET_OFFSET -> 0;
            default -> super.queryAccessibleAttribute(attribute, parameters);
        };
    }

    /** Stops drawing. */
    public void dispose() {
        pulses.stop();
        following.unsubscribe();
        scroll.dispose();
        look.dispose();
    }
}
