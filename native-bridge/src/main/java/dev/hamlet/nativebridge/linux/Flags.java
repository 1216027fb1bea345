package dev.hamlet.nativebridge.linux;

/** Constants of the C headers, named as there. */
final class Flags {
    private static final boolean ARM = System.getProperty("os.arch", "").equals("aarch64");

    static final int O_RDONLY = 0;
    static final int O_WRONLY = 1;
    static final int O_RDWR = 2;
    static final int O_CREAT = 0x40;
    static final int O_NOCTTY = 0x100;
    static final int O_APPEND = 0x400;
    static final int O_CLOEXEC = 0x80000;
    static final int O_PATH = 0x200000;
    /** One of the few that differ between machines. */
    static final int O_DIRECTORY = ARM ? 0x4000 : 0x10000;

    static final int AT_FDCWD = -100;
    static final int STATX_BLOCKS = 0x400;

    static final int AF_UNIX = 1;
    static final int SOCK_STREAM = 1;
    static final int SOCK_SEQPACKET = 5;
    static final int SHUT_WR = 1;
    static final int SHUT_RDWR = 2;
    static final int MSG_NOSIGNAL = 0x4000;

    static final int F_GETFD = 1;
    static final int F_SETFD = 2;
    static final int FD_CLOEXEC = 1;
    static final int F_OFD_GETLK = 36;
    static final int F_OFD_SETLK = 37;
    static final int F_DUPFD_CLOEXEC = 1030;
    static final short F_WRLCK = 1;
    static final short F_UNLCK = 2;

    static final short POLLIN = 1;
    static final int EFD_CLOEXEC = O_CLOEXEC;
    static final int EFD_NONBLOCK = 0x800;

    static final short POSIX_SPAWN_SETSIGDEF = 0x04;
    static final short POSIX_SPAWN_SETSIGMASK = 0x08;
    static final short POSIX_SPAWN_SETSID = 0x80;

    static final int WNOHANG = 1;
    static final int TCSADRAIN = 1;
    static final int TIOCGWINSZ = 0x5413;

    /** The same numbers on every machine that Java 25 runs on. */
    static final int SYS_PIDFD_SEND_SIGNAL = 424;

    static final int SYS_PIDFD_OPEN = 434;

    static final int EPERM = 1;
    static final int ENOENT = 2;
    static final int ESRCH = 3;
    static final int EINTR = 4;
    static final int EIO = 5;
    static final int ENXIO = 6;
    static final int ECHILD = 10;
    static final int EAGAIN = 11;
    static final int EACCES = 13;
    static final int ENODEV = 19;
    static final int EINVAL = 22;
    static final int ENOTTY = 25;
    static final int EPIPE = 32;
    static final int ERANGE = 34;
    static final int ENOSYS = 38;
    static final int ECONNRESET = 104;

    private Flags() {}
}
