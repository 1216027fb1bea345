package dev.hamlet.engine.display;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Which keys are held down in the guest, so that each is released as it was pressed: by its place or by its keysym, although
 * the server may have shown meanwhile that it knows places; and all at once when the keyboard is taken away. Says nothing of
 * the keys to anybody. Safe for use by many threads.
 */
final class HeldKeys {
    private final RfbOutput output;
    private final ServerSays server;

    /** In the order in which they were pressed; whether each was told by its place. */
    private final Map<PhysicalKey, Boolean> held = new LinkedHashMap<>();

    HeldKeys(RfbOutput output, ServerSays server) {
        this.output = output;
        this.server = server;
    }

    /** A key goes down, or repeats as it began. */
    synchronized void press(PhysicalKey key) {
        send(true, key, held.computeIfAbsent(key, _ -> server.features().physicalKeys()));
    }

    /** A key repeats as it began, if it is down: it may have gone up a moment ago, and would stay down then. */
    synchronized void repeat(PhysicalKey key) {
        Boolean physical = held.get(key);
        if (physical != null) {
            send(true, key, physical);
        }
    }

    synchronized void release(PhysicalKey key) {
        Boolean physical = held.remove(key);
        if (physical != null) {
            send(false, key, physical);
        }
    }

    /** The last pressed first. */
    synchronized void releaseAll() {
        List<PhysicalKey> all = new ArrayList<>(held.keySet());
        all.reversed().forEach(this::release);
    }

    private void send(boolean down, PhysicalKey key, boolean physical) {
        if (physical) {
            output.key(down, key.keysym(), key.scancode());
        } else {
            output.key(down, key.keysym());
        }
    }
}
