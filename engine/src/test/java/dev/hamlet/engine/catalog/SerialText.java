package dev.hamlet.engine.catalog;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** All that a guest wrote on its serial line, which is read without a pause: a guest that nobody reads stands still. */
final class SerialText {
    private final SocketChannel line;
    private final StringBuilder seen = new StringBuilder();
    private boolean over;

    SerialText(SocketChannel line) {
        this.line = line;
        Thread.ofVirtual().start(this::read);
    }

    private void read() {
        ByteBuffer buffer = ByteBuffer.allocate(4096);
        try {
            while (line.read(buffer) >= 0) {
                add(StandardCharsets.UTF_8.decode(buffer.flip()).toString());
                buffer.clear();
            }
        } catch (IOException e) {
            // The line is gone with its guest.
        }
        end();
    }

    private synchronized void add(String text) {
        seen.append(text);
        notifyAll();
    }

    private synchronized void end() {
        over = true;
        notifyAll();
    }

    /** Waits until the serial line has shown this since {@code from}; answers where it ends. */
    synchronized int await(String text, int from, Duration limit) throws InterruptedException {
        long end = System.nanoTime() + limit.toNanos();
        int at = seen.indexOf(text, from);
        while (at < 0) {
            long left = Duration.ofNanos(end - System.nanoTime()).toMillis();
            if (left <= 0 || over) {
                throw new AssertionError("\"" + text + "\" did not come; the line says:\n" + seen.substring(from));
            }
            wait(left);
            at = seen.indexOf(text, from);
        }
        return at + text.length();
    }

    /** Types this on the serial line and waits for an answer that holds {@code expected}. */
    int type(String text, String expected, Duration limit) throws Exception {
        int from = length();
        ByteBuffer bytes = ByteBuffer.wrap((text + "\n").getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            if (line.write(bytes) < 0) {
                throw new IOException("the serial line is closed");
            }
        }
        return await(expected, from, limit);
    }

    synchronized int length() {
        return seen.length();
    }

    synchronized String since(int from) {
        return seen.substring(from);
    }
}
