package dev.hamlet.engine.job;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Where threads come from. */
public final class Threads {
    private static final Logger LOG = LoggerFactory.getLogger(Threads.class);

    private Threads() {}

    /** Starts a virtual thread of this name. */
    public static Thread virtual(String name, Runnable work) {
        return Thread.ofVirtual().name(name).start(work);
    }

    /**
     * Starts a platform thread of this name that does not keep the JVM alive: for long calls into native code, which
     * would hold the carrier of a virtual thread.
     */
    public static Thread platform(String name, Runnable work) {
        return Thread.ofPlatform().daemon().name(name).start(work);
    }

    /** Runs the work when this program is ended from outside (Ctrl-C, SIGTERM) or ends; the program waits for it. */
    public static void atExit(String name, Runnable work) {
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().name(name).unstarted(work));
    }

    /** Runs the work on a virtual thread of this name once so much time has passed. */
    static void after(String name, TimeSource time, Duration pause, Runnable work) {
        Thread _ = virtual(name, () -> {
            try {
                time.sleep(pause);
                work.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /**
     * Runs the work again and again on a virtual thread, {@code pause} after its last end, until the answer is closed.
     * The first run is at once. A run that fails by a fault of ours is said in the log, and the next one comes all the
     * same.
     */
    public static Repeating repeat(String name, TimeSource time, Duration pause, Runnable work) {
        return repeat(name, time, () -> pause, work);
    }

    /** The same with a pause that may be another one each time. */
    public static Repeating repeat(String name, TimeSource time, Supplier<Duration> pause, Runnable work) {
        Thread thread = virtual(name, () -> {
            String fault = "";
            try {
                while (!Thread.currentThread().isInterrupted()) {
                    fault = runOnce(name, work, fault);
                    time.sleep(pause.get());
                }
            } catch (InterruptedException stopped) {
                Thread.currentThread().interrupt();
            }
        });
        return thread::interrupt;
    }

    /** Answers what went wrong, or nothing; a fault that lasts is said once. */
    private static String runOnce(String name, Runnable work, String before) {
        try {
            work.run();
            return "";
        } catch (RuntimeException e) {
            String fault = e.toString();
            if (!fault.equals(before)) {
                LOG.error("a run of {} failed; it goes on", name, e);
            }
            return fault;
        }
    }

    /**
     * Runs all the work side by side, on a virtual thread each, and answers the results in the order given.
     *
     * @throws InterruptedException if the caller was interrupted; all the work is interrupted too
     * @throws IllegalStateException if one of the works failed, with its failure as the cause
     */
    public static <T> List<T> inParallel(List<? extends Callable<T>> works) throws InterruptedException {
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            try {
                List<T> results = new ArrayList<>(works.size());
                for (Future<T> done : executor.invokeAll(works)) {
                    results.add(done.get());
                }
                return results;
            } catch (ExecutionException e) {
                throw new IllegalStateException("work of a parallel run failed", e.getCause());
            }
        }
    }

    /** Work that repeats until it is closed. */
    @FunctionalInterface
    public interface Repeating extends AutoCloseable {
        /** Stops the repeating; a run under way is interrupted. */
        @Override
        void close();
    }
}
