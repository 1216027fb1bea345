package dev.hamlet.nativebridge.linux.files;

import dev.hamlet.nativebridge.NativeException;
import dev.hamlet.nativebridge.linux.Errno;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;

/** A descriptor of this process, closed once. */
final class Handle implements AutoCloseable {
    private final int number;
    private final AtomicBoolean closed = new AtomicBoolean();

    Handle(int number) {
        this.number = number;
    }

    /** Takes what an open answered. */
    static Handle taken(long answer, String call) throws NativeException {
        if (answer < 0) {
            throw Errno.failure(call, Errno.last());
        }
        return new Handle((int) answer);
    }

    int number() {
        return number;
    }

    /**
     * A path by which functions that take no descriptor reach the file, even where it is open as a mere place
     * ({@code O_PATH}); a link that is open so is not followed further.
     */
    byte[] path() {
        return zeroEnded(("/proc/self/fd/" + number).getBytes(StandardCharsets.US_ASCII));
    }

    /** A path or a target for the system. */
    static byte[] zeroEnded(byte[] bytes) {
        for (byte one : bytes) {
            if (one == 0) {
                throw new IllegalArgumentException("a zero inside a name for the system");
            }
        }
        return Arrays.copyOf(bytes, bytes.length + 1);
    }

    /** A name in a folder, for the system. */
    static byte[] name(byte[] bytes) {
        boolean dots = bytes.length <= 2;
        for (byte one : bytes) {
            if (one == '/') {
                throw new IllegalArgumentException("a path instead of a name: " + shown(bytes));
            }
            dots &= one == '.';
        }
        if (dots) {
            throw new IllegalArgumentException("not the name of a file: '" + shown(bytes) + "'");
        }
        return zeroEnded(bytes);
    }

    static String shown(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            int _ = FileCalls.close(number);
        }
    }
}
