package dev.hamlet.engine.job;

import dev.hamlet.engine.problem.ProblemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Works of one job side by side. The first that fails ends the others; closing waits for all of them, so that nothing of
 * theirs goes on behind the job's back. Used by the thread of the job, the works by theirs.
 */
public final class Crew implements AutoCloseable {
    private final String name;
    private final List<Thread> threads = new ArrayList<>();
    private final List<CountDownLatch> ends = new ArrayList<>();
    private @Nullable ProblemException failure;
    private @Nullable RuntimeException fault;
    private boolean ended;

    /** Work of one of the crew. */
    @FunctionalInterface
    public interface Part {
        /** Does it; see {@link Work#run}. */
        void run() throws ProblemException, InterruptedException;
    }

    /** A crew whose threads are called so. */
    public Crew(String name) {
        this.name = name;
    }

    /** Starts work on a virtual thread. */
    public void start(Part work) {
        CountDownLatch end = begin();
        add(Threads.virtual(name + "-" + ends.size(), () -> run(work, end)));
    }

    /** Starts work that calls native code at length, on a thread of the system. */
    public void startNative(Part work) {
        CountDownLatch end = begin();
        add(Threads.platform(name + "-" + ends.size(), () -> run(work, end)));
    }

    private CountDownLatch begin() {
        CountDownLatch end = new CountDownLatch(1);
        ends.add(end);
        return end;
    }

    private synchronized void add(Thread thread) {
        threads.add(thread);
        if (ended) {
            thread.interrupt();
        }
    }

    private void run(Part work, CountDownLatch end) {
        try {
            work.run();
        } catch (ProblemException e) {
            fail(e, null);
        } catch (InterruptedException e) {
            // Whoever ended the crew knows why.
            fail(null, null);
        } catch (RuntimeException e) {
            fail(null, e);
        } catch (Error e) {
            // Such as of memory: what ends so has not done its work, and nobody may take it for done.
            fail(null, new IllegalStateException(e));
            throw e;
        } finally {
            end.countDown();
        }
    }

    private synchronized void fail(@Nullable ProblemException problem, @Nullable RuntimeException wrong) {
        if (!ended) {
            failure = problem;
            fault = wrong;
            end();
        }
    }

    private synchronized void end() {
        ended = true;
        threads.forEach(Thread::interrupt);
    }

    /**
     * Waits until all have ended.
     *
     * @param step how often the caller looks
     * @param look is called so often meanwhile, and at the end
     * @throws ProblemException why the first failed
     * @throws InterruptedException if the caller was interrupted, or a work was by somebody else
     */
    public void await(Duration step, Runnable look) throws ProblemException, InterruptedException {
        for (CountDownLatch end : List.copyOf(ends)) {
            while (!end.await(step.toMillis(), TimeUnit.MILLISECONDS)) {
                look.run();
            }
        }
        look.run();
        synchronized (this) {
            if (failure != null) {
                throw failure;
            } else if (fault != null) {
                throw fault;
            } else if (ended) {
                throw new InterruptedException();
            }
        }
    }

    /** Ends what still goes on, and returns when it has ended. */
    @Override
    public void close() {
        end();
        boolean interrupted = false;
        for (CountDownLatch end : ends) {
            while (true) {
                try {
                    end.await();
                    break;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
