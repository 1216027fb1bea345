package dev.hamlet.app.terminal;

import com.techsenger.jeditermfx.core.emulator.mouse.MouseButtonCodes;
import com.techsenger.jeditermfx.core.emulator.mouse.MouseButtonModifierFlags;
import com.techsenger.jeditermfx.core.input.KeyEvent;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.Region;

/**
 * What the mouse does at a terminal: it selects text, pastes and scrolls; or it is told to the guest, where a program there
 * asked for it and Shift is not held. Belongs to the JavaFX thread.
 */
final class TerminalMouse {
    private static final double WHEEL_LINES = 3;

    /** What JavaFX makes of one notch of a wheel. */
    private static final double NOTCH = 40;

    private final Emulation emulation;
    private final TerminalSelection selection;
    private final TerminalScroll scroll;
    private final BiFunction<Double, Double, TerminalSelection.Cell> cells;
    private final Runnable paste;
    private final Consumer<byte[]> line;
    private double turned;

    /**
     * A mouse.
     *
     * @param cells the cell at this place of the terminal
     * @param paste types what was copied
     * @param line takes what goes to the guest
     */
    TerminalMouse(
            Emulation emulation,
            TerminalSelection selection,
            TerminalScroll scroll,
            BiFunction<Double, Double, TerminalSelection.Cell> cells,
            Runnable paste,
            Consumer<byte[]> line) {
        this.emulation = emulation;
        this.selection = selection;
        this.scroll = scroll;
        this.cells = cells;
        this.paste = paste;
        this.line = line;
    }

    /** Does what it does over this. */
    void listen(Region pane) {
        pane.addEventHandler(MouseEvent.MOUSE_PRESSED, event -> {
            if (pane.equals(event.getTarget())) {
                pane.requestFocus();
                if (!told(event, Emulation.MouseDeed.PRESSED)) {
                    press(event);
                }
                event.consume();
            }
        });
        pane.addEventHandler(MouseEvent.MOUSE_DRAGGED, event -> {
            if (pane.equals(event.getTarget())) {
                if (!told(event, Emulation.MouseDeed.DRAGGED) && event.getButton() == MouseButton.PRIMARY) {
                    drag(event, pane.getHeight());
                }
                event.consume();
            }
        });
        pane.addEventHandler(MouseEvent.MOUSE_RELEASED, event -> {
            boolean _ = pane.equals(event.getTarget()) && told(event, Emulation.MouseDeed.RELEASED);
        });
        pane.addEventHandler(MouseEvent.MOUSE_MOVED, event -> {
            boolean _ = pane.equals(event.getTarget()) && told(event, Emulation.MouseDeed.MOVED);
        });
        pane.addEventHandler(ScrollEvent.SCROLL, event -> {
            turn(event);
            event.consume();
        });
    }

    private void press(MouseEvent event) {
        if (event.getButton() == MouseButton.MIDDLE) {
            paste.run();
        } else if (event.getButton() == MouseButton.PRIMARY) {
            selection.begin(scroll.shown(), cells.apply(event.getX(), event.getY()), event.getClickCount());
        }
    }

    private void drag(MouseEvent event, double height) {
        if (event.getY() < 0) {
            scroll.by(-1);
        } else if (event.getY() > height) {
            scroll.by(1);
        }
        selection.extend(cells.apply(event.getX(), event.getY()));
    }

    /** Tells the guest, if it wants to know; of what is above its screen it knows nothing. */
    private boolean told(MouseEvent event, Emulation.MouseDeed deed) {
        if (!emulation.isMouseWanted() || event.isShiftDown()) {
            return false;
        }
        int flags = flags(event.isAltDown() || event.isMetaDown(), event.isControlDown());
        return told(deed, event.getX(), event.getY(), button(event.getButton()), flags);
    }

    private boolean told(Emulation.MouseDeed deed, double x, double y, int button, int flags) {
        TerminalSelection.Cell cell = cells.apply(x, y);
        long row = cell.line() - scroll.shown().bottom;
        if (row < 0) {
            return false;
        }
        emulation.mouse(deed, cell.column(), (int) row, button, flags);
        return true;
    }

    private static int button(MouseButton button) {
        return switch (button) {
            case PRIMARY -> MouseButtonCodes.LEFT;
            case MIDDLE -> MouseButtonCodes.MIDDLE;
            case SECONDARY -> MouseButtonCodes.RIGHT;
            default -> MouseButtonCodes.NONE;
        };
    }

    private static int flags(boolean meta, boolean control) {
        return (meta ? MouseButtonModifierFlags.MOUSE_BUTTON_META_FLAG : 0)
                | (control ? MouseButtonModifierFlags.MOUSE_BUTTON_CTRL_FLAG : 0);
    }

    /** A program of the whole screen has no earlier lines: it is told of the wheel, by arrows if it asked for no mouse. */
    private void turn(ScrollEvent event) {
        boolean wanted = emulation.isMouseWanted() && !event.isShiftDown();
        turned += event.getDeltaY() / NOTCH * (wanted ? 1 : WHEEL_LINES);
        int lines = (int) turned;
        turned -= lines;
        if (wanted) {
            // The core names them the other way round.
            int button = lines > 0 ? MouseButtonCodes.SCROLLDOWN : MouseButtonCodes.SCROLLUP;
            int flags = flags(event.isAltDown() || event.isMetaDown(), event.isControlDown());
            for (int i = 0; i < Math.abs(lines); i++) {
                boolean _ = told(Emulation.MouseDeed.PRESSED, event.getX(), event.getY(), button, flags);
            }
        } else if (emulation.isWholeScreen()) {
            byte[] arrow = emulation.key(lines > 0 ? KeyEvent.VK_UP : KeyEvent.VK_DOWN, 0);
            for (int i = 0; arrow != null && i < Math.abs(lines); i++) {
                line.accept(arrow);
            }
        } else {
            scroll.by(-lines);
        }
    }
}
