package dev.hamlet.nativebridge.linux;

import dev.hamlet.nativebridge.NativeException;
import dev.hamlet.nativebridge.Users.User;
import java.io.IOException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import jdk.net.ExtendedSocketOptions;

/** Unix sockets reached through an open directory. */
public final class LinuxUnixSockets {
    private LinuxUnixSockets() {}

    /** See {@link dev.hamlet.nativebridge.UnixSockets#connect}. */
    public static SocketChannel connect(Path directory, String name) throws IOException {
        try (Descriptor folder = Descriptor.open(directory, Flags.O_PATH | Flags.O_DIRECTORY)) {
            UnixDomainSocketAddress address = address(folder, name);
            SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
            boolean connected = false;
            try {
                // In blocking mode it would wait without end for a listener that accepts nobody (unix(7)).
                channel.configureBlocking(false);
                connected = channel.connect(address);
                if (!connected) {
                    throw full(name);
                }
                channel.configureBlocking(true);
                return channel;
            } catch (SocketException e) {
                // The JDK keeps no error number, only the C library's words for it.
                throw Errno.systemWords(Flags.EAGAIN).equals(e.getMessage()) ? full(name) : e;
            } finally {
                if (!connected) {
                    channel.close();
                }
            }
        }
    }

    private static NativeException full(String name) {
        return Errno.failure("connect(" + name + ")", Flags.EAGAIN);
    }

    /** See {@link dev.hamlet.nativebridge.UnixSockets#listen}. */
    public static ServerSocketChannel listen(Path directory, String name) throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try (Descriptor folder = Descriptor.open(directory, Flags.O_PATH | Flags.O_DIRECTORY)) {
            UnixDomainSocketAddress address = address(folder, name);
            channel.bind(address);
            Files.setPosixFilePermissions(address.getPath(), PosixFilePermissions.fromString("rw-------"));
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    /** See {@link dev.hamlet.nativebridge.UnixSockets#peerUserId}. */
    public static long peerUserId(SocketChannel channel) throws IOException {
        // The JDK gives the name, or the number as text where the user has no entry.
        String user =
                channel.getOption(ExtendedSocketOptions.SO_PEERCRED).user().getName();
        if (user.chars().allMatch(Character::isDigit)) {
            return Long.parseLong(user);
        }
        return LinuxUsers.byName(user)
                .map(User::uid)
                .orElseThrow(() -> new IOException("The user at the other end is unknown: " + user));
    }

    private static UnixDomainSocketAddress address(Descriptor folder, String name) {
        boolean plain = name.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '/');
        if (name.isEmpty() || name.length() > 80 || !plain || name.equals(".") || name.equals("..")) {
            throw new IllegalArgumentException("Not a name for a socket: '" + name + "'");
        }
        return UnixDomainSocketAddress.of("/proc/self/fd/" + folder.number() + "/" + name);
    }
}
