package dev.hamlet.app.terminal;

import dev.hamlet.engine.job.Threads;
import dev.hamlet.engine.machine.RunningGuest.SerialLine;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A serial line that is read here. Safe for use by many threads. */
final class SerialConnection implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SerialConnection.class);

    /** What is kept for a guest that does not read of what a person types: more than one pastes. */
    static final int MOST = 4 << 20;

    /** The same of answers to what it asks, which are short; one that asks and does not read has no need of them. */
    private static final int MOST_ANSWERS = 1 << 16;

    private final SerialLine serial;
    private final LinkedBlockingQueue<Piece> sending = new LinkedBlockingQueue<>();
    private final AtomicInteger typed = new AtomicInteger();
    private final AtomicInteger answered = new AtomicInteger();
    private final Thread writer;

    /** What waits, and with what it is counted. */
    private record Piece(ByteBuffer content, AtomicInteger waiting) {}

    SerialConnection(String name, SerialLine serial) {
        this.serial = serial;
        this.writer = Threads.virtual("serial-out-" + name, this::write);
    }

    /** Shows what the guest says, and before that what was missed, until the line ends or is closed. */
    void show(Emulation emulation, EarlierOutput earlier) {
        try {
            emulation.run(earlier.live(serial.channel()));
        } catch (IOException e) {
            LOG.debug("a serial line was lost", e);
        }
    }

    /** Sends what was typed, without waiting; answers false, and sends nothing, if the guest has not read for long. */
    boolean send(byte[] bytes) {
        return send(bytes, typed, MOST);
    }

    /** Sends the answer to a question of the guest's without waiting; none to one that has not read for long. */
    void answer(byte[] bytes) {
        boolean _ = send(bytes, answered, MOST_ANSWERS);
    }

    private boolean send(byte[] bytes, AtomicInteger waiting, int most) {
        if (waiting.addAndGet(bytes.length) > most) {
            waiting.addAndGet(-bytes.length);
            return false;
        }
        return sending.add(new Piece(ByteBuffer.wrap(bytes), waiting));
    }

    private void write() {
        WritableByteChannel to = serial.channel();
        try {
            while (true) {
                Piece next = sending.take();
                while (next.content().hasRemaining()) {
                    to.write(next.content());
                }
                next.waiting().addAndGet(-next.content().capacity());
            }
        } catch (IOException e) {
            LOG.debug("nothing can be sent to a serial line any more", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        serial.close();
        writer.interrupt();
    }
}
