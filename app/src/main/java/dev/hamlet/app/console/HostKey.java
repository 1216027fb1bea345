package dev.hamlet.app.console;

import dev.hamlet.engine.display.PhysicalKey;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The one key that stays with this computer while a console has the keyboard: pressed and released alone it gives the
 * keyboard back, held with one of a few others it does what they stand for. With any other key it is the guest's own: the
 * guest gets it a moment late, and before that key. Hears nothing until it is told to. Safe for use by many threads.
 */
final class HostKey {
    /** What a person can mean by it. */
    enum Order {
        RELEASE(null),
        FULL_SCREEN(PhysicalKey.F),
        SECURE_ATTENTION(PhysicalKey.D),
        TYPE_CLIPBOARD(PhysicalKey.V),
        SCREENSHOT(PhysicalKey.S),
        MENU(PhysicalKey.M);

        private final Optional<PhysicalKey> with;

        Order(@Nullable PhysicalKey with) {
            this.with = Optional.ofNullable(with);
        }

        /** The key that is pressed with the host key; empty for the one that is the host key alone. */
        Optional<PhysicalKey> with() {
            return with;
        }
    }

    private enum Held {
        NO,
        /** Down, and nothing else was pressed with it. */
        ALONE,
        /** Down, and an order was given with it. */
        SPENT,
        /** Down in the guest too. */
        GIVEN
    }

    private final PhysicalKey key;
    private final BiConsumer<PhysicalKey, Boolean> guest;
    private final Consumer<Order> orders;
    private boolean listening;
    private Held held = Held.NO;

    /** The other key of an order that is still down: its release is no news for the guest. */
    private Optional<PhysicalKey> swallowed = Optional.empty();

    /**
     * A host key.
     *
     * @param key which it is
     * @param guest takes what is the guest's: a key, and whether it went down
     * @param orders takes what is ours
     */
    HostKey(PhysicalKey key, BiConsumer<PhysicalKey, Boolean> guest, Consumer<Order> orders) {
        this.key = key;
        this.guest = guest;
        this.orders = orders;
    }

    /** A key of the keyboard went down, or up. */
    synchronized void happened(PhysicalKey now, boolean down) {
        if (!listening) {
            return;
        }
        if (now == key) {
            host(down);
        } else if (!down && swallowed.equals(Optional.of(now))) {
            swallowed = Optional.empty();
        } else if (down && (held == Held.ALONE || held == Held.SPENT)) {
            with(now);
        } else {
            guest.accept(now, down);
        }
    }

    private void host(boolean down) {
        if (down) {
            held = held == Held.NO ? Held.ALONE : held;
            return;
        }
        Held before = held;
        held = Held.NO;
        if (before == Held.GIVEN) {
            guest.accept(key, false);
        } else if (before == Held.ALONE) {
            orders.accept(Order.RELEASE);
        }
    }

    private void with(PhysicalKey other) {
        if (swallowed.equals(Optional.of(other))) {
            // It repeats, and was meant once.
            return;
        }
        for (Order order : Order.values()) {
            if (order.with().equals(Optional.of(other))) {
                held = Held.SPENT;
                swallowed = Optional.of(other);
                orders.accept(order);
                return;
            }
        }
        used();
        guest.accept(other, true);
    }

    /** Something else than a key is done with it, such as a click: if it is held alone, it is the guest's from now on. */
    synchronized void used() {
        if (listening && held == Held.ALONE) {
            held = Held.GIVEN;
            guest.accept(key, true);
        }
    }

    /**
     * Begins anew, with nothing held, or hears no more: when this answers nobody is being told of a key, and of one that
     * is still under way nobody will be. Whoever lets go of the guest's keys then lets go of all.
     */
    synchronized void listen(boolean wanted) {
        listening = wanted;
        held = Held.NO;
        swallowed = Optional.empty();
    }
}
