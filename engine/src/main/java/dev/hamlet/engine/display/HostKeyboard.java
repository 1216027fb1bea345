package dev.hamlet.engine.display;

import dev.hamlet.nativebridge.NativeException;
import dev.hamlet.nativebridge.RawKeyboard;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keyboard of this computer, key by key, for a console that has its focus. Reads nothing while nobody listens. Safe for
 * use by many threads; no call but {@link #open} waits for the window system.
 */
public final class HostKeyboard implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(HostKeyboard.class);
    private static final String DISPLAY = "DISPLAY";

    private final RawKeyboard keys;

    private HostKeyboard(RawKeyboard keys) {
        this.keys = keys;
    }

    /** Hears of keys, on a thread of the keyboard's own. */
    public interface Listener {
        /** A key went down or up; one that is held is told once. */
        void key(PhysicalKey key, boolean down);

        /** The keyboard can be read no more. */
        void lost();
    }

    /**
     * Opens it.
     *
     * @param environment of this program, which names the display
     * @return empty where the window system tells of no physical keys: the caller has to do with what its toolkit tells
     */
    public static Optional<HostKeyboard> open(Map<String, String> environment, Listener listener) {
        String display = environment.getOrDefault(DISPLAY, "");
        if (display.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new HostKeyboard(RawKeyboard.open(display, new RawKeyboard.Listener() {
                @Override
                public void key(int code, boolean down) {
                    PhysicalKey.ofEvdev(code).ifPresent(key -> listener.key(key, down));
                }

                @Override
                public void lost() {
                    listener.lost();
                }
            })));
        } catch (NativeException | UnsupportedOperationException e) {
            LOG.info("No physical keys from {}", display, e);
            return Optional.empty();
        }
    }

    /** Begins to listen, or ends it: after the call that ends it no key is told, though one may just be being told. */
    public void listen(boolean wanted) {
        keys.listen(wanted);
    }

    @Override
    public void close() {
        keys.close();
    }
}
