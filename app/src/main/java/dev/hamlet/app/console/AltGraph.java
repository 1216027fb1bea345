package dev.hamlet.app.console;

import dev.hamlet.engine.display.PhysicalKey;
import java.util.function.BiConsumer;

/**
 * On Windows AltGr comes as the left Control key and the right Alt key, one right after the other, down and up ({@code
 * KLLF_ALTGR} in kbd.h of the Windows Driver Kit); JavaFX hands both on. A guest makes AltGr of the right Alt key
 * by its own layout, and Control beside it would be another chord: it gets the right Alt key alone. So Control is kept back
 * until the next key, or until {@link #settle} says that there is none. Used by one thread.
 */
final class AltGraph {
    private final BiConsumer<PhysicalKey, Boolean> next;

    /** Control went down, and nobody knows yet whose it is. */
    private boolean waiting;

    /** Control is down, made up by AltGr. */
    private boolean madeUp;

    /**
     * Nothing is down.
     *
     * @param next takes what a person pressed: a key, and whether it went down
     */
    AltGraph(BiConsumer<PhysicalKey, Boolean> next) {
        this.next = next;
    }

    /** A key went down, or up. Answers whether one is kept back until {@link #settle}. */
    boolean happened(PhysicalKey key, boolean pressed) {
        if (waiting && pressed && key == PhysicalKey.ALT_RIGHT) {
            waiting = false;
            madeUp = true;
        } else {
            settle();
        }
        if (key != PhysicalKey.CONTROL_LEFT) {
            next.accept(key, pressed);
        } else if (pressed) {
            waiting = true;
            madeUp = false;
        } else if (madeUp) {
            madeUp = false;
        } else {
            next.accept(key, false);
        }
        return waiting;
    }

    /** Control was pressed by itself, if it is kept back. */
    void settle() {
        if (waiting) {
            waiting = false;
            next.accept(PhysicalKey.CONTROL_LEFT, true);
        }
    }

    /** Nothing is down any more, and nobody is to be told. */
    void forget() {
        waiting = false;
        madeUp = false;
    }
}
