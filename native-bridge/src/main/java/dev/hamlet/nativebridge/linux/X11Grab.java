package dev.hamlet.nativebridge.linux;

import dev.hamlet.nativebridge.NativeException;
import java.nio.ByteBuffer;

/**
 * An active grab of the keyboard (X protocol: GrabKeyboard), which ends with the focus of the window that has it: the
 * server itself would leave it to who grabbed. Used by the one thread of its connection.
 */
final class X11Grab {
    private static final int CREATE_WINDOW = 1;
    private static final int CHANGE_WINDOW_ATTRIBUTES = 2;
    private static final int MAP_WINDOW = 8;
    private static final int GRAB_KEYBOARD = 31;
    private static final int UNGRAB_KEYBOARD = 32;
    private static final int GET_INPUT_FOCUS = 43;

    private static final int INPUT_ONLY = 2;
    private static final int OVERRIDE_REDIRECT = 1 << 9;
    private static final int EVENT_MASK = 1 << 11;
    private static final int FOCUS_CHANGE = 1 << 21;
    private static final int ASYNCHRONOUS = 1;

    private static final int FOCUS_OUT = 10;

    /** Modes of a change of focus that a grab itself makes. */
    private static final int NOTIFY_GRAB = 1;

    private static final int NOTIFY_UNGRAB = 2;

    /** What GetInputFocus answers where no window has the focus: none, or whichever has the pointer. */
    private static final int LAST_THAT_IS_NO_WINDOW = 1;

    private final XConnection connection;
    private final int root;

    /** What grabs; 0 before the first time. The server keeps raw events from a client that grabs by the root window. */
    private int window;

    /** The window that had the focus when the keyboard was asked for. */
    private int expected;

    private int watched;
    private boolean held;

    X11Grab(XConnection connection, int root) {
        this.connection = connection;
        this.root = root;
    }

    boolean isHeld() {
        return held;
    }

    /** Keys are wanted of the window that has the focus now, and of no other. */
    void expect() throws NativeException {
        expected = focus();
    }

    /** Tries to take the keyboard, while the expected window has it; another program may have it for a moment. */
    boolean take() {
        try {
            makeWindow();
            int focused = focus();
            if (focused != expected) {
                return false;
            }
            watch(focused);
            ByteBuffer wanted = XConnection.request(16)
                    .putInt(4, window)
                    .put(12, (byte) ASYNCHRONOUS)
                    .put(13, (byte) ASYNCHRONOUS);
            held = connection.ask(null, GRAB_KEYBOARD, wanted).get(1) == 0;
            if (held && focus() != watched) {
                // It went elsewhere before it could be watched.
                release();
            }
        } catch (NativeException e) {
            // The window that had the focus has just gone.
            held = false;
        }
        return held;
    }

    /** One that nobody sees, and no window manager looks after: it lies beside the screen and shows nothing. */
    private void makeWindow() throws NativeException {
        if (window == 0) {
            int made = connection.firstId();
            connection.tell(
                    null,
                    CREATE_WINDOW,
                    XConnection.request(36)
                            .putInt(4, made)
                            .putInt(8, root)
                            .putShort(12, (short) -1)
                            .putShort(14, (short) -1)
                            .putShort(16, (short) 1)
                            .putShort(18, (short) 1)
                            .putShort(22, (short) INPUT_ONLY)
                            .putInt(28, OVERRIDE_REDIRECT)
                            .putInt(32, 1));
            connection.tell(null, MAP_WINDOW, XConnection.request(8).putInt(4, made));
            window = made;
        }
    }

    private int focus() throws NativeException {
        return connection.ask(null, GET_INPUT_FOCUS, XConnection.request(4)).getInt(8);
    }

    private void watch(int focused) throws NativeException {
        if (focused > LAST_THAT_IS_NO_WINDOW) {
            select(focused, FOCUS_CHANGE);
        }
        watched = focused;
    }

    private void select(int of, int events) throws NativeException {
        connection.tell(
                null,
                CHANGE_WINDOW_ATTRIBUTES,
                XConnection.request(16).putInt(4, of).putInt(8, EVENT_MASK).putInt(12, events));
    }

    /** Whether this event says that the focus went to another window while the keyboard was held. */
    boolean isLostBy(ByteBuffer event) {
        int mode = event.get(8);
        return held
                && (event.get(0) & 0x7f) == FOCUS_OUT
                && event.getInt(4) == watched
                && mode != NOTIFY_GRAB
                && mode != NOTIFY_UNGRAB;
    }

    void release() throws NativeException {
        held = false;
        connection.tell(null, UNGRAB_KEYBOARD, XConnection.request(8));
        if (watched > LAST_THAT_IS_NO_WINDOW) {
            try {
                select(watched, 0);
            } catch (NativeException e) {
                // The window is gone, and with it what was asked of it.
            }
        }
    }
}
