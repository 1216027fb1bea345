package dev.hamlet.app.terminal;

import dev.hamlet.engine.container.ContainerStream;
import dev.hamlet.engine.job.Threads;
import dev.hamlet.engine.problem.ProblemException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What goes to a program in a container, in its order, without whoever types having to wait. Safe for use by many threads. */
final class Outbox implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);

    /** What is kept for a program that does not read: more than one pastes. */
    private static final int MOST = 4 << 20;

    private final ContainerStream stream;
    private final LinkedBlockingQueue<Deed> waiting = new LinkedBlockingQueue<>();
    private final AtomicInteger kept = new AtomicInteger();
    private final Thread writer;

    /** Something to do to the stream, which may wait. */
    @FunctionalInterface
    private interface Deed {
        void run() throws ProblemException;
    }

    Outbox(String name, ContainerStream stream) {
        this.stream = stream;
        // Writing to a pipe holds a carrier thread.
        this.writer = Threads.platform("terminal-out-" + name, this::work);
    }

    /** Sends this; answers false, and sends nothing, if the program has not read for long. */
    boolean send(byte[] bytes) {
        if (kept.addAndGet(bytes.length) > MOST) {
            kept.addAndGet(-bytes.length);
            return false;
        }
        return waiting.add(() -> {
            stream.write(bytes, 0, bytes.length);
            kept.addAndGet(-bytes.length);
        });
    }

    void resize(int columns, int rows) {
        boolean _ = waiting.add(() -> stream.resize(columns, rows));
    }

    private void work() {
        try {
            while (true) {
                waiting.take().run();
            }
        } catch (ProblemException e) {
            LOG.debug("nothing can be sent to a program in a container any more", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        stream.close();
        writer.interrupt();
    }
}
