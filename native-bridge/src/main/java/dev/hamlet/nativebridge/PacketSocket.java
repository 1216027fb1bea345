package dev.hamlet.nativebridge;

import dev.hamlet.nativebridge.linux.LinuxPacketSocket;
import java.nio.file.Path;

/**
 * A connected Unix socket that keeps packets apart (SOCK_SEQPACKET, unix(7)), which the JDK does not have: as conmon speaks
 * for whoever attaches to a container. One thread may receive while others send; whoever receives holds a carrier thread,
 * so do it on a platform thread. May be closed by any thread, any number of times.
 */
public interface PacketSocket extends AutoCloseable {
    /**
     * Connects to a socket in a folder of any depth, as {@link UnixSockets} does.
     *
     * @param name the socket's file name, at most 80 characters of ASCII
     * @throws NativeException such as ECONNREFUSED where nobody listens
     */
    static PacketSocket connect(Path directory, String name) throws NativeException {
        Host.requireLinux();
        return LinuxPacketSocket.connect(directory, name);
    }

    /**
     * Waits for the next packet.
     *
     * @param buffer takes it; what is longer is cut off
     * @return its length, -1 once the other side has ended or this one is closed
     */
    int receive(byte[] buffer) throws NativeException;

    /**
     * Sends bytes as one packet; waits while the other side takes none.
     *
     * @throws NativeException EPIPE where the other side has ended
     */
    void send(byte[] bytes, int offset, int length) throws NativeException;

    /** Says that nothing more will be sent; the other side's packets still come. */
    void endOutput();

    /** Closes it; whoever receives is woken. */
    @Override
    void close();
}
