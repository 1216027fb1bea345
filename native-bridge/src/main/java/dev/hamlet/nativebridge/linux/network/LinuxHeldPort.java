package dev.hamlet.nativebridge.linux.network;

import dev.hamlet.nativebridge.HeldPort;
import dev.hamlet.nativebridge.NativeException;
import dev.hamlet.nativebridge.linux.Descriptor;
import dev.hamlet.nativebridge.linux.Errno;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A bound socket (ip(7)). */
public final class LinuxHeldPort implements HeldPort {
    private static final int ADDRESS_LENGTH = 16;

    private final Descriptor socket;
    private final int port;

    private LinuxHeldPort(Descriptor socket, int port) {
        this.socket = socket;
        this.port = port;
    }

    /** See {@link HeldPort#take}. */
    public static HeldPort take(int address, int port, boolean stream) throws NativeException {
        int kind = stream ? NetworkCalls.SOCK_STREAM : NetworkCalls.SOCK_DGRAM;
        Descriptor socket = new Descriptor(Errno.check(
                NetworkCalls.socket(NetworkCalls.AF_INET, kind | NetworkCalls.SOCK_CLOEXEC, 0), "socket(AF_INET)"));
        boolean done = false;
        try {
            if (stream) {
                // Connections that are still closing do not hold the port; one that listens does.
                int[] yes = {1};
                Errno.check(
                        NetworkCalls.setsockopt(
                                socket.number(), NetworkCalls.SOL_SOCKET, NetworkCalls.SO_REUSEADDR, yes, 4),
                        "setsockopt(SO_REUSEADDR)");
            }
            byte[] name = ByteBuffer.allocate(ADDRESS_LENGTH)
                    .order(ByteOrder.nativeOrder())
                    .putShort((short) NetworkCalls.AF_INET)
                    .order(ByteOrder.BIG_ENDIAN)
                    .putShort((short) port)
                    .putInt(address)
                    .array();
            Errno.check(NetworkCalls.bind(socket.number(), name, name.length), "bind(" + port + ")");
            if (stream) {
                Errno.check(NetworkCalls.listen(socket.number(), 1), "listen(" + port + ")");
            }
            int[] length = {ADDRESS_LENGTH};
            Errno.check(NetworkCalls.getsockname(socket.number(), name, length), "getsockname");
            LinuxHeldPort held = new LinuxHeldPort(socket, ByteBuffer.wrap(name).getShort(2) & 0xffff);
            done = true;
            return held;
        } finally {
            if (!done) {
                socket.close();
            }
        }
    }

    @Override
    public int number() {
        return socket.number();
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public void close() {
        socket.close();
    }
}
