package dev.hamlet.app.console;

import dev.hamlet.engine.display.DisplaySession;
import dev.hamlet.engine.display.HostKeyboard;
import dev.hamlet.engine.display.PhysicalKey;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.value.ObservableValue;
import javafx.scene.Node;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;

/**
 * Brings keys to a guest while its screen has the keyboard: physical keys where the window system tells of them, else what
 * JavaFX makes of them. Whatever takes the keyboard away lets go of all keys in the guest.
 */
final class ConsoleKeys implements AutoCloseable {
    private final Node screen;
    private final ObservableValue<Boolean> active;
    private final Executor fx;
    private final Consumer<HostKey.Order> orders;
    private final ReadOnlyBooleanWrapper captured = new ReadOnlyBooleanWrapper();
    private final ReadOnlyBooleanWrapper physical = new ReadOnlyBooleanWrapper();
    private final Optional<HostKeyboard> keyboard;
    private final Subscription following;
    private final ObservableValue<PhysicalKey> wanted;
    private final ReadOnlyObjectWrapper<PhysicalKey> hostKey = new ReadOnlyObjectWrapper<>();
    private volatile HostKey host;
    private volatile @Nullable DisplaySession session;

    /** The key that went down last in the guest, while it is down. */
    private volatile @Nullable PhysicalKey last;

    /** What JavaFX has last told to be down. */
    private @Nullable KeyCode down;

    /**
     * The keys of this screen.
     *
     * @param active whether its window is the one that has the keyboard
     * @param environment of this program, which names the window system's display
     * @param wanted the host key
     * @param fx runs what is ordered, {@code FxRelay.fxThread()} but in tests
     * @param orders what a person means by the host key; told on the thread of {@code fx}
     */
    ConsoleKeys(
            Node screen,
            ObservableValue<Boolean> active,
            Map<String, String> environment,
            ObservableValue<PhysicalKey> wanted,
            Executor fx,
            Consumer<HostKey.Order> orders) {
        this.fx = fx;
        this.orders = orders;
        this.screen = screen;
        this.active = active;
        this.wanted = wanted;
        this.host = hostKey(wanted.getValue());
        this.keyboard = HostKeyboard.open(environment, new HostKeyboard.Listener() {
            @Override
            public void key(PhysicalKey key, boolean down) {
                host.happened(key, down);
            }

            @Override
            public void lost() {
                fx.execute(() -> fallBack());
            }
        });
        physical.set(keyboard.isPresent());
        screen.addEventFilter(KeyEvent.ANY, this::toolkit);
        following = Subscription.combine(
                wanted.subscribe(key -> choose()),
                screen.focusedProperty().subscribe(this::look),
                active.subscribe(this::look));
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
        choose();
    }

    private void give(PhysicalKey key, boolean pressed) {
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

    /** Keys go to the guest of this session from now on; null for none. */
    void to(@Nullable DisplaySession now) {
        letGo();
        session = now;
        look();
    }

    private void look() {
        capture(session != null && screen.isFocused() && active.getValue());
    }

    private void capture(boolean now) {
        if (now != captured.get()) {
            captured.set(now);
            keyboard.ifPresent(keys -> keys.listen(now));
            letGo();
        }
    }

    private void letGo() {
        host.listen(captured.get());
        last = null;
        down = null;
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
            KeyCodes.key(event.getCode()).ifPresent(key -> host.happened(key, pressed));
        }
        // None of them is the window's: Tab would go on to the next button.
        event.consume();
    }

    /** A physical key is told once; how fast one that is held repeats is the window system's to say, as for all windows. */
    private void repeat(KeyEvent event, boolean pressed) {
        PhysicalKey held = last;
        DisplaySession to = session;
        if (pressed && event.getCode() == down && held != null && to != null) {
            to.repeat(held);
        }
        if (pressed) {
            down = event.getCode();
        } else if (event.getEventType().equals(KeyEvent.KEY_RELEASED)) {
            down = null;
        }
    }

    /** Presses these keys one after another, and lets go of them in the other order. */
    void send(PhysicalKey... keys) {
        DisplaySession to = session;
        if (to != null) {
            for (PhysicalKey key : keys) {
                to.press(key);
            }
            for (int i = keys.length - 1; i >= 0; i--) {
                to.release(keys[i]);
            }
        }
    }

    /** Whether keys go to the guest now. */
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
        capture(false);
        following.unsubscribe();
        keyboard.ifPresent(HostKeyboard::close);
    }
}
