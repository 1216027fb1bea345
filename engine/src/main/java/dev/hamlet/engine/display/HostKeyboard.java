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

        /** A key that is held repeats; told only while the keyboard is grabbed. */
        void repeats(PhysicalKey key);

        /** Whatever is pressed from now on is told, as was asked for; told a moment after each asking. */
        void listens();

        /** Keys come here before all other programs from now on; or that was refused, or is over by itself. */
        void grabbed(boolean now);

        /** The keyboard can be read no more. */
        void lost();
    }

    /** Whether there is a window system to ask for it; asks nobody. */
    public static boolean canBe(Map<String, String> environment) {
        return !environment.getOrDefault(DISPLAY, "").isEmpty();
    }

    /** Whether a toolkit tells of AltGr as of Control and the right Alt key, as on Windows; asks nobody. */
    public static boolean isAltGraphTwoKeys(Map<String, String> environment) {
        return environment.getOrDefault("OS", "").equals("Windows_NT");
    }

    /**
     * Opens it, and waits for the window system.
     *
     * @param environment of this program, which names the display
     * @return empty where the window system tells of no physical keys: the caller has to do with what its toolkit tells
     */
    public static Optional<HostKeyboard> open(Map<String, String> environment, Listener listener) {
        if (!canBe(environment)) {
            return Optional.empty();
        }
        String display = environment.getOrDefault(DISPLAY, "");
        try {
            return Optional.of(new HostKeyboard(RawKeyboard.open(display, new RawKeyboard.Listener() {
                @Override
                public void key(int code, boolean down) {
                    PhysicalKey.ofEvdev(code).ifPresent(key -> listener.key(key, down));
                }

                @Override
                public void repeats(int code) {
                    PhysicalKey.ofEvdev(code).ifPresent(listener::repeats);
                }

                @Override
                public void listens() {
                    listener.listens();
                }

                @Override
                public void grabbed(boolean now) {
                    listener.grabbed(now);
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

    /**
     * Begins to take every key before the window manager and the windows of all programs, this one's own among them, or
     * ends it. Over by itself, and told, when another window is given the keyboard.
     */
    public void grab(boolean wanted) {
        keys.grab(wanted);
    }

    @Override
    public void close() {
        keys.close();
    }
}
