package dev.hamlet.app.fx;

import dev.hamlet.engine.job.Threads;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.problem.Problem;
import dev.hamlet.engine.problem.ProblemException;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Changes, one after another on a thread of their own. Of several with the same key that wait, the last
 * alone is made; between two there is a pause, so that a slider that is dragged acts ten times a second and not with every
 * pixel. Safe for use by many threads; putting never blocks.
 *
 * @param <S> what a change is told to be about
 */
public final class ChangeQueue<S> {
    private static final Duration PAUSE = Duration.ofMillis(100);

    /** A change. */
    @FunctionalInterface
    public interface Deed {
        /** Makes it; may block. */
        void make() throws ProblemException, InterruptedException;
    }

    private final String name;
    private final TimeSource time;
    private final BiConsumer<S, Optional<Problem>> done;
    private final Runnable idle;
    private final Map<Object, Entry<S>> waiting = new LinkedHashMap<>();
    private boolean running;

    private record Entry<S>(S about, Deed deed) {}

    /**
     * Without changes.
     *
     * @param name of its thread
     * @param done is told, on the queue's thread, what came of each change
     * @param idle is told when nothing waits any more
     */
    public ChangeQueue(String name, TimeSource time, BiConsumer<S, Optional<Problem>> done, Runnable idle) {
        this.name = name;
        this.time = time;
        this.done = done;
        this.idle = idle;
    }

    /** Whether a change is being made or waits for that. */
    public synchronized boolean isBusy() {
        return running;
    }

    /** Makes this change soon, instead of one of the same key that waits. */
    public void put(Object key, S about, Deed deed) {
        synchronized (this) {
            waiting.put(key, new Entry<>(about, deed));
            if (running) {
                return;
            }
            running = true;
        }
        Threads.virtual(name, this::work);
    }

    private synchronized Optional<Entry<S>> next() {
        Iterator<Entry<S>> entries = waiting.values().iterator();
        if (!entries.hasNext()) {
            running = false;
            return Optional.empty();
        }
        Entry<S> entry = entries.next();
        entries.remove();
        return Optional.of(entry);
    }

    private void work() {
        try {
            for (Optional<Entry<S>> entry = next(); entry.isPresent(); entry = next()) {
                make(entry.get());
                time.sleep(PAUSE);
            }
            idle.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void make(Entry<S> entry) throws InterruptedException {
        try {
            entry.deed().make();
            done.accept(entry.about(), Optional.empty());
        } catch (ProblemException e) {
            done.accept(entry.about(), Optional.of(e.problem()));
        }
    }
}
