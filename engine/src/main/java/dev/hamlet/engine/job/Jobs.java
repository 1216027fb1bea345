package dev.hamlet.engine.job;

import java.util.List;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * Starts jobs, each on a virtual thread of its own, and tells of the running ones. Safe for use by many threads;
 * listeners are called on the thread of the work, or another one when a while has passed, and must not block.
 */
public final class Jobs implements AutoCloseable {
    private final TimeSource time;
    private final boolean inline;
    private final AtomicLong ids = new AtomicLong();
    private final ConcurrentSkipListMap<Long, Job<?>> running = new ConcurrentSkipListMap<>();
    private final List<Consumer<JobSnapshot>> listeners = new CopyOnWriteArrayList<>();

    /** Jobs on virtual threads. */
    public Jobs(TimeSource time) {
        this(time, false);
    }

    private Jobs(TimeSource time, boolean inline) {
        this.time = time;
        this.inline = inline;
    }

    /** Jobs that run on the calling thread and are over when {@link #start} returns: for tests. */
    public static Jobs inline(TimeSource time) {
        return new Jobs(time, true);
    }

    /** Starts this work as a job. */
    public <T> Job<T> start(Phrase title, Work<T> work) {
        long id = ids.incrementAndGet();
        ProgressTree.Later later =
                inline ? ProgressTree.Later.NEVER : (pause, then) -> Threads.after("progress-" + id, time, pause, then);
        Job<T> job = new Job<>(id, title, time, this::tell, later, () -> running.remove(id));
        running.put(id, job);
        tell(job.snapshot());
        if (inline) {
            job.run(work);
        } else {
            Threads.virtual("job-" + id, () -> job.run(work));
        }
        return job;
    }

    /** The jobs that are not over, oldest first. */
    public List<Job<?>> running() {
        return List.copyOf(running.values());
    }

    /** Calls the listener at every step of every job, until the answer is closed. */
    public Listening listen(Consumer<JobSnapshot> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    private void tell(JobSnapshot snapshot) {
        for (Consumer<JobSnapshot> listener : listeners) {
            listener.accept(snapshot);
        }
    }

    /** Cancels what runs. */
    @Override
    public void close() {
        running.values().forEach(Job::cancel);
    }

    /** A listener's place; closing it ends the listening. */
    @FunctionalInterface
    public interface Listening extends AutoCloseable {
        @Override
        void close();
    }
}
