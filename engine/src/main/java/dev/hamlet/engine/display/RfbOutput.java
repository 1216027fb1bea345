package dev.hamlet.engine.display;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.Arrays;

/**
 * What waits to be sent, in order. Whoever adds to it never waits for the socket: one thread, {@link #run}, writes what
 * has gathered. Of motions that follow each other and of requests for an update only the last is kept while they wait;
 * everything else is sent as it came. A server that takes nothing until the bound is reached ends the session, since a key
 * must not be lost unseen. Safe for use by many threads.
 */
final class RfbOutput {
    /** More than anybody types or pastes before a server that lives has read some of it, in bytes. */
    static final int MOST = 4 << 20;

    private static final int USUAL = 1 << 12;
    private static final int NOWHERE = -1;

    private final Object lock = new Object();
    private byte[] waiting = new byte[USUAL];
    private byte[] writing = new byte[USUAL];
    private int length;
    private boolean closed;
    private boolean stuck;

    /** Where in {@link #waiting} the last message is, if that is a motion that another may take the place of. */
    private int motionAt = NOWHERE;

    private boolean motionIsRelative;
    private int lastButtons;
    private int updateAt = NOWHERE;

    /** Writes until it is closed or the channel fails. For one thread. */
    void run(WritableByteChannel channel) throws IOException, InterruptedException {
        try (Arena memory = Arena.ofConfined()) {
            ByteBuffer wire = memory.allocate(1 << 14).asByteBuffer();
            int count = take();
            while (count >= 0) {
                for (int at = 0; at < count; ) {
                    int now = Math.min(count - at, wire.capacity());
                    wire.clear().put(writing, at, now).flip();
                    while (wire.hasRemaining()) {
                        int _ = channel.write(wire);
                    }
                    at += now;
                }
                count = take();
            }
        }
    }

    private int take() throws InterruptedException {
        synchronized (lock) {
            while (length == 0 && !closed) {
                lock.wait();
            }
            if (closed) {
                return -1;
            }
            byte[] full = waiting;
            // What a large paste took is given back.
            waiting = writing.length > USUAL * 16 ? new byte[USUAL] : writing;
            writing = full;
            int count = length;
            length = 0;
            motionAt = NOWHERE;
            updateAt = NOWHERE;
            return count;
        }
    }

    void close() {
        synchronized (lock) {
            closed = true;
            lock.notifyAll();
        }
    }

    /** Whether the server has taken nothing for so long that the bound was reached. */
    boolean isStuck() {
        synchronized (lock) {
            return stuck;
        }
    }

    /** Makes room at the end; false if there is none, or nobody to send it. Under the lock. */
    private boolean begin(int count) {
        if (closed || stuck) {
            return false;
        }
        if (length + count > MOST) {
            stuck = true;
            return false;
        }
        if (length + count > waiting.length) {
            waiting = Arrays.copyOf(waiting, Math.max(length + count, 2 * waiting.length));
        }
        motionAt = NOWHERE;
        lock.notifyAll();
        return true;
    }

    private void u8(int value) {
        waiting[length++] = (byte) value;
    }

    private void u16(int value) {
        u8(value >> 8);
        u8(value);
    }

    private void s32(int value) {
        u16(value >> 16);
        u16(value);
    }

    private void set16(int at, int value) {
        waiting[at] = (byte) (value >> 8);
        waiting[at + 1] = (byte) value;
    }

    private int get16(int at) {
        return ((waiting[at] & 0xff) << 8) | (waiting[at + 1] & 0xff);
    }

    /** Bytes of the handshake. */
    void bytes(byte... bytes) {
        synchronized (lock) {
            if (begin(bytes.length)) {
                append(bytes);
            }
        }
    }

    private void append(byte[] bytes) {
        System.arraycopy(bytes, 0, waiting, length, bytes.length);
        length += bytes.length;
    }

    /** SetPixelFormat (RFC 6143, 7.5.1): 32 bits, little-endian, so that an int read so is {@code 0x00RRGGBB}. */
    void pixelFormat() {
        synchronized (lock) {
            if (begin(20)) {
                s32(0);
                u8(32);
                u8(24);
                u8(0);
                u8(1);
                u16(255);
                u16(255);
                u16(255);
                u8(16);
                u8(8);
                u8(0);
                u16(0);
                u8(0);
            }
        }
    }

