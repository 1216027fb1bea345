package dev.hamlet.nativebridge.linux;

import com.sun.jna.NativeLong;
import dev.hamlet.nativebridge.NativeException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicBoolean;

/** An open file of this process, closed once. */
public final class Descriptor implements AutoCloseable {
    private final int number;
    private final AtomicBoolean closed = new AtomicBoolean();

    public Descriptor(int number) {
        this.number = number;
    }

    /** Opens a file, not to be inherited; with mode 0600 where that makes it. */
    public static Descriptor open(Path file, int flags) throws NativeException {
        int number = LibC.INSTANCE.open(CText.of(file), flags | Flags.O_CLOEXEC, 0600);
        if (number == -1) {
            int errno = Errno.last();
            throw Errno.failure("open(" + file + ")", errno);
        }
        return new Descriptor(number);
    }

    public int number() {
        return number;
    }

    /** Writes all the bytes. */
    void write(byte[] bytes, int offset, int length) throws NativeException {
        int at = offset;
        while (at < offset + length) {
            byte[] rest = at == 0 && length == bytes.length ? bytes : Arrays.copyOfRange(bytes, at, offset + length);
            int wrote = LibC.INSTANCE
                    .write(number, rest, new NativeLong(rest.length))
                    .intValue();
            if (wrote >= 0) {
                at += wrote;
            } else if (Errno.last() != Flags.EINTR) {
                throw Errno.failure("write", Errno.last());
            }
        }
    }

    @Override
    public void close() {
        close(() -> {});
    }

    /** Closes the file after a last deed, both once. */
    void close(Runnable before) {
        if (closed.compareAndSet(false, true)) {
            before.run();
            int _ = LibC.INSTANCE.close(number);
        }
    }
}
