package dev.hamlet.nativebridge.linux.files;

import dev.hamlet.nativebridge.FileState;
import dev.hamlet.nativebridge.FileState.Kind;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** From {@code struct statx} of linux/stat.h, the same on every machine, to a state. */
final class States {
    static final int SIZE = 256;

    /** Basic facts, as stat(2) has them. */
    static final int MASK = 0x7ff;

    private static final long ATTRIBUTE_MOUNT_ROOT = 0x2000;

    private States() {}

    static FileState read(byte[] statx) {
        ByteBuffer state = ByteBuffer.wrap(statx).order(ByteOrder.nativeOrder());
        int mode = Short.toUnsignedInt(state.getShort(28));
        return new FileState(
                kind(mode),
                mode & 07777,
                Integer.toUnsignedLong(state.getInt(20)),
                Integer.toUnsignedLong(state.getInt(24)),
                state.getLong(40),
                state.getLong(48) * 512,
                Integer.toUnsignedLong(state.getInt(16)),
                ((long) state.getInt(136) << 32) | Integer.toUnsignedLong(state.getInt(140)),
                state.getLong(32),
                state.getLong(112),
                state.getInt(120),
                state.getInt(128),
                state.getInt(132),
                (state.getLong(8) & ATTRIBUTE_MOUNT_ROOT) != 0);
    }

    private static Kind kind(int mode) {
        return switch (mode & FileCalls.S_IFMT) {
            case FileCalls.S_IFDIR -> Kind.FOLDER;
            case FileCalls.S_IFLNK -> Kind.LINK;
            case FileCalls.S_IFCHR -> Kind.CHARACTER_DEVICE;
            case FileCalls.S_IFBLK -> Kind.BLOCK_DEVICE;
            case FileCalls.S_IFIFO -> Kind.PIPE;
            case FileCalls.S_IFREG -> Kind.FILE;
            default -> Kind.SOCKET;
        };
    }

    /** What the system calls a kind that is no file, folder or link. */
    static int mode(Kind kind) {
        return switch (kind) {
            case CHARACTER_DEVICE -> FileCalls.S_IFCHR;
            case BLOCK_DEVICE -> FileCalls.S_IFBLK;
            case PIPE -> FileCalls.S_IFIFO;
            default -> throw new IllegalArgumentException("nothing special: " + kind);
        };
    }

    /** {@code makedev} of the C library (the kernel's 32 bits of a device number and glibc's 64). */
    static long device(int major, int minor) {
        long big = Integer.toUnsignedLong(major);
        long small = Integer.toUnsignedLong(minor);
        return ((big & 0xfffff000L) << 32) | ((big & 0xfffL) << 8) | ((small & 0xffffff00L) << 12) | (small & 0xffL);
    }
}
