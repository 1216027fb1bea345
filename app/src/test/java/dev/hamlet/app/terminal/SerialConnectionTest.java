package dev.hamlet.app.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.engine.machine.RunningGuest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A serial line to a guest that does not read what it is sent. */
@Timeout(60)
class SerialConnectionTest {
    private static final int PIECE = 1 << 16;

    @TempDir
    Path folder = Path.of("");

    private record Line(SocketChannel channel) implements RunningGuest.SerialLine {
        @Override
        public void close() {
            try {
                channel.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Test
    void answersTakeNoRoomFromWhatAPersonTypesAndWhatDoesNotFitIsRefused() throws Exception {
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(folder.resolve("line"));
        try (ServerSocketChannel listening =
                        ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(address);
                SocketChannel reader = SocketChannel.open(address);
                SocketChannel guest = listening.accept();
                SerialConnection connection = new SerialConnection("web", new Line(reader))) {
            for (int i = 0; i < 1000; i++) {
                connection.answer(new byte[PIECE / 4]);
            }
            assertTrue(connection.send(new byte[] {1}), "a key is sent after any number of answers");
            int typed = 1;
            while (connection.send(new byte[PIECE])) {
                typed += PIECE;
                assertTrue(typed < 64 << 20, "it takes all there is");
            }
            assertTrue(typed > SerialConnection.MOST - PIECE, "all that a person pastes is taken");
            assertFalse(connection.send(new byte[SerialConnection.MOST]));
            ByteBuffer heard = ByteBuffer.allocate(1 << 20);
            int ones = 0;
            for (int left = typed; left > 0; ) {
                int count = guest.read(heard.clear());
                for (int i = 0; i < count; i++) {
                    ones += heard.get(i);
                }
                left -= count;
            }
            assertEquals(1, ones, "the key came");
            assertTrue(connection.send(new byte[PIECE]), "there is room again");
        }
    }
}
