package dev.hamlet.nativebridge.linux.network;

import dev.hamlet.nativebridge.linux.ProgramLibrary;

/** Functions of the C library for sockets and namespaces. {@code long} is the size of C's on every machine served. */
final class NetworkCalls {
    static final int AF_INET = 2;
    static final int AF_NETLINK = 16;
    static final int SOCK_STREAM = 1;
    static final int SOCK_DGRAM = 2;
    static final int SOCK_RAW = 3;
    static final int SOCK_CLOEXEC = 0x80000;
    static final int SOL_SOCKET = 1;
    static final int SO_REUSEADDR = 2;
    static final int CLONE_NEWNET = 0x40000000;
    static final int O_RDONLY = 0;

    static final int ENOENT = 2;
    static final int EINTR = 4;
    static final int EEXIST = 17;
    static final int ENODEV = 19;

    static {
        ProgramLibrary.bind(NetworkCalls.class);
    }

    private NetworkCalls() {}

    static native int socket(int domain, int type, int protocol);

    static native int bind(int socket, byte[] address, int length);

    static native int listen(int socket, int waiting);

    static native int getsockname(int socket, byte[] address, int[] length);

    static native int setsockopt(int socket, int level, int option, int[] value, int length);

    static native long send(int socket, byte[] message, long length, int flags);

    static native long recv(int socket, byte[] buffer, long length, int flags);

    static native int setns(int namespace, int kind);
}
