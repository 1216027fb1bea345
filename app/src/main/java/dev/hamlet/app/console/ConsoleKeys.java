package dev.hamlet.app.console;

import dev.hamlet.app.preferences.KeyChord;
import dev.hamlet.engine.display.DisplaySession;
import dev.hamlet.engine.display.HostKeyboard;
import dev.hamlet.engine.display.PhysicalKey;
import dev.hamlet.engine.job.Threads;
import dev.hamlet.engine.job.TimeSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javafx.animation.PauseTransition;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.value.ObservableValue;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.input.KeyEvent;
import javafx.scene.input.MouseEvent;
import javafx.scene.input.ScrollEvent;
import javafx.util.Duration;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;

/**
 * Brings keys to a guest while its screen has the keyboard: physical keys where the window system tells of them, else what
 * JavaFX makes of them. Whatever takes the keyboard away lets go of all keys in the guest.
 */
final class ConsoleKeys implements AutoCloseable {
    /** A Control key that AltGr makes up is followed by AltGr at once. */
    private static final Duration ALONE = Duration.millis(30);

    /** All keys are asked for anew after so long, where a window manager did not let them go while the window came up. */
    private static final Duration ASK_AGAIN = Duration.seconds(1);

    private final Node screen;
    private final ObservableValue<Boolean> active;
    private final Executor fx;
    private final TimeSource time;
    private final Consumer<HostKey.Order> orders;
    private final ReadOnlyBooleanWrapper captured = new ReadOnlyBooleanWrapper();
    private final ReadOnlyBooleanWrapper physical = new ReadOnlyBooleanWrapper();
    private final ReadOnlyBooleanWrapper grabbed = new ReadOnlyBooleanWrapper();
    private final ObservableValue<Boolean> grabWanted;

    /** Null until it is open, and where there is none. */
    private @Nullable HostKeyboard keyboard;

    private boolean closed;

    /** All keys were asked for: what the window system takes from this window for that is no loss of the keyboard. */
    private boolean grabbing;

    private final Subscription following;
    private final ObservableValue<PhysicalKey> wanted;
    private final ReadOnlyObjectWrapper<PhysicalKey> hostKey = new ReadOnlyObjectWrapper<>();
    private volatile HostKey host;
    private volatile @Nullable DisplaySession session;

    /** The key that went down last in the guest, while it is down. */
    private volatile @Nullable PhysicalKey last;

    /** Which of the guest's keys it is that JavaFX repeats. */
    private final KeyRepeats repeats = new KeyRepeats();

    private final ReadOnlyBooleanWrapper ready = new ReadOnlyBooleanWrapper();

    /** The window system tells of keys by now, since the screen has the keyboard. */
    private boolean heard;

    private volatile @Nullable ChordRecorder recorder;
    private volatile Consumer<Optional<KeyChord>> recorded = chord -> {};
    private final AltGraph altGraph = new AltGraph((key, pressed) -> host.happened(key, pressed));
    private final PauseTransition alone = new PauseTransition(ALONE);
    private final PauseTransition askAgain = new PauseTransition(ASK_AGAIN);

    /** AltGr comes as two keys. */
    private final boolean joined;

    /**
     * The keys of this screen.
     *
     * @param active whether its window is the one that has the keyboard
     * @param environment of this program, which names the window system's display
     * @param wanted the host key
     * @param grabWanted whether the guest gets the keys too that the desktop takes for itself
     * @param fx runs what is ordered, {@code FxRelay.fxThread()} but in tests
     * @param time for keys that are held
     * @param orders what a person means by the host key; told on the thread of {@code fx}
     */
    ConsoleKeys(
            Node screen,
            ObservableValue<Boolean> active,
            Map<String, String> environment,
            ObservableValue<PhysicalKey> wanted,
            ObservableValue<Boolean> grabWanted,
            Executor fx,
            TimeSource time,
            Consumer<HostKey.Order> orders) {
        this.fx = fx;
        this.time = time;
        this.orders = orders;
        this.screen = screen;
        this.active = active;
        this.wanted = wanted;
        this.grabWanted = grabWanted;
        this.host = hostKey(wanted.getValue());
        joined = HostKeyboard.isAltGraphTwoKeys(environment);
        physical.set(HostKeyboard.canBe(environment));
        if (physical.get()) {
            Threads.virtual("console-keyboard", () -> open(environment));
        }
        screen.addEventFilter(KeyEvent.ANY, this::toolkit);
        // A click with the host key held is a click with that key in the guest.
        screen.addEventFilter(MouseEvent.MOUSE_PRESSED, event -> clicked());
        screen.addEventFilter(ScrollEvent.SCROLL, event -> clicked());
        alone.setOnFinished(event -> altGraph.settle());
        askAgain.setOnFinished(event -> askAgain());
        following = Subscription.combine(
                wanted.subscribe(key -> choose()),
                screen.sceneProperty().flatMap(Scene::focusOwnerProperty).subscribe(now -> look()),
                active.subscribe(this::look));
    }