    /** SetEncodings (RFC 6143, 7.5.2), the dearest first. */
    void encodings(int[] numbers) {
        synchronized (lock) {
            if (begin(4 + 4 * numbers.length)) {
                u16(2 << 8);
                u16(numbers.length);
                for (int number : numbers) {
                    s32(number);
                }
            }
        }
    }

    /**
     * FramebufferUpdateRequest (RFC 6143, 7.5.3) for the whole display.
     *
     * @param incremental only what has changed
     */
    void update(boolean incremental, int width, int height) {
        synchronized (lock) {
            if (updateAt != NOWHERE) {
                // One that waits already serves for both; the one that asks for more stays.
                waiting[updateAt + 1] &= (byte) (incremental ? 1 : 0);
                set16(updateAt + 6, width);
                set16(updateAt + 8, height);
                return;
            }
            int at = length;
            if (begin(10)) {
                updateAt = at;
                u8(3);
                u8(incremental ? 1 : 0);
                s32(0);
                u16(width);
                u16(height);
            }
        }
    }

    /** KeyEvent (RFC 6143, 7.5.4). */
    void key(boolean down, int keysym) {
        synchronized (lock) {
            if (begin(8)) {
                u8(4);
                u8(down ? 1 : 0);
                u16(0);
                s32(keysym);
            }
        }
    }

    /** QEMU Extended Key Event Message (rfbproto). */
    void key(boolean down, int keysym, int scancode) {
        synchronized (lock) {
            if (begin(12)) {
                u16(255 << 8);
                u16(down ? 1 : 0);
                s32(keysym);
                s32(scancode);
            }
        }
    }

    /**
     * PointerEvent (RFC 6143, 7.5.5). One whose buttons are as they were is a motion.
     *
     * @param relative x and y are then how far it moved
     */
    void pointer(boolean relative, int x, int y, int buttons) {
        synchronized (lock) {
            boolean motion = buttons == lastButtons;
            lastButtons = buttons;
            if (motion && motionAt != NOWHERE && motionIsRelative == relative && merge(relative, x, y)) {
                return;
            }
            int at = length;
            if (begin(6)) {
                u8(5);
                u8(buttons);
                u16(wire(relative, x));
                u16(wire(relative, y));
                motionAt = motion ? at : NOWHERE;
                motionIsRelative = relative;
            }
        }
    }

    private boolean merge(boolean relative, int x, int y) {
        int fromX = relative ? get16(motionAt + 2) - ZERO : 0;
        int fromY = relative ? get16(motionAt + 4) - ZERO : 0;
        if (relative && (Math.abs(fromX + x) > ZERO || Math.abs(fromY + y) > ZERO)) {
            return false;
        }
        set16(motionAt + 2, wire(relative, fromX + x));
        set16(motionAt + 4, wire(relative, fromY + y));
        return true;
    }

    /** How no motion at all is sent (rfbproto, "QEMU Pointer Motion Change Pseudo-encoding"). */
    private static final int ZERO = 0x7fff;

    private static int wire(boolean relative, int value) {
        return relative ? ZERO + Math.clamp(value, -ZERO, ZERO) : Math.clamp(value, 0, 0xffff);
    }

    /** SetDesktopSize (rfbproto) with one screen. */
    void size(int width, int height, int screen, int flags) {
        synchronized (lock) {
            if (begin(24)) {
                u16(251 << 8);
                u16(width);
                u16(height);
                u16(1 << 8);
                s32(screen);
                s32(0);
                u16(width);
                u16(height);
                s32(flags);
            }
        }
    }

    /** ClientCutText (RFC 6143, 7.5.6), its text in Latin-1. */
    void cutText(byte[] text) {
        synchronized (lock) {
            if (begin(8 + text.length)) {
                s32(6 << 24);
                s32(text.length);
                append(text);
            }
        }
    }

    /** ClientCutText in its extended form (rfbproto, "Extended Clipboard Pseudo-Encoding"). */
    void extendedCutText(int flags, byte[] data) {
        synchronized (lock) {
            if (begin(12 + data.length)) {
                s32(6 << 24);
                s32(-4 - data.length);
                s32(flags);
                append(data);
            }
        }
    }
}
