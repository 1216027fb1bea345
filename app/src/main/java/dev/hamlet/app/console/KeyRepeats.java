package dev.hamlet.app.console;

import dev.hamlet.engine.display.PhysicalKey;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import javafx.scene.input.KeyCode;
import org.jspecify.annotations.Nullable;

/**
 * Finds the physical key that the toolkit tells to be held. A keyboard tells once that a key went down; how fast a held
 * one repeats is the window system's to say, and the toolkit hears it. But the toolkit names keys in its own way, and each
 * of the two may tell long before the other: so the presses that both tell of are counted off against each other. Safe for
 * use by many threads.
 */
final class KeyRepeats {
    /** Neither of the two is later than this. */
    static final Duration LATE = Duration.ofSeconds(1);

    private static final int MOST = 64;

    /** A key that went down, the how manieth it was, and when, in nanoseconds. */
    private record Press(int number, PhysicalKey key, long at) {}

    /** What the keyboard has told of and the toolkit not yet. */
    private final Deque<Press> untold = new ArrayDeque<>();

    /** How many presses the toolkit has told of and the keyboard not yet, and when it told of the last of these. */
    private int owed;

    private long owedAt;
    private int number;

    /** The key that went down last, while it is down: a window system repeats no other. */
    private @Nullable Press last;

    /** What the toolkit has last told to be down, and the press that this is, as soon as that is known. */
    private @Nullable KeyCode down;

    private @Nullable Press held;

    /** The keyboard tells that this key went down. */
    synchronized void pressed(PhysicalKey key, long now) {
        Press press = new Press(number++, key, now);
        last = press;
        if (owed > 0 && now - owedAt < LATE.toNanos()) {
            owed--;
            held = owed == 0 ? press : held;
            return;
        }
        owed = 0;
        untold.addLast(press);
        if (untold.size() > MOST) {
            untold.removeFirst();
        }
    }

    /** The keyboard tells that this key went up. */
    synchronized void released(PhysicalKey key) {
        if (last != null && last.key() == key) {
            last = null;
        }
    }

    /**
     * The toolkit tells that a key went down, or goes on to be.
     *
     * @return the key that is repeated by this; empty for one that has just gone down, or is up again by now
     */
    synchronized Optional<PhysicalKey> told(KeyCode code, long now) {
        if (code != down) {
            down = code;
            claim(now);
            return Optional.empty();
        }
        Press press = last;
        // What has been down for so long is what the toolkit means, whatever one of them has left out.
        if (press != null && (press.equals(held) || now - press.at() >= LATE.toNanos())) {
            return Optional.of(press.key());
        }
        return Optional.empty();
    }

    private void claim(long now) {
        while (!untold.isEmpty() && now - untold.getFirst().at() >= LATE.toNanos()) {
            untold.removeFirst();
        }
        held = untold.pollFirst();
        if (held == null) {
            owed++;
            owedAt = now;
        }
    }

    /** The toolkit tells that this key went up. */
    synchronized void toldUp(KeyCode code) {
        down = code == down ? null : down;
    }

    /** All keys are up, for both. */
    synchronized void forget() {
        untold.clear();
        owed = 0;
        last = null;
        down = null;
        held = null;
    }
}