    /** Waits for the window system. */
    private void open(Map<String, String> environment) {
        Optional<HostKeyboard> opened = HostKeyboard.open(environment, new HostKeyboard.Listener() {
            @Override
            public void key(PhysicalKey key, boolean down) {
                // Of all keys, as the toolkit hears of all, also of those that stay here.
                if (down) {
                    repeats.pressed(key, time.nanos());
                } else {
                    repeats.released(key);
                }
                host.happened(key, down);
            }

            @Override
            public void repeats(PhysicalKey key) {
                DisplaySession to = session;
                if (to != null && key == last) {
                    to.repeat(key);
                }
            }

            @Override
            public void listens() {
                fx.execute(() -> hears());
            }

            @Override
            public void grabbed(boolean now) {
                fx.execute(() -> grab(now));
            }

            @Override
            public void lost() {
                fx.execute(() -> fallBack());
            }
        });
        fx.execute(() -> opened(opened));
    }

    private void opened(Optional<HostKeyboard> opened) {
        if (closed) {
            opened.ifPresent(HostKeyboard::close);
        } else if (opened.isEmpty()) {
            fallBack();
        } else {
            keyboard = opened.get();
            listen(captured.get());
        }
    }

    private void listen(boolean now) {
        HostKeyboard keys = keyboard;
        if (keys != null) {
            keys.listen(now);
            grabbing = now && grabWanted.getValue();
            keys.grab(grabbing);
            grabbed.set(grabbed.get() && grabbing);
        }
        heard = false;
        settle();
    }

    private void hears() {
        heard = captured.get();
        settle();
    }

    private void settle() {
        ready.set(captured.get() && (heard || !physical.get()));
    }

    private void grab(boolean now) {
        // It tells late, and the keyboard may be taken away by now.
        grabbing = now && grabbing && captured.get();
        grabbed.set(grabbing);
        look();
        if (!grabbing && captured.get() && grabWanted.getValue()) {
            askAgain.playFromStart();
        }
    }

    private void askAgain() {
        HostKeyboard keys = keyboard;
        if (keys != null && captured.get() && active.getValue() && grabWanted.getValue() && !grabbing) {
            grabbing = true;
            keys.grab(true);
        }
    }

    private void choose() {
        // Where JavaFX alone tells of keys, both Control keys are one.
        boolean unknown = !physical.get() && wanted.getValue() == PhysicalKey.CONTROL_RIGHT;
        PhysicalKey key = unknown ? PhysicalKey.PAUSE : wanted.getValue();
        host.listen(false);
        host = hostKey(key);
        hostKey.set(key);
        letGo();
    }

    private HostKey hostKey(PhysicalKey key) {
        return new HostKey(key, this::give, order -> fx.execute(() -> orders.accept(order)));
    }

    private void fallBack() {
        physical.set(false);
        grabbed.set(false);
        grabbing = false;
        choose();
        look();
        settle();
    }

    private void give(PhysicalKey key, boolean pressed) {
        ChordRecorder recording = recorder;
        if (recording != null) {
            recording.happened(key, pressed).ifPresent(chord -> tellRecorded(Optional.of(chord)));
            return;
        }
        if (pressed) {
            last = key;
        } else if (key == last) {
            last = null;
        }
        DisplaySession to = session;
        if (to != null && pressed) {
            to.press(key);
        } else if (to != null) {
            to.release(key);
        }
    }

