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

    /** What a guest that does not read is kept of what it is sent: more than a person pastes. */
    private static final int MOST = 4 << 20;

    private final SerialLine serial;
    private final LinkedBlockingQueue<byte[]> sending = new LinkedBlockingQueue<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private final Thread writer;

    SerialConnection(String name, SerialLine serial) {
        this.serial = serial;
        this.writer = Threads.virtual("serial-out-" + name, this::write);
    }

    /** Shows what the guest says, until the line ends or is closed. */
    void show(Emulation emulation) {
        try {
            emulation.run(serial.channel());
        } catch (IOException e) {
            LOG.debug("a serial line was lost", e);
        }
    }

    /** Sends this without waiting; nothing is sent to a guest that has not read for long. */
    void send(byte[] bytes) {
        if (waiting.addAndGet(bytes.length) > MOST) {
            waiting.addAndGet(-bytes.length);
        } else {
            sending.add(bytes);
        }
    }

    private void write() {
        WritableByteChannel to = serial.channel();
        try {
            while (true) {
                byte[] next = sending.take();
                ByteBuffer content = ByteBuffer.wrap(next);
                while (content.hasRemaining()) {
                    to.write(content);
                }
                waiting.addAndGet(-next.length);
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
