package dev.hamlet.nativebridge;

import dev.hamlet.nativebridge.linux.X11Keyboard;

/**
 * The keys of this computer's keyboard as the hardware names them, whatever the layout makes of them: for a console, which
 * hands them on to a guest with a layout of its own. Toolkits such as JavaFX tell characters and drop the key.
 *
 * <p>Keys are read on a connection of its own to the window system, and only while somebody listens: the window system is
 * asked for none at other times, and what was typed before is dropped. Nothing of them is ever logged. May be used by many
 * threads; no call waits for the window system but {@link #open}.
 */
public interface RawKeyboard extends AutoCloseable {
    /** Hears of keys, on a thread of the keyboard's own, one at a time; it should be quick. */
    interface Listener {
        /**
         * A key went down or up. One that is held is told once.
         *
         * @param code its number in {@code linux/input-event-codes.h}, such as 30 for the key right of Caps Lock
         * @param down whether it went down
         */
        void key(int code, boolean down);

        /**
         * A key that is held repeats. Told only while the keyboard is grabbed, as toolkits are told nothing then.
         *
         * @param code its number, as above
         */
        void repeats(int code);

        /** Whatever is pressed from now on is told: what {@link #listen} asked for has come into force. */
        void listens();

        /** The keyboard is grabbed from now on, or {@link #grab} was refused or is over by itself. */
        void grabbed(boolean now);

        /** The window system is gone or refuses; no key comes any more. Told once, and not after a close. */
        void lost();
    }

    /**
     * Connects to the X server, which an XWayland is too. Nothing is read until {@link #listen} asks for it.
     *
     * @param display its name as in {@code DISPLAY}
     * @throws NativeException if there is no such server, it has no XInput 2, or it numbers its keys otherwise than Linux
     * @throws UnsupportedOperationException on another system than Linux
     */
    static RawKeyboard open(String display, Listener listener) throws NativeException {
        Host.requireLinux();
        return X11Keyboard.open(display, listener);
    }

    /** Begins to listen, or ends it: after the call that ends it no key is told, though one may just be being told. */
    void listen(boolean wanted);

    /**
     * Begins to take every key before the window manager and all other programs, toolkits in this process among them, or
     * ends it. Only while it listens. Over by itself, and told, as soon as another window is given the keyboard's focus;
     * the window system ends it with this process. While it lasts, no other program can grab the keyboard, a locker of the
     * screen neither.
     */
    void grab(boolean wanted);

    /** Lets go of the window system. May be called many times. */
    @Override
    void close();
}
