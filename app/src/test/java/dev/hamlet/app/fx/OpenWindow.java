package dev.hamlet.app.fx;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import javafx.application.Platform;
import javafx.event.EventHandler;
import javafx.geometry.Bounds;
import javafx.geometry.Point2D;
import javafx.geometry.Rectangle2D;
import javafx.scene.AccessibleAttribute;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.Labeled;
import javafx.scene.control.TextInputControl;
import javafx.scene.control.Tooltip;
import javafx.scene.image.Image;
import javafx.scene.image.PixelFormat;
import javafx.scene.input.Clipboard;
import javafx.scene.input.DataFormat;
import javafx.scene.input.DragEvent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.MouseButton;
import javafx.scene.robot.Robot;
import javafx.stage.Screen;
import javafx.stage.Stage;
import javafx.stage.Window;
import org.jspecify.annotations.Nullable;

/** A window of a test, with hands: mouse and keyboard as a person has them. Called by the test's thread. */
public final class OpenWindow implements AutoCloseable {
    /** What was shown a moment ago is drawn in the next frame, and one later stands on the screen. */
    private static final int FRAMES = 6;

    private static final int STILL_MOVES = 10;

    /** How far from the screen's lower right corner another program's window is taken hold of. */
    private static final int CORNER = 20;

    /** Some seconds: longer than any movement of the window. */
    private static final int MOVING_FRAMES = 600;

    private final Stage stage;
    private final Robot robot;

    private OpenWindow(Stage stage) {
        this.stage = stage;
        this.robot = new Robot();
    }

    /** Shows a window with this content. */
    public static OpenWindow with(Supplier<? extends Parent> content) {
        Toolkit.start();
        return Toolkit.get(() -> {
            Stage stage = new Stage();
            Scene scene = new Scene(content.get(), 1100, 700);
            scene.getStylesheets()
                    .add(Objects.requireNonNull(
                                    OpenWindow.class.getClassLoader().getResource("dev/hamlet/assets/hamlet.css"))
                            .toExternalForm());
            stage.setScene(scene);
            stage.show();
            stage.requestFocus();
            return new OpenWindow(stage);
        });
    }

    /** A window that is shown already. */
    public static OpenWindow of(Stage stage) {
        return Toolkit.get(() -> new OpenWindow(stage));
    }

    /** Its stage. */
    public Stage stage() {
        return stage;
    }

    /** The node of this id that can be seen, in any open window; waited for, but on the JavaFX thread. */
    public Node node(String id) {
        if (!Platform.isFxApplicationThread()) {
            Toolkit.await("there is #" + id, () -> find(id) != null, OpenWindow::allIds);
        }
        Node found = Toolkit.get(() -> Objects.requireNonNull(find(id), id));
        assertNotNull(found);
        return found;
    }

    /** Whether the node of this id can be seen. */
    public boolean shows(String id) {
        return Toolkit.get(() -> find(id) != null);
    }

    /** Whether the node of this id can be seen and used at this moment. */
    public boolean isUsable(String id) {
        return Toolkit.get(() -> {
            Node node = find(id);
            return node != null && !node.isDisabled();
        });
    }

    private static @Nullable Node find(String id) {
        for (Window window : List.copyOf(Window.getWindows())) {
            for (Node node : window.getScene().getRoot().lookupAll("#" + id)) {
                if (isSeen(node)) {
                    return node;
                }
            }
        }
        return null;
    }

    private static boolean isSeen(Node node) {
        for (Node one = node; one != null; one = one.getParent()) {
            if (!one.isVisible()) {
                return false;
            }
        }
        return node.getScene() != null;
    }

    private static String allIds() {
        List<String> ids = new ArrayList<>();
        Window.getWindows().forEach(window -> collect(window.getScene().getRoot(), ids));
        return "but " + ids;
    }

    private static void collect(Node node, List<String> ids) {
        if (node.getId() != null) {
            ids.add(node.getId());
        }
        if (node instanceof Parent parent) {
            parent.getChildrenUnmodifiable().forEach(child -> collect(child, ids));
        }
    }

    /** The text that the node of this id shows at this moment; empty where none can be seen. */
    public String textNow(String id) {
        return Toolkit.get(() -> {
            Node node = find(id);
            return node == null ? "" : allText(node);
        });
    }

    /** The text that the node of this id shows. */
    public String text(String id) {
        Node node = node(id);
        return Toolkit.get(() -> node instanceof Labeled labeled ? labeled.getText() : allText(node));
    }

