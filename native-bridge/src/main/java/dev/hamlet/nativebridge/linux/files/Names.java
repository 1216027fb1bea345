package dev.hamlet.nativebridge.linux.files;

import dev.hamlet.nativebridge.NativeException;
import dev.hamlet.nativebridge.linux.Errno;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The names in a folder by getdents64(2), which tells their bytes where the JDK tells text. */
final class Names {
    private static final int BUFFER = 1 << 15;
    private static final int FLAGS =
            FileCalls.O_RDONLY | FileCalls.O_DIRECTORY | FileCalls.O_NOFOLLOW | FileCalls.O_CLOEXEC;

    private Names() {}

    /** All names in an open folder, which may be open as a mere place. */
    static List<byte[]> in(int folder) throws NativeException {
        try (Handle readable = open(folder, new byte[] {'.', 0})) {
            return of(readable);
        }
    }

    /** Opens a folder for {@link #of}, not by way of a link. */
    static Handle open(int folder, byte[] name) throws NativeException {
        return Handle.taken(FileCalls.openat(folder, name, FLAGS, 0), "openat(folder)");
    }

    static List<byte[]> of(Handle folder) throws NativeException {
        List<byte[]> names = new ArrayList<>();
        byte[] buffer = new byte[BUFFER];
        for (long got = read(folder, buffer); got > 0; got = read(folder, buffer)) {
            ByteBuffer entries = ByteBuffer.wrap(buffer).order(ByteOrder.nativeOrder());
            for (int at = 0; at < got; at += Short.toUnsignedInt(entries.getShort(at + 16))) {
                int begin = at + 19;
                int end = begin;
                while (buffer[end] != 0) {
                    end++;
                }
                byte[] name = Arrays.copyOfRange(buffer, begin, end);
                if (!isDots(name)) {
                    names.add(name);
                }
            }
        }
        return names;
    }

    private static long read(Handle folder, byte[] buffer) throws NativeException {
        long got = FileCalls.getdents64(folder.number(), buffer, buffer.length);
        if (got < 0) {
            throw Errno.failure("getdents64", Errno.last());
        }
        return got;
    }

    private static boolean isDots(byte[] name) {
        return name[0] == '.' && (name.length == 1 || (name.length == 2 && name[1] == '.'));
    }
}
