package dev.hamlet.app.console;

import dev.hamlet.app.fx.FxRelay;
import dev.hamlet.engine.display.Cursor;
import dev.hamlet.engine.display.DisplayEvent;
import dev.hamlet.engine.display.DisplaySession;
import dev.hamlet.engine.display.FrameReader;
import dev.hamlet.engine.display.Framebuffer;
import dev.hamlet.engine.job.Threads;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import javafx.animation.AnimationTimer;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.geometry.Rectangle2D;
import javafx.scene.AccessibleRole;
import javafx.scene.ImageCursor;
import javafx.scene.image.Image;
import javafx.scene.image.ImageView;
import javafx.scene.image.PixelBuffer;
import javafx.scene.image.PixelFormat;
import javafx.scene.image.WritableImage;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.scene.layout.Region;
import org.jspecify.annotations.Nullable;

/**
 * A guest's screen. New pixels are copied once a pulse, the changed rectangle alone; while the guest draws nothing, nothing
 * runs here. The pointer goes to the guest while it is over the screen.
 */
final class ScreenPane extends Region {
    /** After so many pulses without a new pixel there are no more until the guest draws again. */
    private static final int REST = 30;

    /** What JavaFX makes of one notch of a wheel. */
    private static final double NOTCH = 40;

    /** A pointer that is wider or higher would hide this computer's own screen rather than point, in pixels. */
    private static final int LARGEST_POINTER = 128;

    private static final int WHEEL_UP = 1 << 3;
    private static final int WHEEL_DOWN = 1 << 4;
    private static final int WHEEL_LEFT = 1 << 5;
    private static final int WHEEL_RIGHT = 1 << 6;

    private final ImageView picture = new ImageView();
    private final AtomicBoolean armed = new AtomicBoolean();
    private final AnimationTimer pulses = new AnimationTimer() {
        @Override
        public void handle(long now) {
            pulse();
        }
    };
    private @Nullable DisplaySession session;
    private @Nullable FrameReader reader;
    private @Nullable PixelBuffer<IntBuffer> pixels;
    /** The memory of the pixels as this thread sees it: the toolkit moves the marks of its own view while it draws. */
    private IntBuffer memory = IntBuffer.allocate(0);

    private ScaleMode mode = ScaleMode.FIT;
    private final ReadOnlyObjectWrapper<ScreenGeometry> geometry =
            new ReadOnlyObjectWrapper<>(ScreenGeometry.place(ScaleMode.FIT, 1, 1, 1, 1, 1));
    private int idle;
    private int buttons;
    private boolean relative;
    /** Where the pointer was last, in pixels of the guest. */
    private int atX;

    private int atY;
    private double turnedX;
    private double turnedY;
    private final AtomicLong frames = new AtomicLong();

    ScreenPane() {
        setId("console-screen");
        getStyleClass().add("console-screen");
        setFocusTraversable(true);
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        picture.setManaged(false);
        picture.setMouseTransparent(true);
        getChildren().add(picture);
        addEventHandler(MouseEvent.MOUSE_PRESSED, event -> {
            requestFocus();
            button(event.getButton(), true);
            point(event);
        });
        addEventHandler(MouseEvent.MOUSE_RELEASED, event -> {
            button(event.getButton(), false);
            point(event);
        });
        addEventHandler(MouseEvent.MOUSE_ENTERED, event -> {
            // A guest that takes motions alone is told of none that were made elsewhere.
            atX = geometry.get().guestX(event.getX());
            atY = geometry.get().guestY(event.getY());
        });
        addEventHandler(MouseEvent.MOUSE_MOVED, this::point);
        addEventHandler(MouseEvent.MOUSE_DRAGGED, this::point);
        addEventHandler(ScrollEvent.SCROLL, this::wheel);
    }

    /** Shows the display of this session from now on; the last picture stays where there is none. */
    void show(@Nullable DisplaySession now) {
        if (reader != null) {
            reader.close();
            reader = null;
        }
        session = now;
        buttons = 0;
        if (now != null) {
            reader = now.framebuffer().reader();
            painted();
        }
    }