    private static String allText(Node node) {
        StringBuilder text = new StringBuilder();
        if (node instanceof Labeled labeled && labeled.getText() != null) {
            text.append(labeled.getText()).append('\n');
        } else if (node instanceof TextInputControl field && field.getText() != null) {
            text.append(field.getText()).append('\n');
        } else if (node.getAccessibleRole() == AccessibleRole.TEXT_AREA) {
            text.append(node.queryAccessibleAttribute(AccessibleAttribute.TEXT)).append('\n');
        }
        if (node instanceof Parent parent) {
            parent.getChildrenUnmodifiable().forEach(child -> text.append(allText(child)));
        }
        return text.toString();
    }

    /** Waits until the node of this id shows a text with this in it. */
    public void awaitText(String id, String part) {
        Toolkit.await(
                "#" + id + " says " + part,
                () -> {
                    Node node = find(id);
                    return node != null && allText(node).contains(part);
                },
                () -> {
                    Node node = find(id);
                    return node == null ? allIds() : "but " + allText(node);
                });
    }

    /** Waits until the node of this id can be used. */
    public void awaitEnabled(String id) {
        Toolkit.await("#" + id + " is enabled", () -> {
            Node node = find(id);
            return node != null && !node.isDisabled();
        });
    }

    /** Clicks on the node of this id, with the mouse. */
    public void click(String id) {
        awaitStill(id);
        Toolkit.run(() -> {
            Bounds bounds = Objects.requireNonNull(place(id), "#" + id + " is on no screen");
            robot.mouseMove(new Point2D(bounds.getCenterX(), bounds.getCenterY()));
            robot.mouseClick(MouseButton.PRIMARY);
        });
    }

    /** Clicks twice, at this place within the node of this id, in its units. */
    public void doubleClick(String id, double x, double y) {
        awaitStill(id);
        Toolkit.run(() -> {
            robot.mouseMove(node(id).localToScreen(x, y));
            robot.mouseClick(MouseButton.PRIMARY);
            robot.mouseClick(MouseButton.PRIMARY);
        });
    }

    /** Draws the mouse with its first button from one place within the node of this id to another, in its units. */
    public void drag(String id, Point2D from, Point2D to) {
        awaitStill(id);
        Toolkit.run(() -> {
            robot.mouseMove(node(id).localToScreen(from));
            robot.mousePress(MouseButton.PRIMARY);
            robot.mouseMove(node(id).localToScreen(to));
            robot.mouseRelease(MouseButton.PRIMARY);
        });
    }

    /** Turns the wheel over the node of this id, upwards by so many notches, or downwards. */
    public void turnWheel(String id, int up) {
        awaitStill(id);
        Toolkit.run(() -> {
            Bounds bounds = Objects.requireNonNull(place(id), "#" + id + " is on no screen");
            robot.mouseMove(new Point2D(bounds.getCenterX(), bounds.getCenterY()));
            robot.mouseWheel(-up);
        });
    }

    /**
     * Waits until what a person would aim at stands still: what was shown a moment ago gets its place by one layout or
     * more, each in a frame.
     */
    private static void awaitStill(String id) {
        Optional<Bounds> last = Optional.empty();
        for (int i = 0; i < MOVING_FRAMES; i++) {
            Toolkit.awaitFrames(1);
            Optional<Bounds> now = Toolkit.get(() -> Optional.ofNullable(place(id)));
            if (now.isPresent() && now.equals(last)) {
                return;
            }
            last = now;
        }
        fail("#" + id + " does not stand still within " + MOVING_FRAMES + " frames " + Toolkit.get(OpenWindow::allIds));
    }

    private static @Nullable Bounds place(String id) {
        Node node = find(id);
        return node == null ? null : node.localToScreen(node.getBoundsInLocal());
    }

    /**
     * Takes what stands at the lower right corner of the screen, which belongs to another program, and lets it fall onto
     * the node of this id.
     */
    public void dropFromCorner(String id) {
        awaitStill(id);
        AtomicBoolean over = new AtomicBoolean();
        EventHandler<DragEvent> watch = event -> over.set(true);
        Rectangle2D screen = Toolkit.get(() -> Screen.getPrimary().getBounds());
        Point2D from = new Point2D(screen.getMaxX() - CORNER, screen.getMaxY() - CORNER);
        Bounds place = Toolkit.get(() -> Objects.requireNonNull(place(id), "#" + id + " is on no screen"));
        Point2D to = new Point2D(place.getCenterX(), place.getCenterY());
        Toolkit.run(() -> {
            stage.getScene().addEventFilter(DragEvent.DRAG_OVER, watch);
            robot.mouseMove(from);
            robot.mousePress(MouseButton.PRIMARY);
        });
        for (int i = 0; i <= STILL_MOVES; i++) {
            Point2D now = from.interpolate(to, (double) i / STILL_MOVES);
            Toolkit.awaitFrames(FRAMES);
            Toolkit.run(() -> robot.mouseMove(now));
        }
        // A hand that trembles: whoever comes late to a drag hears of it by the next move.
        Toolkit.await("something is held over the window", () -> {
            robot.mouseMove(to.add(over.get() ? 0 : 1, 0));
            robot.mouseMove(to);
            return over.get();
        });
        Toolkit.awaitFrames(FRAMES);
        Toolkit.run(() -> {
            stage.getScene().removeEventFilter(DragEvent.DRAG_OVER, watch);
            robot.mouseRelease(MouseButton.PRIMARY);
        });
    }

