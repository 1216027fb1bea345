package dev.hamlet.engine.comparison;

import dev.hamlet.engine.job.TimeSource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Asks a web server of this computer for its page until it answers. Used by one thread. */
final class FirstAnswer {
    /** What the server's page says. */
    static final String PAGE = "Hello from a small service";

    private static final byte[] REQUEST =
            "GET /index.html HTTP/1.0\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final Duration PAUSE = Duration.ofMillis(2);
    private static final int LEAST_WAIT = 50;
    private static final int MOST_WAIT = 2000;
    private static final int LONGEST_ANSWER = 4096;

    /**
     * What waits for a guest takes a connection before the guest can, and holds it for ever. Another is begun after this part
     * of the time that has passed, which is by how much the result can be wrong.
     */
    private static final int PART = 20;

    private final TimeSource time;

    FirstAnswer(TimeSource time) {
        this.time = time;
    }

    /** A port of this computer's loopback that nobody has now. */
    static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return free.getLocalPort();
        }
    }

    /**
     * Waits for the page.
     *
     * @param begin when it was started, in {@link TimeSource#nanos}
     * @param over whether whatever has the server has ended
     * @return how long it took from the beginning on; empty where it did not come in time
     */
    Optional<Duration> await(int port, long begin, Duration patience, BooleanSupplier over)
            throws InterruptedException {
        while (true) {
            long passed = time.nanos() - begin;
            if (passed > patience.toNanos() || over.getAsBoolean()) {
                return Optional.empty();
            }
            int wait = Math.clamp(Duration.ofNanos(passed).toMillis() / PART, LEAST_WAIT, MOST_WAIT);
            if (answers(port, wait)) {
                return Optional.of(Duration.ofNanos(time.nanos() - begin));
            }
            time.sleep(PAUSE);
        }
    }

    private static boolean answers(int port, int wait) {
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(wait);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), wait);
            socket.getOutputStream().write(REQUEST);
            byte[] answer = socket.getInputStream().readNBytes(LONGEST_ANSWER);
            return new String(answer, StandardCharsets.UTF_8).contains(PAGE);
        } catch (IOException e) {
            // Nobody is there yet.
            return false;
        }
    }
}
