package dev.hamlet.nativebridge.linux;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import dev.hamlet.nativebridge.NativeException;
import dev.hamlet.nativebridge.RawKeyboard;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The raw key events of XInput 2 ({@code XI2proto.txt} of xorgproto: XISelectEvents, XI_RawKeyPress, XI_RawKeyRelease).
 * One daemon thread owns the connection.
 */
public final class X11Keyboard implements RawKeyboard {
    private static final String RULES = "_XKB_RULES_NAMES";

    /** Servers of these rules number keys as the Linux kernel does, with 8 added. */
    private static final String LINUX_RULES = "evdev";

    private static final int LINUX_OFFSET = 8;

    private static final int SELECT_EVENTS = 46;
    private static final int QUERY_VERSION = 47;
    private static final int ALL_MASTER_DEVICES = 1;
    private static final int RAW_KEY_PRESS = 13;
    private static final int RAW_KEY_RELEASE = 14;
    private static final int GENERIC_EVENT = 35;
    private static final int REPEATED = 1 << 16;
    private static final int POLLFD_SIZE = 8;

    /** The events of the keyboard's grab, and how often it is tried again: a window manager's own lasts a moment. */
    private static final int KEY_PRESS = 2;

    private static final int GRAB_TRIES = 20;
    private static final int GRAB_PAUSE_MS = 50;

    private final XConnection connection;
    private final Memory extension;
    private final Listener listener;
    private final Descriptor wake;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final int root;
    private final int opcode;
    private final X11Grab grab;

    /** Raised by each call of {@link #listen}, so that what was typed between two is dropped. */
    private int turn;

    private boolean wanted;
    private boolean grabWanted;

    /** Raised by each call of {@link #grab}: no key that is on its way is dropped for it. */
    private int grabTurn;

    /** How often the grab is still to be tried. */
    private int tries;

    /** The key that has just gone down: what comes of it by the grab is no repeat. */
    private int fresh;

    private X11Keyboard(XConnection connection, Listener listener, Descriptor wake) throws NativeException {
        this.connection = connection;
        this.listener = listener;
        this.wake = wake;
        this.extension = extension("XInputExtension");
        this.root = connection.root();
        this.grab = new X11Grab(connection, root);
        this.opcode = connection
                .opcode(extension)
                .orElseThrow(() -> XConnection.failure("the server has no XInput extension"));
        int version = connection
                .ask(
                        extension,
                        QUERY_VERSION,
                        XConnection.request(8).putShort(4, (short) 2).putShort(6, (short) 1))
                .getShort(8);
        if (version < 2) {
            throw XConnection.failure("the server's XInput is older than 2");
        }
        String rules = connection.property(root, RULES);
        if (!rules.startsWith(LINUX_RULES + "\0")) {
            throw XConnection.failure("the server's keys are not numbered as Linux does");
        }
    }

    /** {@code xcb_extension_t}: a pointer to the name, and a number that libxcb gives it. */
    static Memory extension(String called) {
        byte[] name = (called + "\0").getBytes(StandardCharsets.US_ASCII);
        Memory memory = new Memory(2L * Native.POINTER_SIZE + name.length);
        memory.clear();
        memory.write(2L * Native.POINTER_SIZE, name, 0, name.length);
        memory.setPointer(0, memory.share(2L * Native.POINTER_SIZE));
        return memory;
    }

    /** See {@link RawKeyboard#open}. */
    public static RawKeyboard open(String display, Listener listener) throws NativeException {
        XConnection connection = XConnection.open(display);
        Descriptor wake = null;
        X11Keyboard keyboard = null;
        try {
            wake = new Descriptor(
                    Errno.check(LibC.INSTANCE.eventfd(0, Flags.EFD_CLOEXEC | Flags.EFD_NONBLOCK), "eventfd"));
            keyboard = new X11Keyboard(connection, listener, wake);
        } finally {
            if (keyboard == null) {
                connection.close();
                if (wake != null) {
                    wake.close();
                }
            }
        }
        Thread.ofPlatform().name("hamlet-keys").daemon().start(keyboard::run);
        return keyboard;
    }

    @Override
    public synchronized void listen(boolean now) {
        wanted = now;
        turn++;
        if (!closed.get()) {
            wakeUp();
        }
    }

    @Override
    public synchronized void grab(boolean now) {
        grabWanted = now;
        grabTurn++;
        if (!closed.get()) {
            wakeUp();
        }
    }

    /** While this is locked and {@link #wake} is open. */
    private void wakeUp() {
        byte[] one = {1, 0, 0, 0, 0, 0, 0, 0};
        // Fails only when the counter is full, and then the thread is awake anyway.
        NativeLong _ = LibC.INSTANCE.write(wake.number(), one, new NativeLong(one.length));
    }

