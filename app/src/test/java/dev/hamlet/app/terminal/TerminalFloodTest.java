package dev.hamlet.app.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.app.fx.Heap;
import dev.hamlet.app.fx.OpenWindow;
import dev.hamlet.app.fx.Toolkit;
import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.job.Threads;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import javafx.scene.input.KeyCode;
import javafx.scene.layout.BorderPane;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A window with a terminal while a guest writes without end. */
@Tag("window")
@Timeout(300)
class TerminalFloodTest {
    private static final byte[] LINES = "the quick brown \u001b[32mfox\u001b[0m jumps over the lazy dog, and over 犬\r\n"
            .repeat(200)
            .getBytes(StandardCharsets.UTF_8);
    private static final byte[] ONE_LINE = "0123456789".repeat(1000).getBytes(StandardCharsets.UTF_8);

    private final LinkedBlockingQueue<String> sent = new LinkedBlockingQueue<>();
    private final AtomicReference<@Nullable TerminalPane> made = new AtomicReference<>();

    /** So many bytes, the same ones again and again, until somebody says stop. */
    private static final class Flood implements ReadableByteChannel {
        private final byte[] piece;
        private final AtomicBoolean stop;
        private long left;

        Flood(byte[] piece, long bytes, AtomicBoolean stop) {
            this.piece = piece;
            this.left = bytes;
            this.stop = stop;
        }

        @Override
        public int read(ByteBuffer into) {
            if (left <= 0 || stop.get()) {
                return -1;
            }
            int from = (int) (left % piece.length);
            int count = (int) Math.min(left, Math.min(into.remaining(), piece.length - from));
            into.put(piece, from, count);
            left -= count;
            return count;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    }

    @Test
    void twoMegabytesLeaveTheWindowAnswering() throws Exception {
        flood(LINES, 2L << 20);
    }

    @Test
    void aLineOfTenMegabytesLeavesTheWindowAnswering() throws Exception {
        flood(ONE_LINE, 10L << 20);
    }

    @Test
    @Tag("slow")
    void twoHundredMegabytesLeaveTheWindowAnswering() throws Exception {
        flood(LINES, 200L << 20);
    }

    @Test
    void aKeyReachesTheGuestWhileItWrites() throws Exception {
        flood(LINES, Long.MAX_VALUE >> 1);
        assertEquals("\u0003", sent.poll());
    }

    private void flood(byte[] piece, long bytes) throws Exception {
        long before = Heap.held();
        Emulation emulation = new Emulation(80, 24, 10_000, this::changed, answer -> {});
        OpenWindow window = OpenWindow.with(() -> {
            TerminalPane pane = new TerminalPane(
                    emulation,
                    typed -> sent.add(new String(typed, StandardCharsets.UTF_8)),
                    Messages.of(Locale.ENGLISH));
            made.set(pane);
            return new BorderPane(pane);
        });
        try (window;
                Stalls stalls = new Stalls()) {
            TerminalPane pane = (TerminalPane) window.node("terminal");
            Toolkit.run(pane::requestFocus);
            AtomicBoolean stop = new AtomicBoolean();
            Thread guest = Threads.virtual("guest", () -> {
                try {
                    emulation.run(new Flood(piece, bytes, stop));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            List<Long> answers = new ArrayList<>();
            long drawn = Toolkit.get(pane::rowsDrawn);
            while (guest.isAlive()) {
                long begin = System.nanoTime();
                Toolkit.run(() -> {});
                answers.add(System.nanoTime() - begin);
                Toolkit.awaitFrames(1);
                if (answers.size() == 20) {
                    window.press(KeyCode.C, KeyCode.CONTROL);
                    stop.set(bytes > Integer.MAX_VALUE);
                }
            }
            guest.join();
            assertTrue(Toolkit.get(pane::rowsDrawn) > drawn, "what comes is shown");
            stalls.requireAnswer(Collections.max(answers));
            long taken = Heap.held() - before;
            assertTrue(taken < 64L << 20, () -> "memory taken: " + (taken >> 20) + " MiB");
            Toolkit.run(pane::dispose);
        }
    }

    private void changed() {
        TerminalPane pane = made.get();
        if (pane != null) {
            pane.changed();
        }
    }
}
