package dev.hamlet.nativebridge.linux.files;

import dev.hamlet.nativebridge.linux.ProgramLibrary;
import org.jspecify.annotations.Nullable;

/**
 * Functions of the C library for files, bound directly since unpacking calls them for each file. {@code long} is the size
 * of C's {@code long} and {@code size_t} on every machine served. Paths are bytes with a closing zero.
 */
final class FileCalls {
    /** openat2(2) has no function of its own in the C library. The same number on every machine. */
    static final long SYS_OPENAT2 = 437;

    private static final boolean ARM = System.getProperty("os.arch", "").equals("aarch64");

    /** The C library has it as a function since glibc 2.33 only. */
    static final long SYS_MKNODAT = ARM ? 33 : 259;

    static final int O_RDONLY = 0;
    static final int O_WRONLY = 1;
    static final int O_CREAT = 0x40;
    static final int O_EXCL = 0x80;
    static final int O_NOCTTY = 0x100;
    static final int O_NONBLOCK = 0x800;
    static final int O_DIRECTORY = ARM ? 0x4000 : 0x10000;
    static final int O_NOFOLLOW = ARM ? 0x8000 : 0x20000;
    static final int O_CLOEXEC = 0x80000;
    static final int O_PATH = 0x200000;

    /** A file without a name; it comes with {@link #O_DIRECTORY}. */
    static final int O_TMPFILE = 0x400000 | O_DIRECTORY;

    static final long RESOLVE_NO_MAGICLINKS = 0x02;
    static final long RESOLVE_IN_ROOT = 0x10;

    static final int AT_FDCWD = -100;
    static final int AT_SYMLINK_NOFOLLOW = 0x100;
    static final int AT_REMOVEDIR = 0x200;
    static final int AT_SYMLINK_FOLLOW = 0x400;
    static final int AT_EMPTY_PATH = 0x1000;

    static final int S_IFMT = 0xf000;
    static final int S_IFIFO = 0x1000;
    static final int S_IFCHR = 0x2000;
    static final int S_IFDIR = 0x4000;
    static final int S_IFBLK = 0x6000;
    static final int S_IFREG = 0x8000;
    static final int S_IFLNK = 0xa000;

    static final int MS_RDONLY = 1;
    static final int MS_NOSUID = 2;
    static final int MS_NODEV = 4;
    static final int MS_NOEXEC = 8;
    static final int MS_REMOUNT = 0x20;
    static final int MS_BIND = 0x1000;
    static final int MS_REC = 0x4000;
    static final int MS_PRIVATE = 0x40000;
    static final int UMOUNT_DETACH = 2;
    static final int UMOUNT_NOFOLLOW = 8;

    static final int ENOENT = 2;
    static final int EINTR = 4;
    static final int EAGAIN = 11;
    static final int EEXIST = 17;
    static final int EISDIR = 21;
    static final int EINVAL = 22;
    static final int ELOOP = 40;
    static final int ENOTEMPTY = 39;
    static final int ENODATA = 61;
    static final int ERANGE = 34;
    static final int EOPNOTSUPP = 95;

    static {
        ProgramLibrary.bind(FileCalls.class);
    }

    private FileCalls() {}

    // openat2: how is flags, mode, resolve
    static native long syscall(long number, int folder, byte[] path, long[] how, long size);

    // mknodat
    static native long syscall(long number, int folder, byte[] name, int mode, long device);

    static native int open(byte[] path, int flags, int mode);

    static native int openat(int folder, byte[] name, int flags, int mode);

    static native int close(int descriptor);

    static native long read(int descriptor, byte[] buffer, long length);

    static native long pwrite(int descriptor, byte[] buffer, long length, long position);

    static native int ftruncate(int descriptor, long length);

    static native int fsync(int descriptor);

    static native int syncfs(int descriptor);

    /** Since glibc 2.30. */
    static native long getdents64(int descriptor, byte[] buffer, long length);

    static native int mkdirat(int folder, byte[] name, int mode);

    static native int symlinkat(byte[] target, int folder, byte[] name);

    static native int linkat(int fromFolder, byte[] from, int toFolder, byte[] to, int flags);

    static native int unlinkat(int folder, byte[] name, int flags);

    static native int renameat(int fromFolder, byte[] from, int toFolder, byte[] to);

    static native long readlinkat(int folder, byte[] name, byte[] buffer, long length);

    static native int fchownat(int folder, byte[] name, int uid, int gid, int flags);

    static native int fchmod(int descriptor, int mode);

    static native int chmod(byte[] path, int mode);

    static native int utimensat(int folder, byte @Nullable [] name, long[] times, int flags);

    static native int futimens(int descriptor, long[] times);

    /** Since glibc 2.28; {@code state} is 256 bytes long. */
    static native int statx(int folder, byte[] name, int flags, int mask, byte[] state);

    static native int setxattr(byte[] path, byte[] name, byte[] value, long size, int flags);

    static native int fsetxattr(int descriptor, byte[] name, byte[] value, long size, int flags);

    static native long getxattr(byte[] path, byte[] name, byte[] value, long size);

    static native long listxattr(byte[] path, byte[] list, long size);

    static native int mount(
            byte[] source, byte[] target, byte @Nullable [] type, long flags, byte @Nullable [] options);

    static native int unshare(int flags);

    static native int umount2(byte[] target, int flags);
}