    /** Shows nothing: there is no guest. */
    void blank() {
        show(null);
        pixels = null;
        memory = IntBuffer.allocate(0);
        picture.setImage(null);
    }

    /** There are new pixels. Called on any thread. */
    void painted() {
        if (armed.compareAndSet(false, true)) {
            FxRelay.fxThread().execute(() -> {
                idle = 0;
                pulses.start();
            });
        }
    }

    private void pulse() {
        FrameReader from = reader;
        if (from == null) {
            rest();
            return;
        }
        FrameReader.Outcome outcome = copy(from);
        if (outcome == FrameReader.Outcome.RESIZED) {
            resizePicture();
            // Until there is memory for it the last picture stays.
            pulses.stop();
        } else if (outcome == FrameReader.Outcome.COPIED) {
            idle = 0;
            frames.incrementAndGet();
        } else if (++idle >= REST) {
            rest();
        }
    }

    private void rest() {
        pulses.stop();
        armed.set(false);
        // What was painted between the last look and now has found it armed.
        FrameReader from = reader;
        if (from != null && copy(from) != FrameReader.Outcome.UNCHANGED) {
            painted();
        }
    }

    private FrameReader.Outcome copy(FrameReader from) {
        PixelBuffer<IntBuffer> into = pixels;
        if (into == null) {
            return session == null || session.framebuffer().size().width() == 0
                    ? FrameReader.Outcome.UNCHANGED
                    : FrameReader.Outcome.RESIZED;
        }
        FrameReader.Outcome outcome = from.copy(memory, into.getWidth(), into.getHeight());
        if (outcome == FrameReader.Outcome.COPIED) {
            into.updateBuffer(buffer -> new Rectangle2D(from.x(), from.y(), from.width(), from.height()));
        }
        return outcome;
    }

    /** The guest decides how much memory is taken, which this thread shall not wait for. */
    private void resizePicture() {
        DisplaySession now = session;
        if (now != null) {
            // Asked once: the next size may be there already.
            Framebuffer.Size size = now.framebuffer().size();
            Threads.virtual("console-picture", () -> {
                try {
                    IntBuffer fresh = ByteBuffer.allocateDirect(size.width() * size.height() * Integer.BYTES)
                            .order(ByteOrder.nativeOrder())
                            .asIntBuffer();
                    FxRelay.fxThread().execute(() -> take(now, size, fresh));
                } catch (OutOfMemoryError e) {
                    // The next change of the screen tries again.
                    armed.set(false);
                }
            });
        }
    }

    private void take(DisplaySession of, Framebuffer.Size size, IntBuffer fresh) {
        if (of.equals(session)) {
            PixelBuffer<IntBuffer> shown = new PixelBuffer<>(
                    size.width(), size.height(), fresh.duplicate(), PixelFormat.getIntArgbPreInstance());
            pixels = shown;
            memory = fresh;
            picture.setImage(new WritableImage(shown));
            requestParentLayout();
            requestLayout();
        }
        idle = 0;
        pulses.start();
    }

    /** How large the screen is shown from now on. */
    void scale(ScaleMode wanted) {
        mode = wanted;
        requestParentLayout();
        requestLayout();
    }

    /** Where the screen lies now. */
    ReadOnlyObjectProperty<ScreenGeometry> geometryProperty() {
        return geometry.getReadOnlyProperty();
    }

    /** How many times new pixels were brought to the window. Any thread may ask. */
    long frames() {
        return frames.get();
    }

    private double density() {
        return getScene() == null || getScene().getWindow() == null
                ? 1
                : getScene().getWindow().getOutputScaleX();
    }

    @Override
    protected double computePrefWidth(double height) {
        return mode == ScaleMode.ACTUAL && pixels != null ? pixels.getWidth() / density() : 320;
    }

    @Override
    protected double computePrefHeight(double width) {
        return mode == ScaleMode.ACTUAL && pixels != null ? pixels.getHeight() / density() : 200;
    }

    @Override
    protected double computeMinWidth(double height) {
        return mode == ScaleMode.ACTUAL ? computePrefWidth(height) : 0;
    }