    private void run() {
        int settled = 0;
        int grabSettled = 0;
        try {
            while (!closed.get()) {
                Wish now = wish();
                if (now.turn() != settled) {
                    select(now.listens());
                    if (grab.isHeld()) {
                        // Its end may be among what is thrown away now, and the next one is told anew.
                        grab.release();
                    }
                    // What is here was typed before.
                    while (connection.event().isPresent()) {}
                    settled = now.turn();
                    settleGrab(now.grabs());
                    if (now.listens()) {
                        listener.listens();
                    }
                }
                if (now.grabTurn() != grabSettled) {
                    grabSettled = now.grabTurn();
                    settleGrab(now.grabs());
                }
                tryGrab();
                for (Optional<ByteBuffer> event = connection.event(); event.isPresent(); event = connection.event()) {
                    tell(event.get(), settled);
                }
                if (connection.isBroken()) {
                    throw XConnection.failure("the server is gone");
                }
                await();
            }
        } catch (NativeException e) {
            // Told below, as the end by a listener that fails is.
        } finally {
            connection.close();
            boolean lost;
            synchronized (this) {
                lost = closed.compareAndSet(false, true);
                wake.close();
            }
            if (lost) {
                listener.lost();
            }
        }
    }

    /** Lets go of the keyboard, or begins to try for it. */
    private void settleGrab(boolean now) throws NativeException {
        if (!now && grab.isHeld()) {
            grab.release();
        }
        tries = now && !grab.isHeld() ? GRAB_TRIES : 0;
        if (tries > 0) {
            grab.expect();
        }
        fresh = 0;
    }

    private void tryGrab() {
        if (tries > 0) {
            tries--;
            if (grab.take()) {
                tries = 0;
                listener.grabbed(true);
            } else if (tries == 0) {
                endGrab();
            }
        }
    }

    /** It is refused, or over. */
    private void endGrab() {
        synchronized (this) {
            grabWanted = false;
        }
        listener.grabbed(false);
    }

    /**
     * What is wanted, read at once: a grab that was taken for a wish before the one that is settled would be taken, and told,
     * a second time for that one.
     */
    private record Wish(int turn, boolean listens, int grabTurn, boolean grabs) {}

    private synchronized Wish wish() {
        return new Wish(turn, wanted, grabTurn, wanted && grabWanted);
    }

    private void select(boolean keys) throws NativeException {
        ByteBuffer body = XConnection.request(20)
                .putInt(4, root)
                .putShort(8, (short) 1)
                .putShort(12, (short) ALL_MASTER_DEVICES)
                .putShort(14, (short) 1)
                .putInt(16, keys ? (1 << RAW_KEY_PRESS) | (1 << RAW_KEY_RELEASE) : 0);
        connection.tell(extension, SELECT_EVENTS, body);
    }

    private void tell(ByteBuffer event, int settled) throws NativeException {
        if (grab.isLostBy(event)) {
            grab.release();
            endGrab();
            return;
        }
        int kind = event.getShort(8);
        boolean key = (event.get(0) & 0x7f) == GENERIC_EVENT
                && Byte.toUnsignedInt(event.get(1)) == opcode
                && (kind == RAW_KEY_PRESS || kind == RAW_KEY_RELEASE)
                && (event.getInt(24) & REPEATED) == 0;
        boolean heard;
        synchronized (this) {
            heard = wanted && turn == settled;
        }
        if (key && heard) {
            boolean down = kind == RAW_KEY_PRESS;
            fresh = down ? event.getInt(16) : fresh;
            listener.key(event.getInt(16) - LINUX_OFFSET, down);
        } else if (heard && grab.isHeld() && (event.get(0) & 0x7f) == KEY_PRESS) {
            int code = Byte.toUnsignedInt(event.get(1));
            if (code == fresh) {
                fresh = 0;
            } else {
                listener.repeats(code - LINUX_OFFSET);
            }
        }
    }

    /** Until the server has sent something, or somebody has called. */
    private void await() {
        try (Memory polled = new Memory(2L * POLLFD_SIZE)) {
            polled.clear();
            polled.setInt(0, wake.number());
            polled.setShort(4, Flags.POLLIN);
            polled.setInt(POLLFD_SIZE, connection.descriptor());
            polled.setShort(POLLFD_SIZE + 4, Flags.POLLIN);
            int _ = LibC.INSTANCE.poll(polled, new NativeLong(2), tries > 0 ? GRAB_PAUSE_MS : -1);
            if (polled.getShort(6) != 0) {
                NativeLong _ = LibC.INSTANCE.read(wake.number(), new byte[8], new NativeLong(8));
            }
        }
    }

    @Override
    public synchronized void close() {
        wanted = false;
        turn++;
        if (closed.compareAndSet(false, true)) {
            wakeUp();
        }
    }
}
