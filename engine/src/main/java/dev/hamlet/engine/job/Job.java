package dev.hamlet.engine.job;

import dev.hamlet.engine.problem.CommandProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.nio.channels.ClosedByInterruptException;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Titled work on a thread of its own, that can be followed and cancelled. Its outcome is sealed once: done, failed or
 * cancelled. Safe for use by many threads.
 *
 * @param <T> what it makes
 */
public final class Job<T> {
    private final CountDownLatch over = new CountDownLatch(1);
    private final ProgressTree progress;
    private final Runnable ending;
    private @Nullable Thread thread;
    private @Nullable T result;
    private @Nullable ProblemException failure;
    private boolean cancelled;

    /** @param ending is run once the work is over, before anybody is told */
    Job(
            long id,
            Phrase title,
            TimeSource time,
            Consumer<JobSnapshot> listener,
            ProgressTree.Later later,
            Runnable ending) {
        this.ending = ending;
        this.progress = new ProgressTree(id, title, time, listener, later);
    }

    /** How it stands now. */
    public JobSnapshot snapshot() {
        return progress.snapshot();
    }

    /** Asks the work to stop and to take back what it began; no effect once it is over. */
    public synchronized void cancel() {
        cancelled = true;
        if (thread != null) {
            thread.interrupt();
        }
    }

    /**
     * Waits for the end and answers what the work made.
     *
     * @throws ProblemException if it failed, or was cancelled ({@link CommandProblem.Cancelled})
     * @throws InterruptedException if the waiting thread was interrupted; the job goes on
     */
    public T await() throws ProblemException, InterruptedException {
        over.await();
        synchronized (this) {
            if (failure != null) {
                throw failure;
            }
            return uncheckedResult();
        }
    }

    // The work answers a T; a T that may be null (Void) is the work's own choice.
    @SuppressWarnings("NullAway")
    private T uncheckedResult() {
        return result;
    }

    void run(Work<T> work) {
        synchronized (this) {
            thread = Thread.currentThread();
            if (cancelled) {
                thread.interrupt();
            }
        }
        JobSnapshot.State end;
        try {
            T made = work.run(progress.root());
            synchronized (this) {
                result = made;
            }
            end = JobSnapshot.State.DONE;
        } catch (InterruptedException e) {
            end = fail(new ProblemException(new CommandProblem.Cancelled(), e));
        } catch (ProblemException e) {
            end = fail(isCutOff(e) ? new ProblemException(new CommandProblem.Cancelled(), e) : e);
        } catch (RuntimeException | Error e) {
            // A fault of ours must end the job too, or its watchers would wait for ever.
            end = fail(new ProblemException(new CommandProblem.Unexpected(e.toString()), e));
        }
        synchronized (this) {
            // From here on a cancel must not interrupt what this thread does next.
            thread = null;
            boolean ignored = Thread.interrupted();
        }
        ending.run();
        progress.end(end, failure == null ? null : failure.problem());
        over.countDown();
    }

    /** A channel that is interrupted closes and fails like a broken file: that is the cancellation, not a problem. */
    private static boolean isCutOff(ProblemException e) {
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof ClosedByInterruptException) {
                return true;
            }
        }
        return false;
    }

    private synchronized JobSnapshot.State fail(ProblemException e) {
        failure = e;
        return e.problem() instanceof CommandProblem.Cancelled ? JobSnapshot.State.CANCELLED : JobSnapshot.State.FAILED;
    }
}
