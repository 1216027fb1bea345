package dev.hamlet.nativebridge;

import dev.hamlet.nativebridge.linux.LinuxUnixSockets;
import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/**
 * Unix sockets in a folder of any depth. The kernel takes paths of 107 bytes at most (unix(7)); here the folder goes
 * before it as an open directory, {@code /proc/self/fd/N/name}, so only the name counts.
 */
public final class UnixSockets {
    /** The error number of a connection that was refused because too many wait to be accepted: EAGAIN. */
    public static final int FULL = 11;

    private UnixSockets() {}

    /**
     * Connects to a socket, at once or not at all: where the listener accepts nobody and as many wait already as may, it
     * fails with {@link #FULL}.
     *
     * @param directory the folder that the socket is in
     * @param name the socket's file name, at most 80 characters of ASCII
     * @return a connected channel in blocking mode
     * @throws NativeException with {@link #FULL}; trying again later may help
     * @throws IOException if there is no such socket or nobody listens
     */
    public static SocketChannel connect(Path directory, String name) throws IOException {
        Host.requireLinux();
        return LinuxUnixSockets.connect(directory, name);
    }

    /**
     * Makes a socket with mode 0600 and listens on it. Closing the channel leaves the file.
     *
     * @throws IOException if the file exists already, or cannot be made
     */
    public static ServerSocketChannel listen(Path directory, String name) throws IOException {
        Host.requireLinux();
        return LinuxUnixSockets.listen(directory, name);
    }

    /**
     * The numeric user at the other end of a connected Unix socket, as the kernel noted it at the connection
     * (SO_PEERCRED, unix(7)).
     */
    public static long peerUserId(SocketChannel channel) throws IOException {
        Host.requireLinux();
        return LinuxUnixSockets.peerUserId(channel);
    }
}
