package dev.hamlet.engine.benchmark;

import dev.hamlet.engine.display.DisplayEvent;
import dev.hamlet.engine.display.DisplayListener;
import dev.hamlet.engine.display.DisplaySession;
import dev.hamlet.engine.display.Displays;
import dev.hamlet.engine.display.FrameReader;
import dev.hamlet.engine.job.Threads;
import dev.hamlet.nativebridge.UnixSockets;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How many full frames of raw pixels a display's session takes from a server that sends as fast as it can, over a Unix
 * socket; and what of a processor each takes the one thread that reads them and brings them into a window's buffer.
 */
final class DisplayBenchmark {
    private static final int WIDTH = 1280;
    private static final int HEIGHT = 800;
    private static final int FRAMES = 300;
    private static final int RUNS = 7;
    private static final double GOAL = 58;

    private final Path folder;
    private final Report report;
    private final List<Double> rates = new ArrayList<>();
    private final List<Double> costs = new ArrayList<>();

    DisplayBenchmark(Path folder, Report report) {
        this.folder = folder;
        this.report = report;
    }

    void run() throws Exception {
        Files.createDirectories(folder);
        for (int run = -1; run < RUNS; run++) {
            once(run);
        }
        report.title("a display of " + WIDTH + "x" + HEIGHT + ", raw");
        report.figures("full frames a second, at least " + (int) GOAL + " are wanted", "", rates);
        report.figures("processor for each, read and brought", "ms", costs);
    }

    private void once(int run) throws Exception {
        String name = "display-" + run;
        try (ServerSocketChannel listening = UnixSockets.listen(folder, name);
                SocketChannel client = UnixSockets.connect(folder, name);
                SocketChannel server = listening.accept()) {
            Threads.platform("server", () -> serve(server));
            Window window = new Window();
            DisplaySession session = Displays.prepare(client, window);
            window.reader = session.framebuffer().reader();
            Threads.platform("reader", () -> Displays.read(session)).join();
            Guests.require(window.frames >= FRAMES, "only " + window.frames + " frames came");
            if (run >= 0) {
                rates.add((FRAMES - 1) * 1e9 / (window.lastAt - window.firstAt));
                costs.add((window.lastCost - window.firstCost) / 1e6 / (FRAMES - 1));
            }
        }
    }

    /** Brings each frame into a buffer, as a window does, and notes the time of the first and the last. */
    private static final class Window implements DisplayListener {
        private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        private final IntBuffer target = ByteBuffer.allocateDirect(4 * WIDTH * HEIGHT)
                .order(ByteOrder.nativeOrder())
                .asIntBuffer();
        private @Nullable FrameReader reader;
        private int frames;
        private long firstAt;
        private long lastAt;
        private long firstCost;
        private long lastCost;

        @Override
        public void happened(DisplayEvent event) {}

        @Override
        public void painted() {
            Objects.requireNonNull(reader).copy(target, WIDTH, HEIGHT);
            frames++;
            if (frames == 1) {
                firstAt = System.nanoTime();
                firstCost = threads.getCurrentThreadCpuTime();
            } else if (frames == FRAMES) {
                lastAt = System.nanoTime();
                lastCost = threads.getCurrentThreadCpuTime();
            }
        }
    }

    private static void serve(SocketChannel client) {
        ByteBuffer greeting = ByteBuffer.allocate(64)
                .put("RFB 003.008\n".getBytes(StandardCharsets.US_ASCII))
                .put(new byte[] {1, 1, 0, 0, 0, 0})
                .putShort((short) WIDTH)
                .putShort((short) HEIGHT)
                .put(new byte[20])
                .flip();
        ByteBuffer frame = ByteBuffer.allocateDirect(16 + 4 * WIDTH * HEIGHT)
                .putInt(1)
                .putInt(0)
                .putShort((short) WIDTH)
                .putShort((short) HEIGHT)
                .putInt(0);
        while (frame.hasRemaining()) {
            frame.putInt(frame.position() * 0x9e37_79b9);
        }
        try (client) {
            send(client, greeting);
            for (int i = 0; i < FRAMES; i++) {
                send(client, frame.rewind());
            }
        } catch (IOException gone) {
            // The reader has seen enough.
        }
    }

    private static void send(SocketChannel client, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            int _ = client.write(bytes);
        }
    }
}
