package dev.hamlet.engine.benchmark;

import dev.hamlet.engine.job.TimeSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An X server whose pixels lie in a file that is mapped here, in the form of xwd: looking at them takes nobody's time but
 * that of the one who looks.
 */
final class VirtualScreen implements AutoCloseable {
    static final int WIDTH = 1280;
    static final int HEIGHT = 800;

    /** Only each fourth pixel in both directions is looked at. */
    static final int STEP = 4;

    private static final int HEADER_SIZE = 0;
    private static final int BYTES_PER_LINE = 48;
    private static final int COLOURS = 76;
    private static final int COLOUR_SIZE = 12;

    private final Process server;
    private final String display;
    private final MappedByteBuffer pixels;
    private final int first;
    private final int line;

    /** A screen whose file lies in this empty folder. */
    VirtualScreen(Path folder) throws IOException, InterruptedException {
        Path number = folder.resolve("number");
        server = new ProcessBuilder(List.of(
                        "bash",
                        "-c",
                        "exec Xvfb -displayfd 3 -fbdir \"$1\" -screen 0 \"$2\" -nolisten tcp -noreset 3>\"$1/number\"",
                        "Xvfb",
                        folder.toString(),
                        WIDTH + "x" + HEIGHT + "x24"))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        boolean up = TimeSource.system()
                .await(() -> number.toFile().length() > 0, Duration.ofSeconds(20), Duration.ofMillis(10));
        Guests.require(up, "Xvfb did not start");
        display = ":" + Files.readString(number).strip();
        try (FileChannel file = FileChannel.open(folder.resolve("Xvfb_screen0"), StandardOpenOption.READ)) {
            pixels = file.map(FileChannel.MapMode.READ_ONLY, 0, file.size());
        }
        pixels.order(ByteOrder.BIG_ENDIAN);
        first = pixels.getInt(HEADER_SIZE) + pixels.getInt(COLOURS) * COLOUR_SIZE;
        line = pixels.getInt(BYTES_PER_LINE);
        pixels.order(ByteOrder.nativeOrder());
    }

    String display() {
        return display;
    }

    /** The process of the X server. */
    long process() {
        return server.pid();
    }

    /** The colour of one pixel now. */
    int pixel(int x, int y) {
        return pixels.getInt(first + y * line + x * 4) & 0xffffff;
    }

    /** What is on the screen now. */
    Frame look() {
        ByteBuffer now = pixels;
        int[] frame = new int[(WIDTH / STEP) * (HEIGHT / STEP)];
        int at = 0;
        for (int y = 0; y < HEIGHT; y += STEP) {
            for (int x = 0; x < WIDTH; x += STEP) {
                frame[at++] = now.getInt(first + y * line + x * 4) & 0xffffff;
            }
        }
        return new Frame(frame);
    }

    /** Pixels at one moment. */
    static final class Frame {
        private final int[] pixels;

        private Frame(int... pixels) {
            this.pixels = pixels;
        }

        /** Which share of this area is the same in both. */
        double likeness(Frame other, Area area) {
            int same = 0;
            int all = 0;
            for (int y = area.y() / STEP; y < (area.y() + area.height()) / STEP; y++) {
                for (int x = area.x() / STEP; x < (area.x() + area.width()) / STEP; x++) {
                    int at = y * (WIDTH / STEP) + x;
                    same += pixels[at] == other.pixels[at] ? 1 : 0;
                    all++;
                }
            }
            return (double) same / all;
        }

        /** Which share of this area has the colour that most of it has. */
        double ground(Area area) {
            Map<Integer, Integer> counts = new HashMap<>();
            int all = 0;
            for (int y = area.y() / STEP; y < (area.y() + area.height()) / STEP; y++) {
                for (int x = area.x() / STEP; x < (area.x() + area.width()) / STEP; x++) {
                    counts.merge(pixels[y * (WIDTH / STEP) + x], 1, Integer::sum);
                    all++;
                }
            }
            return (double) Collections.max(counts.values()) / all;
        }

        /** Whether there is nothing. */
        boolean isBlack(Area area) {
            return pixels[(area.y() / STEP) * (WIDTH / STEP) + area.x() / STEP] == 0;
        }
    }

    /** A part of the screen, in pixels. */
    record Area(int x, int y, int width, int height) {
        static final Area ALL = new Area(0, 0, WIDTH, HEIGHT);
    }

    @Override
    public void close() {
        server.destroy();
    }
}