    /** Types letters A to Z, without Shift. */
    public void type(String letters) {
        letters.chars().forEach(letter -> press(KeyCode.valueOf(Character.toString(letter))));
    }

    /** Presses this key, with these held. */
    public void press(KeyCode key, KeyCode... held) {
        Toolkit.run(() -> {
            hideTooltips();
            // A control that was shown a moment ago hears nothing before it has its skin.
            List.copyOf(Window.getWindows())
                    .forEach(window -> window.getScene().getRoot().applyCss());
            for (KeyCode one : held) {
                robot.keyPress(one);
            }
            robot.keyPress(key);
            robot.keyRelease(key);
            for (int i = held.length - 1; i >= 0; i--) {
                robot.keyRelease(held[i]);
            }
        });
    }

    /**
     * A key takes a tooltip away, and the headless platform then knows no active window for the next one. So it is away
     * before, and the window active again.
     */
    private void hideTooltips() {
        List<Window> tooltips =
                Window.getWindows().stream().filter(Tooltip.class::isInstance).toList();
        tooltips.forEach(Window::hide);
        if (!tooltips.isEmpty()) {
            stage.requestFocus();
        }
    }

    /** Puts this in the place of what the focused field holds, as somebody does who has copied it elsewhere. */
    public void paste(String text) {
        copy(text);
        press(KeyCode.A, KeyCode.CONTROL);
        press(KeyCode.V, KeyCode.CONTROL);
    }

    /** Copies this, as in another program. */
    public void copy(String text) {
        Toolkit.run(() -> Clipboard.getSystemClipboard().setContent(Map.of(DataFormat.PLAIN_TEXT, text)));
    }

    /** What stands on the screen in the place of the node of this id, in pixels. */
    public Image look(String id) {
        awaitStill(id);
        return Toolkit.get(() -> {
            Bounds place = Objects.requireNonNull(place(id), "#" + id + " is on no screen");
            return robot.getScreenCapture(
                    null,
                    new Rectangle2D(place.getMinX(), place.getMinY(), place.getWidth(), place.getHeight()),
                    false);
        });
    }

    /** The id of what has the keyboard's focus; empty where it has none. */
    public String focused() {
        return Toolkit.get(() -> {
            // Without a display the windows below stay focused too; the keys go to the one above.
            for (Window window : List.copyOf(Window.getWindows()).reversed()) {
                Node owner = window.isFocused() ? window.getScene().getFocusOwner() : null;
                if (owner != null) {
                    return owner.getId() == null ? "" : owner.getId();
                }
            }
            return "";
        });
    }

    /** Writes what is on this window's screen to a PNG file: all of the screen, with the windows above this one. */
    public void picture(Path file) {
        Image image = capture();
        Image next = capture();
        // A computer with much to do draws later than it says.
        for (int i = 0; i < STILL_MOVES && !isSame(image, next); i++) {
            image = next;
            next = capture();
        }
        try {
            PngFile.write(next, file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes what the window of this program that has the keyboard shows, and nothing beside it, to a small PNG file. */
    public void keep(Path file) {
        Toolkit.awaitFrames(FRAMES);
        Image image = Toolkit.get(() -> Window.getWindows().stream()
                .filter(Window::isFocused)
                .findFirst()
                .orElse(stage)
                .getScene()
                .snapshot(null));
        try {
            PngFile.writeSmall(image, file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Image capture() {
        Toolkit.awaitFrames(FRAMES);
        return Toolkit.get(
                () -> robot.getScreenCapture(null, Screen.getPrimary().getBounds(), false));
    }

    private static boolean isSame(Image one, Image other) {
        return Arrays.equals(pixels(one), pixels(other));
    }

    private static int[] pixels(Image image) {
        int width = (int) image.getWidth();
        int height = (int) image.getHeight();
        int[] pixels = new int[width * height];
        image.getPixelReader().getPixels(0, 0, width, height, PixelFormat.getIntArgbInstance(), pixels, 0, width);
        return pixels;
    }

    @Override
    public void close() {
        Toolkit.run(stage::hide);
    }
}