    private void tellRecorded(Optional<KeyChord> chord) {
        recorder = null;
        Consumer<Optional<KeyChord>> to = recorded;
        fx.execute(() -> to.accept(chord));
    }

    /** Keys go to the guest of this session from now on; null for none. */
    void to(@Nullable DisplaySession now) {
        letGo();
        session = now;
        look();
    }

    private void look() {
        boolean chosen =
                screen.getScene() != null && screen.equals(screen.getScene().getFocusOwner());
        capture(session != null && chosen && (active.getValue() || grabbing));
    }

    private void capture(boolean now) {
        if (now != captured.get()) {
            captured.set(now);
            listen(now);
            letGo();
        }
    }

    private void letGo() {
        host.listen(captured.get());
        last = null;
        repeats.forget();
        alone.stop();
        altGraph.forget();
        if (recorder != null && !captured.get()) {
            tellRecorded(Optional.empty());
        }
        DisplaySession to = session;
        if (to != null) {
            to.releaseAll();
        }
    }

    private void toolkit(KeyEvent event) {
        if (!captured.get()) {
            return;
        }
        boolean pressed = event.getEventType().equals(KeyEvent.KEY_PRESSED);
        if (physical.get()) {
            repeat(event, pressed);
        } else if (!event.getEventType().equals(KeyEvent.KEY_TYPED)) {
            KeyCodes.key(event.getCode()).ifPresent(key -> byLayout(key, pressed));
        }
        // None of them is the window's: Tab would go on to the next button.
        event.consume();
    }

    private void clicked() {
        altGraph.settle();
        host.used();
    }

    private void byLayout(PhysicalKey key, boolean pressed) {
        if (!joined) {
            host.happened(key, pressed);
        } else if (altGraph.happened(key, pressed)) {
            alone.playFromStart();
        } else {
            alone.stop();
        }
    }

    /** A physical key is told once; how fast one that is held repeats is the window system's to say, as for all windows. */
    private void repeat(KeyEvent event, boolean pressed) {
        if (pressed) {
            Optional<PhysicalKey> repeated = repeats.told(event.getCode(), time.nanos());
            DisplaySession to = session;
            if (to != null) {
                repeated.filter(key -> key == last).ifPresent(to::repeat);
            }
        } else if (event.getEventType().equals(KeyEvent.KEY_RELEASED)) {
            repeats.toldUp(event.getCode());
        }
    }

    /** Presses these keys one after another, and lets go of them in the other order. */
    void send(List<PhysicalKey> keys) {
        DisplaySession to = session;
        if (to != null) {
            keys.forEach(to::press);
            keys.reversed().forEach(to::release);
        }
    }

    /**
     * Takes down the keys that are pressed next, of which the guest gets none.
     *
     * @param to is told of them on the thread of {@code fx}; of none if the keyboard is taken away before
     */
    void record(Consumer<Optional<KeyChord>> to) {
        recorded = to;
        recorder = new ChordRecorder();
    }

    /** Whether the guest gets the keys too that the desktop takes for itself. */
    ReadOnlyBooleanProperty grabbedProperty() {
        return grabbed.getReadOnlyProperty();
    }

    /** Whether a key that is pressed now arrives in the guest: a moment after they were captured. */
    ReadOnlyBooleanProperty readyProperty() {
        return ready.getReadOnlyProperty();
    }

    /** Whether keys go to the guest now, and not to this window. */
    ReadOnlyBooleanProperty capturedProperty() {
        return captured.getReadOnlyProperty();
    }

    /** Whether they are the keyboard's own keys, and not what a layout made of them. */
    ReadOnlyBooleanProperty physicalProperty() {
        return physical.getReadOnlyProperty();
    }

    /** The key that gives the keyboard back. */
    ReadOnlyObjectProperty<PhysicalKey> hostKeyProperty() {
        return hostKey.getReadOnlyProperty();
    }

    @Override
    public void close() {
        closed = true;
        askAgain.stop();
        capture(false);
        following.unsubscribe();
        HostKeyboard keys = keyboard;
        if (keys != null) {
            keys.close();
        }
    }
}
