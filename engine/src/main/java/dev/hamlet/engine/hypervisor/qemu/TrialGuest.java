package dev.hamlet.engine.hypervisor.qemu;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Optional;

/**
 * A guest that does no more than take one TCP connection (RFC 9293, section 3.5), at the socket where QEMU would be:
 * each Ethernet frame with its length before it in four bytes (qemu(1), {@code -netdev stream}). Used by one thread;
 * never waits.
 */
final class TrialGuest {
    /** One bit for each flag of TCP's header. */
    static final int SYN = 2;

    static final int ACK = 16;

    private static final int ETHERNET = 14;
    private static final int IPV4 = 20;
    private static final int TCP = 20;
    private static final int IPV4_TYPE = 0x0800;
    private static final int TCP_PROTOCOL = 6;
    private static final byte[] MAC = {0x52, 0x54, 0, 0x12, 0x34, 0x56};
    private static final int FIRST_NUMBER = 1000;
    private static final int WINDOW = 64_240;
    private static final int LONGEST_FRAME = 65_535;

    private final SocketChannel channel;
    private final ByteBuffer came = ByteBuffer.allocate(4 + LONGEST_FRAME);

    /** A TCP segment that came: its flags, and the frame it came in, from its first byte. */
    record Segment(int flags, ByteBuffer frame) {
        boolean has(int flag) {
            return (flags & flag) != 0;
        }
    }

    /** The guest at this end. */
    TrialGuest(SocketChannel channel) throws IOException {
        this.channel = channel;
        channel.configureBlocking(false);
    }

    /**
     * The next TCP segment that has come, if one has.
     *
     * @throws IOException if the other end is closed, or sent what no frame can be
     */
    Optional<Segment> poll() throws IOException {
        while (true) {
            Optional<ByteBuffer> frame = frame();
            if (frame.isEmpty()) {
                return Optional.empty();
            }
            Optional<Segment> segment = segment(frame.get());
            if (segment.isPresent()) {
                return segment;
            }
        }
    }

    private Optional<ByteBuffer> frame() throws IOException {
        if (channel.read(came) < 0) {
            throw new EOFException("passt has ended");
        }
        if (came.position() < 4) {
            return Optional.empty();
        }
        int length = came.getInt(0);
        if (length < ETHERNET || length > LONGEST_FRAME) {
            throw new IOException("a frame of " + length + " bytes");
        }
        if (came.position() < 4 + length) {
            return Optional.empty();
        }
        ByteBuffer frame = ByteBuffer.allocate(length);
        frame.put(0, came, 4, length);
        came.flip().position(4 + length);
        came.compact();
        return Optional.of(frame);
    }

    private static Optional<Segment> segment(ByteBuffer frame) {
        if (frame.capacity() < ETHERNET + IPV4 + TCP
                || frame.getShort(12) != IPV4_TYPE
                || frame.get(ETHERNET) != 0x45
                || frame.get(ETHERNET + 9) != TCP_PROTOCOL) {
            return Optional.empty();
        }
        return Optional.of(new Segment(frame.get(ETHERNET + IPV4 + 13), frame));
    }

    /** Takes the connection that this segment asks for: SYN and ACK. */
    void accept(Segment asked) throws IOException {
        ByteBuffer from = asked.frame();
        int source = from.getInt(ETHERNET + 16);
        int target = from.getInt(ETHERNET + 12);
        ByteBuffer frame = ByteBuffer.allocate(4 + ETHERNET + IPV4 + TCP);
        frame.putInt(ETHERNET + IPV4 + TCP);
        frame.put(from.slice(6, 6)).put(MAC).putShort((short) IPV4_TYPE);
        int ip = frame.position();
        frame.put((byte) 0x45).put((byte) 0).putShort((short) (IPV4 + TCP)).putInt(0);
        frame.put((byte) 64).put((byte) TCP_PROTOCOL).putShort((short) 0).putInt(source);
        frame.putInt(target);
        frame.putShort(ip + 10, checksum(frame, ip, IPV4, 0));
        int tcp = frame.position();
        frame.putShort(from.getShort(ETHERNET + IPV4 + 2)).putShort(from.getShort(ETHERNET + IPV4));
        frame.putInt(FIRST_NUMBER).putInt(from.getInt(ETHERNET + IPV4 + 4) + 1);
        frame.put((byte) ((TCP / 4) << 4)).put((byte) (SYN | ACK)).putShort((short) WINDOW);
        frame.putInt(0);
        // The pseudo-header of RFC 9293, section 3.1: both addresses, the protocol, the length.
        long addresses = (long) (source >>> 16) + (source & 0xffff) + (target >>> 16) + (target & 0xffff);
        frame.putShort(tcp + 16, checksum(frame, tcp, TCP, addresses + TCP_PROTOCOL + TCP));
        channel.write(frame.flip());
        if (frame.hasRemaining()) {
            throw new IOException("passt takes nothing");
        }
    }

    /** The sum of RFC 1071 over an even number of bytes. */
    private static short checksum(ByteBuffer bytes, int at, int length, long start) {
        long sum = start;
        for (int i = at; i < at + length; i += 2) {
            sum += Short.toUnsignedInt(bytes.getShort(i));
        }
        while (sum >>> 16 != 0) {
            sum = (sum & 0xffff) + (sum >>> 16);
        }
        return (short) ~sum;
    }
}
