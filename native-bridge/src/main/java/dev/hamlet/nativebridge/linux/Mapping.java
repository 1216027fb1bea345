package dev.hamlet.nativebridge.linux;

import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import dev.hamlet.nativebridge.NativeException;

/** A piece of mapped memory (mmap(2)), given back on close. */
record Mapping(Pointer address, long size) implements AutoCloseable {
    private static final int PROT_READ_WRITE = 3;
    private static final int MAP_SHARED = 0x01;
    private static final int MAP_PRIVATE_ANONYMOUS = 0x22;

    /** New pages full of zeros. */
    static Mapping anonymous(long size) throws NativeException {
        return map(size, MAP_PRIVATE_ANONYMOUS, -1);
    }

    /** The first bytes of an open file, shared with it. */
    static Mapping shared(Descriptor file, long size) throws NativeException {
        return map(size, MAP_SHARED, file.number());
    }

    private static Mapping map(long size, int flags, int file) throws NativeException {
        Pointer address =
                LibC.INSTANCE.mmap(Pointer.NULL, new NativeLong(size), PROT_READ_WRITE, flags, file, new NativeLong(0));
        if (Pointer.nativeValue(address) == -1) {
            throw Errno.failure("mmap", Errno.last());
        }
        return new Mapping(address, size);
    }

    @Override
    public void close() {
        int _ = LibC.INSTANCE.munmap(address, new NativeLong(size));
    }
}
