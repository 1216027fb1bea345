package dev.hamlet.app.fx;

import dev.hamlet.engine.job.Threads;
import dev.hamlet.engine.job.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Runs all that comes again and again together, once a second: a window is drawn once for all of it, and not for each
 * figure when it comes. Slower while nobody has the window before them or has touched it for a minute, and not at all
 * while it is put away; what was to be shown meanwhile is shown as soon as it is back. {@link #execute} may be called by any thread and never blocks.
 */
public final class Beat implements Executor, AutoCloseable {
    private static final Duration SECOND = Duration.ofSeconds(1);

    /** How much a window is looked at. */
    public enum Regard {
        /** It has the person's eye. */
        CLOSE,
        /** It is there, and another one has the person's eye. */
        PASSING,
        /** Nobody can see it. */
        NONE
    }

    /** A window that nobody has touched for so many seconds is seen in passing. */
    private static final int UNTOUCHED = 60;

    /** Of a window that is seen in passing every so many seconds are drawn. */
    private static final int IN_PASSING = 5;

    private final Executor fx;
    private final Runnable each;
    private final Threads.Repeating clock;
    private final ReentrantLock lock = new ReentrantLock();
    private final AtomicBoolean underWay = new AtomicBoolean();
    private List<Runnable> waiting = new ArrayList<>();
    /** These three belong to the thread that everything runs on. */
    private Regard regard = Regard.CLOSE;

    private int passed;
    private int untouched;

    /**
     * A beat that begins at once.
     *
     * @param fx runs everything, {@link FxRelay#fxThread()} but in tests
     * @param each is run every second, whoever looks, and before all that waits
     */
    public Beat(TimeSource time, Executor fx, Runnable each) {
        this.fx = fx;
        this.each = each;
        this.clock = Threads.repeat("beat", time, SECOND, this::second);
    }

    private void second() {
        // A thread that is held up must not find a hundred beats when it goes on.
        if (underWay.compareAndSet(false, true)) {
            fx.execute(() -> {
                underWay.set(false);
                each.run();
                passed++;
                untouched++;
                boolean close = regard == Regard.CLOSE && untouched <= UNTOUCHED;
                if (close || (regard != Regard.NONE && passed >= IN_PASSING)) {
                    show();
                }
            });
        }
    }

    /** How much the window is looked at from now on. Called by the thread that everything runs on. */
    public void regard(Regard now) {
        boolean more = now.compareTo(regard) < 0;
        regard = now;
        if (more) {
            show();
        }
    }

    /** Somebody does something in the window. Called by the thread that everything runs on. */
    public void touch() {
        boolean rested = untouched > UNTOUCHED;
        untouched = 0;
        if (rested && regard != Regard.NONE) {
            show();
        }
    }

    private void show() {
        passed = 0;
        take().forEach(Runnable::run);
    }

    private List<Runnable> take() {
        lock.lock();
        try {
            List<Runnable> all = waiting;
            waiting = new ArrayList<>();
            return all;
        } finally {
            lock.unlock();
        }
    }

    /** Runs this with the next beat. */
    @Override
    public void execute(Runnable work) {
        lock.lock();
        try {
            waiting.add(work);
        } finally {
            lock.unlock();
        }
    }

    /** Ends the beat; what waits is not run any more. */
    @Override
    public void close() {
        clock.close();
    }
}
