package dev.hamlet.app.terminal;

import dev.hamlet.app.fx.FxRelay;
import dev.hamlet.app.words.Messages;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import javafx.animation.AnimationTimer;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Bounds;
import javafx.geometry.Orientation;
import javafx.geometry.Point2D;
import javafx.scene.AccessibleAttribute;
import javafx.scene.AccessibleRole;
import javafx.scene.Cursor;
import javafx.scene.control.ScrollBar;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.InputMethodRequests;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
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

    private static final double WHEEL_LINES = 3;

    /** What JavaFX makes of one notch of a wheel. */
    private static final double NOTCH = 40;

    private static final double EDGE = 6;

    /** Follows the end. */
    private static final long END = Long.MAX_VALUE;

    private final Emulation emulation;
    private final Consumer<byte[]> line;
    private final TerminalLook look = new TerminalLook(this::drawAll);
    private final TerminalCanvas canvas = new TerminalCanvas(look);
    private final ScrollBar bar = new ScrollBar();
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
    private long top = END;
    private double turned;
    private boolean setting;
    private int idle;
    private int columns;
    private int rows;
    private long anchorLine;
    private int anchorColumn;
    private @Nullable Span selected;

    /**
     * A terminal of this emulation.
     *
     * @param line takes what goes to the guest; must not wait
     * @param words what is said
     */
    public TerminalPane(Emulation emulation, Consumer<byte[]> line, Messages words) {
        this.emulation = emulation;
        this.line = line;
        this.keys = new TerminalKeys(emulation);
        this.search = new TerminalSearch(emulation, words, this::reveal, this::requestFocus);
        setId("terminal");
        getStyleClass().add("terminal");
        setFocusTraversable(true);
        setAccessibleRole(AccessibleRole.TEXT_AREA);
        setCursor(Cursor.TEXT);
        canvas.setMouseTransparent(true);
        canvas.setManaged(false);
        bar.setOrientation(Orientation.VERTICAL);
        bar.setId("terminal-bar");
        bar.setFocusTraversable(false);
        bar.setCursor(Cursor.DEFAULT);
        bar.setAccessibleText(words.text("terminal.bar"));
        getChildren().addAll(look.samples());
        getChildren().addAll(canvas, bar, search);
        addEventHandler(KeyEvent.KEY_PRESSED, this::pressed);
        addEventHandler(KeyEvent.KEY_TYPED, this::typed);
        addEventHandler(MouseEvent.MOUSE_PRESSED, this::mouseDown);
        addEventHandler(MouseEvent.MOUSE_DRAGGED, this::mouseDragged);
        addEventHandler(ScrollEvent.SCROLL, this::wheel);
        setOnInputMethodTextChanged(event -> {
            if (!event.getCommitted().isEmpty()) {
                send(event.getCommitted().getBytes(StandardCharsets.UTF_8));
            }
        });
        setInputMethodRequests(new AtCursor());
        ObservableValue<Number> density =
                sceneProperty().flatMap(scene -> scene.windowProperty()).flatMap(Window::outputScaleXProperty);
        following = Subscription.combine(
                focusedProperty().subscribe(this::changed),
                density.subscribe(now -> {
                    look.density(now == null ? 1 : now.doubleValue());
                    drawAll();
                }),
                bar.valueProperty().subscribe(now -> {
                    if (!setting) {
                        scrollTo(shown.bottom - shown.history + Math.round(now.doubleValue()));
                    }
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

    private void drawAll() {
        canvas.forget();
        requestLayout();
        changed();
    }

    private void pulse() {
        if (news.getAndSet(false)) {
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
        emulation.copyFrom(screen, top);
        search.found().forEach(span -> span.mark(screen, Screen.FOUND));
        if (search.current() != null) {
            search.current().mark(screen, Screen.FOUND_NOW);
        }
        if (selected != null) {
            selected.mark(screen, Screen.SELECTED);
        }
        if (screen.cursorVisible && screen.cursorRow < screen.rows && screen.cursorColumn >= 0) {
            screen.marks[screen.cursorRow][screen.cursorColumn] |= Screen.CURSOR;
        }
        if (screen.columns != shown.columns || screen.rows != shown.rows) {
            // Where a line is broken, and with it its number, may be another one.
            selected = null;
        }
        free = canvas.draw(screen, isFocused());
        shown = screen;
        setting = true;
        bar.setMax(screen.history);
        bar.setVisibleAmount(screen.rows * screen.history / (double) (screen.rows + screen.history));
        bar.setUnitIncrement(1);
        bar.setBlockIncrement(screen.rows);
        bar.setValue((double) (screen.history - (screen.bottom - screen.top)));
        bar.setVisible(screen.history > 0);
        setting = false;
    }

    private void scrollTo(long line) {
        top = line >= shown.bottom ? END : Math.max(line, shown.bottom - shown.history);
        changed();
    }

    private void scrollBy(long lines) {
        scrollTo((top == END ? shown.bottom : Math.max(top, shown.bottom - shown.history)) + lines);
    }

    private void reveal(Span span) {
        if (span.toLine() >= span.fromLine()
                && (span.fromLine() < shown.top || span.toLine() >= shown.top + shown.rows)) {
            scrollTo(span.fromLine() - shown.rows / 2);
        }
        changed();
    }

    @Override
    protected void layoutChildren() {
        double wide = bar.prefWidth(-1);
        bar.resizeRelocate(getWidth() - wide, 0, wide, getHeight());
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
        }
    }

    @Override
    protected double computePrefWidth(double height) {
        return 80 * look.cellWidth() + 2 * EDGE + bar.prefWidth(-1);
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
        line.accept(bytes);
        selected = null;
        scrollTo(END);
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
            case C -> both && copy();
            case V -> both && paste();
            case A -> both && selectAll();
            case F -> both && search.open();
            case INSERT -> shift && paste();
            case PAGE_UP -> shift && scrolled(1L - shown.rows);
            case PAGE_DOWN -> shift && scrolled(shown.rows - 1L);
            case HOME -> shift && scrolled(-shown.history);
            case END -> shift && scrolled(shown.history);
            default -> false;
        };
    }

    private boolean scrolled(long lines) {
        scrollBy(lines);
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

    /** Puts what is selected on the clipboard; true. */
    public boolean copy() {
        if (selected != null) {
            ClipboardContent content = new ClipboardContent();
            content.putString(emulation.text(selected));
            Clipboard.getSystemClipboard().setContent(content);
        }
        return true;
    }

    /** Types what is on the clipboard; true. */
    public boolean paste() {
        String text = Clipboard.getSystemClipboard().getString();
        if (text != null && !text.isEmpty()) {
            send(TerminalKeys.pasted(text, emulation.isBracketedPaste()));
        }
        return true;
    }

    /** Selects all that there is; true. */
    public boolean selectAll() {
        selected = new Span(shown.bottom - shown.history, 0, shown.bottom + shown.rows - 1, shown.columns);
        changed();
        return true;
    }

    /** Opens the search; true. */
    public boolean search() {
        return search.open();
    }

    /** What is on the screen, as lines without blanks at their ends. */
    public List<String> lines() {
        return java.util.stream.IntStream.range(0, shown.rows)
                .mapToObj(shown::line)
                .toList();
    }

    /** How many rows were drawn since the beginning. */
    long rowsDrawn() {
        return canvas.rowsDrawn();
    }

    private long lineAt(MouseEvent event) {
        double row = (event.getY() - EDGE) / look.cellHeight();
        return shown.top + Math.clamp((long) Math.floor(row), 0, Math.max(0, shown.rows - 1));
    }

    private int columnAt(MouseEvent event) {
        double column = (event.getX() - EDGE) / look.cellWidth();
        return Math.clamp((long) Math.floor(column), 0, Math.max(0, shown.columns - 1));
    }

    private void mouseDown(MouseEvent event) {
        if (event.getTarget() != this) {
            return;
        }
        requestFocus();
        if (event.getButton() == MouseButton.MIDDLE) {
            paste();
        } else if (event.getButton() == MouseButton.PRIMARY) {
            anchorLine = lineAt(event);
            anchorColumn = columnAt(event);
            selected = switch (event.getClickCount()) {
                case 1 -> null;
                case 2 -> word();
                default -> new Span(anchorLine, 0, anchorLine, shown.columns);
            };
            changed();
        }
        event.consume();
    }

    private @Nullable Span word() {
        int row = (int) (anchorLine - shown.top);
        if (row < 0 || row >= shown.rows || shown.text[row][anchorColumn] == ' ') {
            return null;
        }
        int from = anchorColumn;
        int to = anchorColumn + 1;
        while (from > 0 && shown.text[row][from - 1] > ' ') {
            from--;
        }
        while (to < shown.columns && shown.text[row][to] > ' ') {
            to++;
        }
        return new Span(anchorLine, from, anchorLine, to);
    }

    private void mouseDragged(MouseEvent event) {
        if (event.getTarget() != this || event.getButton() != MouseButton.PRIMARY) {
            return;
        }
        if (event.getY() < 0) {
            scrollBy(-1);
        } else if (event.getY() > getHeight()) {
            scrollBy(1);
        }
        selected = Span.between(anchorLine, anchorColumn, lineAt(event), columnAt(event));
        changed();
        event.consume();
    }

    private void wheel(ScrollEvent event) {
        turned += event.getDeltaY() / NOTCH * WHEEL_LINES;
        long lines = (long) turned;
        turned -= lines;
        scrollBy(-lines);
        event.consume();
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
        look.dispose();
    }

    /** Where a window for composing characters is shown. */
    private final class AtCursor implements InputMethodRequests {
        @Override
        public Point2D getTextLocation(int offset) {
            Bounds place = localToScreen(getBoundsInLocal());
            return new Point2D(
                    place.getMinX() + EDGE + shown.cursorColumn * look.cellWidth(),
                    place.getMinY() + EDGE + (shown.cursorRow + 1) * look.cellHeight());
        }

        @Override
        public int getLocationOffset(int x, int y) {
            return 0;
        }

        @Override
        public void cancelLatestCommittedText() {
            // What was sent is sent.
        }

        @Override
        public String getSelectedText() {
            return "";
        }
    }
}
