package dev.hamlet.nativebridge.linux;

import com.sun.jna.NativeLong;
import dev.hamlet.nativebridge.NativeException;
import dev.hamlet.nativebridge.PacketSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;

/** A socket of packets, reached through an open directory. */
public final class LinuxPacketSocket implements PacketSocket {
    /** Of {@code sun_path} in {@code struct sockaddr_un}, with the closing zero. */
    private static final int LONGEST_PATH = 108;

    private final Descriptor descriptor;
    /** How many calls use the descriptor now: a number is not to be given to another file under their feet. */
    private int users;

    private boolean closed;

    private LinuxPacketSocket(Descriptor descriptor) {
        this.descriptor = descriptor;
    }

    /** See {@link PacketSocket#connect}. */
    public static PacketSocket connect(Path directory, String name) throws NativeException {
        int number = LibC.INSTANCE.socket(Flags.AF_UNIX, Flags.SOCK_SEQPACKET | Flags.O_CLOEXEC, 0);
        if (number == -1) {
            throw Errno.failure("socket", Errno.last());
        }
        Descriptor descriptor = new Descriptor(number);
        boolean connected = false;
        try (Descriptor folder = Descriptor.open(directory, Flags.O_PATH | Flags.O_DIRECTORY)) {
            byte[] address = address("/proc/self/fd/" + folder.number() + "/" + name);
            Errno.check(LibC.INSTANCE.connect(number, address, address.length), "connect(" + name + ")");
            connected = true;
            return new LinuxPacketSocket(descriptor);
        } finally {
            if (!connected) {
                descriptor.close();
            }
        }
    }

    private static byte[] address(String path) {
        byte[] text = path.getBytes(StandardCharsets.US_ASCII);
        if (text.length >= LONGEST_PATH) {
            throw new IllegalArgumentException("Not a name for a socket: '" + path + "'");
        }
        byte[] address = new byte[2 + text.length + 1];
        // The family, a short in the order of this machine; all that Java 25 runs on begin with the low byte.
        address[0] = Flags.AF_UNIX;
        System.arraycopy(text, 0, address, 2, text.length);
        return address;
    }

    @Override
    public int receive(byte[] buffer) throws NativeException {
        if (!enter()) {
            return -1;
        }
        try {
            while (true) {
                int count = LibC.INSTANCE
                        .read(descriptor.number(), buffer, new NativeLong(buffer.length))
                        .intValue();
                if (count > 0) {
                    return count;
                } else if (count == 0) {
                    return -1;
                }
                int errno = Errno.last();
                // The other side went with packets of ours unread.
                if (errno == Flags.ECONNRESET) {
                    return -1;
                } else if (errno != Flags.EINTR) {
                    throw Errno.failure("read", errno);
                }
            }
        } finally {
            leave();
        }
    }

    @Override
    public void send(byte[] bytes, int offset, int length) throws NativeException {
        if (!enter()) {
            throw Errno.failure("send", Flags.EPIPE);
        }
        try {
            byte[] packet =
                    offset == 0 && length == bytes.length ? bytes : Arrays.copyOfRange(bytes, offset, offset + length);
            while (LibC.INSTANCE
                            .send(descriptor.number(), packet, new NativeLong(packet.length), Flags.MSG_NOSIGNAL)
                            .longValue()
                    == -1) {
                int errno = Errno.last();
                if (errno != Flags.EINTR) {
                    throw Errno.failure("send", errno);
                }
            }
        } finally {
            leave();
        }
    }

    @Override
    public void endOutput() {
        if (enter()) {
            int _ = LibC.INSTANCE.shutdown(descriptor.number(), Flags.SHUT_WR);
            leave();
        }
    }

    private synchronized boolean enter() {
        if (closed) {
            return false;
        }
        users++;
        return true;
    }

    private synchronized void leave() {
        users--;
        if (closed && users == 0) {
            descriptor.close();
        }
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (users == 0) {
            descriptor.close();
        } else {
            int _ = LibC.INSTANCE.shutdown(descriptor.number(), Flags.SHUT_RDWR);
        }
    }
}
