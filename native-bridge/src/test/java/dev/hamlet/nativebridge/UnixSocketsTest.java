package dev.hamlet.nativebridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnixSocketsTest {
    @TempDir
    Path folder;

    @Test
    void aSocketBeyondTheLengthLimitIsMadeAndReached() throws Exception {
        Path deep = folder.resolve("größe ".repeat(15)).resolve("x".repeat(200));
        Files.createDirectories(deep);
        try (ServerSocketChannel server = UnixSockets.listen(deep, "qmp");
                SocketChannel client = UnixSockets.connect(deep, "qmp");
                SocketChannel accepted = server.accept()) {
            client.write(ByteBuffer.wrap("hello".getBytes(StandardCharsets.US_ASCII)));
            ByteBuffer got = ByteBuffer.allocate(5);
            while (got.hasRemaining() && accepted.read(got) >= 0) {}
            assertEquals("hello", new String(got.array(), StandardCharsets.US_ASCII));
            assertEquals(Users.effectiveUid(), UnixSockets.peerUserId(accepted));
            assertEquals(Users.effectiveUid(), UnixSockets.peerUserId(client));
            assertEquals(
                    "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(deep.resolve("qmp"))));
        }
    }

    @Test
    void aSocketWithoutAListenerIsRefused() throws Exception {
        UnixSockets.listen(folder, "s").close();
        assertThrows(SocketException.class, () -> UnixSockets.connect(folder, "s"));
        assertThrows(SocketException.class, () -> UnixSockets.connect(folder, "missing"));
        assertThrows(IOException.class, () -> UnixSockets.listen(folder, "s"));
        assertThrows(NativeException.class, () -> UnixSockets.connect(folder.resolve("missing"), "s"));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    @Timeout(20)
    void whereNobodyAcceptsAConnectionFailsSoonerThanItWaits(boolean virtual) throws Exception {
        try (ServerSocketChannel _ = UnixSockets.listen(folder, "s")) {
            List<SocketChannel> waiting = new ArrayList<>();
            AtomicReference<Exception> failure = new AtomicReference<>();
            Runnable fill = () -> {
                try {
                    while (waiting.size() < 1000) {
                        waiting.add(UnixSockets.connect(folder, "s"));
                    }
                } catch (IOException e) {
                    failure.set(e);
                }
            };
            Thread thread = virtual
                    ? Thread.startVirtualThread(fill)
                    : Thread.ofPlatform().start(fill);
            try {
                thread.join();
                NativeException full = assertInstanceOf(NativeException.class, failure.get());
                assertEquals(UnixSockets.FULL, full.errno());
            } finally {
                thread.interrupt();
                for (SocketChannel channel : waiting) {
                    channel.close();
                }
            }
        }
    }

    @Test
    void aNameThatIsAPathIsRefused() {
        for (String name : new String[] {"", ".", "..", "a/b", "ä", "x".repeat(81)}) {
            assertThrows(IllegalArgumentException.class, () -> UnixSockets.connect(folder, name), name);
        }
    }
}