    @Override
    protected double computeMinHeight(double width) {
        return mode == ScaleMode.ACTUAL ? computePrefHeight(width) : 0;
    }

    @Override
    protected void layoutChildren() {
        PixelBuffer<IntBuffer> shown = pixels;
        if (shown != null) {
            ScreenGeometry at =
                    ScreenGeometry.place(mode, getWidth(), getHeight(), shown.getWidth(), shown.getHeight(), density());
            geometry.set(at);
            picture.setSmooth(!at.isSharp());
            picture.setFitWidth(at.width());
            picture.setFitHeight(at.height());
            picture.relocate(at.left(), at.top());
        }
    }

    /** The pointer as the guest draws it, or this system's own where it is none or too large. */
    void shape(Optional<Cursor> drawn) {
        Cursor cursor = drawn.filter(one -> Math.max(one.width(), one.height()) <= LARGEST_POINTER)
                .orElse(null);
        if (cursor == null) {
            setCursor(null);
            return;
        }
        if (cursor.width() == 0 || cursor.isHidden()) {
            // A guest that draws its pointer itself says that it has none: two are one too many.
            setCursor(javafx.scene.Cursor.NONE);
            return;
        }
        WritableImage image = new WritableImage(cursor.width(), cursor.height());
        image.getPixelWriter()
                .setPixels(
                        0,
                        0,
                        cursor.width(),
                        cursor.height(),
                        PixelFormat.getIntArgbPreInstance(),
                        cursor.pixels(),
                        0,
                        cursor.width());
        setCursor(new ImageCursor(image, cursor.hotX(), cursor.hotY()));
    }

    /** How the guest takes the pointer. */
    void pointer(DisplayEvent.PointerMode now) {
        relative = now == DisplayEvent.PointerMode.RELATIVE;
    }

    private void button(MouseButton button, boolean down) {
        int bit = switch (button) {
            case PRIMARY -> 1;
            case MIDDLE -> 1 << 1;
            case SECONDARY -> 1 << 2;
            case NONE, BACK, FORWARD -> 0;
        };
        buttons = down ? buttons | bit : buttons & ~bit;
    }

    private void point(MouseEvent event) {
        send(event.getX(), event.getY(), buttons);
        event.consume();
    }

    private void send(double x, double y, int held) {
        ScreenGeometry at = geometry.get();
        int toX = at.guestX(x);
        int toY = at.guestY(y);
        DisplaySession to = session;
        if (to != null && relative) {
            to.pointBy(toX - atX, toY - atY, held);
        } else if (to != null) {
            to.pointAt(toX, toY, held);
        }
        atX = toX;
        atY = toY;
    }

    private void wheel(ScrollEvent event) {
        turnedX += event.getDeltaX() / NOTCH;
        turnedY += event.getDeltaY() / NOTCH;
        turnedY -= turn(event, turnedY, WHEEL_UP, WHEEL_DOWN);
        turnedX -= turn(event, turnedX, WHEEL_LEFT, WHEEL_RIGHT);
        event.consume();
    }

    private double turn(ScrollEvent event, double turned, int more, int less) {
        long steps = (long) turned;
        for (long i = 0; i < Math.abs(steps); i++) {
            send(event.getX(), event.getY(), buttons | (steps > 0 ? more : less));
            send(event.getX(), event.getY(), buttons);
        }
        return steps;
    }

    /** A picture of what is shown now; null where nothing is. */
    @Nullable
    Image picture() {
        PixelBuffer<IntBuffer> shown = pixels;
        if (shown == null) {
            return null;
        }
        WritableImage copy = new WritableImage(shown.getWidth(), shown.getHeight());
        copy.getPixelWriter()
                .setPixels(
                        0,
                        0,
                        shown.getWidth(),
                        shown.getHeight(),
                        PixelFormat.getIntArgbPreInstance(),
                        memory,
                        shown.getWidth());
        return copy;
    }

    /** Lets go of the guest's pixels. */
    void dispose() {
        pulses.stop();
        blank();
    }
}
