package dev.hamlet.app.settings;

import dev.hamlet.engine.job.Threads;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.machine.Machine;
import dev.hamlet.engine.problem.Problem;
import dev.hamlet.engine.problem.ProblemException;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Changes of one machine, one after another on a thread of their own. Of several with the same key that wait, the last
 * alone is made; between two there is a pause, so that a slider that is dragged acts ten times a second and not with every
 * pixel. Safe for use by many threads; putting never blocks.
 */
final class ChangeQueue {
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final Machine machine;
    private final TimeSource time;
    private final BiConsumer<Section, Optional<Problem>> done;
    private final Runnable idle;
    private final Map<Object, Entry> waiting = new LinkedHashMap<>();
    private boolean running;

    private record Entry(Section section, Machine.Change change) {}

    /**
     * Without changes.
     *
     * @param done is told, on the queue's thread, what came of each change
     * @param idle is told when nothing waits any more
     */
    ChangeQueue(Machine machine, TimeSource time, BiConsumer<Section, Optional<Problem>> done, Runnable idle) {
        this.machine = machine;
        this.time = time;
        this.done = done;
        this.idle = idle;
    }

    /** Whether a change is being made or waits for that. */
    synchronized boolean isBusy() {
        return running;
    }

    void put(Object key, Section section, Machine.Change change) {
        synchronized (this) {
            waiting.put(key, new Entry(section, change));
            if (running) {
                return;
            }
            running = true;
        }
        Threads.virtual("settings-" + machine.id(), this::work);
    }

    private synchronized Optional<Entry> next() {
        Iterator<Entry> entries = waiting.values().iterator();
        if (!entries.hasNext()) {
            running = false;
            return Optional.empty();
        }
        Entry entry = entries.next();
        entries.remove();
        return Optional.of(entry);
    }

    private void work() {
        try {
            for (Optional<Entry> entry = next(); entry.isPresent(); entry = next()) {
                make(entry.get());
                time.sleep(PAUSE);
            }
            idle.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void make(Entry entry) throws InterruptedException {
        try {
            machine.change(entry.change());
            done.accept(entry.section(), Optional.empty());
        } catch (ProblemException e) {
            done.accept(entry.section(), Optional.of(e.problem()));
        }
    }
}
