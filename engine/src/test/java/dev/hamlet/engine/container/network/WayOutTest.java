package dev.hamlet.engine.container.network;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.namespace.Namespaces;
import dev.hamlet.engine.process.SystemProcessLauncher;
import dev.hamlet.nativebridge.UnixSockets;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A slirp4netns that does not do what it should. */
@Timeout(60)
class WayOutTest {
    private static final String SOCKET = ".way-out.sock";

    private final TimeSource time = TimeSource.system();

    @TempDir
    private Path folder = Path.of("");

    private Duration asked() {
        WayOut way = new WayOut(folder, new SystemProcessLauncher(Map.of()), Namespaces.none(), time);
        long begin = time.nanos();
        way.keep(List.of());
        return Duration.ofNanos(time.nanos() - begin);
    }

    @Test
    void oneThatStandsStillKeepsNobodyWaitingForLong() throws Exception {
        try (ServerSocketChannel _ = UnixSockets.listen(folder, SOCKET)) {
            assertTrue(asked().compareTo(Duration.ofSeconds(20)) < 0);
        }
    }

    @Test
    void oneThatTalksWithoutEndIsNotHeardToTheEnd() throws Exception {
        try (ServerSocketChannel socket = UnixSockets.listen(folder, SOCKET)) {
            Thread talker = Thread.ofPlatform().daemon().start(() -> {
                try (SocketChannel channel = socket.accept()) {
                    ByteBuffer words = ByteBuffer.allocate(1 << 16);
                    while (channel.write(words.clear()) >= 0) {
                        Thread.onSpinWait();
                    }
                } catch (IOException e) {
                    // Whoever asked has heard enough.
                }
            });
            assertTrue(asked().compareTo(Duration.ofSeconds(20)) < 0);
            assertTrue(talker.join(Duration.ofSeconds(20)), "nobody listens to it any more");
        }
    }
}
