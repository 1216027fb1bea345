package dev.hamlet.app.fx;

import dev.hamlet.engine.job.Threads;
import dev.hamlet.engine.job.TimeSource;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Looks at something on a thread of its own, one look at a time: asked meanwhile, it looks once more. Between two looks
 * it rests several times as long as the last one took, so that however often it is asked, it takes a small share of a
 * processor. {@link #ask} may be called by any thread and never waits.
 */
public final class Looking {
    private static final Duration LEAST_REST = Duration.ofMillis(200);
    private static final int REST = 4;

    private final String name;
    private final TimeSource time;
    private final Look look;
    private final AtomicInteger wanted = new AtomicInteger();
    private volatile boolean closed;

    /** One look. */
    @FunctionalInterface
    public interface Look {
        void run() throws InterruptedException;
    }

    /**
     * Nothing is looked at yet.
     *
     * @param name of its thread
     */
    public Looking(String name, TimeSource time, Look look) {
        this.name = name;
        this.time = time;
        this.look = look;
    }

    /** Looks soon. */
    public void ask() {
        if (!closed && wanted.getAndIncrement() == 0) {
            Thread _ = Threads.virtual(name, this::run);
        }
    }

    private void run() {
        try {
            int seen = wanted.get();
            while (!closed) {
                long begin = time.nanos();
                look.run();
                if (wanted.compareAndSet(seen, 0)) {
                    return;
                }
                seen = wanted.get();
                Duration took = Duration.ofNanos(time.nanos() - begin).multipliedBy(REST);
                time.sleep(took.compareTo(LEAST_REST) > 0 ? took : LEAST_REST);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Looks no more. */
    public void close() {
        closed = true;
    }
}
