package dev.hamlet.engine.hypervisor.qemu;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.EOFException;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrialGuestTest {
    /** The question for a connection as passt of March 2023 sends it: 192.0.2.1:34338 to 192.0.2.2:8080. */
    private static final byte[] ASKED = HexFormat.of()
            .parseHex("000000000000" + "02fc00000001" + "0800"
                    + "450000300000" + "0000ff06" + "37c4" + "c0000201" + "c0000202"
                    + "86221f90" + "40272c7f" + "00000000" + "7002ffff" + "00000000"
                    + "0204f000" + "01030308");

    @TempDir
    private Path folder;

    private SocketChannel far;
    private SocketChannel near;
    private TrialGuest guest;

    @BeforeEach
    void connect() throws IOException {
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(folder.resolve("s"));
        try (ServerSocketChannel server =
                ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(address)) {
            near = SocketChannel.open(address);
            far = server.accept();
        }
        guest = new TrialGuest(near);
    }

    @AfterEach
    void disconnect() throws IOException {
        near.close();
        far.close();
    }

    private void send(byte[] frame) throws IOException {
        far.write(ByteBuffer.allocate(4 + frame.length)
                .putInt(frame.length)
                .put(frame)
                .flip());
    }

    @Test
    void aConnectionIsTakenWithBothSumsRight() throws IOException {
        send(ASKED);
        TrialGuest.Segment asked = guest.poll().orElseThrow();
        assertTrue(asked.has(TrialGuest.SYN));
        guest.accept(asked);

        ByteBuffer answer = ByteBuffer.allocate(200);
        far.read(answer);
        answer.flip();
        assertEquals(54, answer.getInt());
        byte[] frame = new byte[54];
        answer.get(frame);
        assertArrayEquals(Arrays.copyOfRange(ASKED, 6, 12), Arrays.copyOf(frame, 6), "to who asked");
        ByteBuffer parts = ByteBuffer.wrap(frame);
        assertEquals(0xffff, sum(parts, 14, 20, 0), "IPv4");
        assertEquals(0xffff, sum(parts, 34, 20, sum(parts, 26, 8, 6 + 20)), "TCP with its pseudo-header");
        assertEquals(8080, parts.getShort(34));
        assertEquals((short) 34_338, parts.getShort(36));
        assertEquals(0x40272c80, parts.getInt(42), "acknowledges what asked");
        assertEquals(0x12, parts.get(47), "SYN and ACK");
    }

    /** The ones' complement sum of RFC 1071; right data with its checksum gives 0xffff. */
    private static long sum(ByteBuffer bytes, int at, int length, long start) {
        long sum = start;
        for (int i = at; i < at + length; i += 2) {
            sum += Short.toUnsignedInt(bytes.getShort(i));
        }
        return (sum & 0xffff) + (sum >>> 16);
    }

    @Test
    void whatIsNoTcpIsPassedOverAndWhatComesInPiecesIsPutTogether() throws IOException {
        byte[] arp = Arrays.copyOf(ASKED, 42);
        arp[13] = 6;
        send(arp);
        assertEquals(Optional.empty(), guest.poll());
        byte[] datagram = ASKED.clone();
        datagram[23] = 17;
        send(datagram);
        ByteBuffer framed = ByteBuffer.allocate(4 + ASKED.length)
                .putInt(ASKED.length)
                .put(ASKED)
                .flip();
        far.write(framed.limit(30));
        assertEquals(Optional.empty(), guest.poll());
        far.write(framed.limit(framed.capacity()));
        assertTrue(guest.poll().orElseThrow().has(TrialGuest.SYN));
    }

    @Test
    void noFrameAndNoEndIsTakenForOne() throws IOException {
        far.write(ByteBuffer.allocate(8).putInt(1 << 30).putInt(0).flip());
        IOException refused = assertThrows(IOException.class, guest::poll);
        assertEquals("a frame of 1073741824 bytes", refused.getMessage());
        far.close();
        assertThrows(EOFException.class, guest::poll);
    }
}
