package dev.hamlet.engine.display;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which keys are held down in the guest, so that each is released as it was pressed: by the same keysym, although Shift
 * may have changed what the key means meanwhile, and all at once when the keyboard is taken away. Says nothing of the keys
 * to anybody. Safe for use by many threads.
 */
final class HeldKeys {
    private final RfbOutput output;
    private final ServerSays server;

    /** In the order in which they were pressed, by the key, or by the keysym of one that has no place. */
    private final Map<Object, Held> held = new LinkedHashMap<>();

    private record Held(@Nullable PhysicalKey key, int keysym, boolean physical) {}

    HeldKeys(RfbOutput output, ServerSays server) {
        this.output = output;
        this.server = server;
    }

    /** A key goes down, or repeats. */
    synchronized void press(PhysicalKey key, int keysym) {
        // One that is held repeats as it began.
        Held press = held.computeIfAbsent(
                key, _ -> new Held(key, keysym, server.features().physicalKeys()));
        send(true, press);
    }

    /** A key repeats as it began, if it is down: it may have gone up a moment ago, and would stay down then. */
    synchronized void repeat(PhysicalKey key) {
        Held press = held.get(key);
        if (press != null) {
            send(true, press);
        }
    }

    /** A keysym goes down whose key is not known. */
    synchronized void press(int keysym) {
        send(true, held.computeIfAbsent(keysym, _ -> new Held(null, keysym, false)));
    }

    synchronized void release(PhysicalKey key) {
        release((Object) key);
    }

    synchronized void release(int keysym) {
        release((Object) keysym);
    }

    private void release(Object key) {
        Held press = held.remove(key);
        if (press != null) {
            send(false, press);
        }
    }

    /** The last pressed first. */
    synchronized void releaseAll() {
        List<Held> all = new ArrayList<>(held.values());
        held.clear();
        all.reversed().forEach(press -> send(false, press));
    }

    private void send(boolean down, Held press) {
        if (press.key() != null && press.physical()) {
            output.key(down, press.keysym(), press.key().scancode());
        } else {
            output.key(down, press.keysym());
        }
    }
}
