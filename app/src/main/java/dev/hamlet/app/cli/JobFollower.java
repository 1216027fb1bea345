package dev.hamlet.app.cli;

import dev.hamlet.engine.job.Job;
import dev.hamlet.engine.job.JobSnapshot;
import dev.hamlet.engine.job.Threads;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.problem.ProblemException;
import java.time.Duration;
import org.slf4j.LoggerFactory;

/**
 * Shows how a job goes while a command waits for it: on a terminal as one line, drawn anew ten times a second and erased
 * at the end; elsewhere as a plain line for each step and each tenth of it. Jobs that are over in a moment show nothing.
 */
final class JobFollower {
    private static final Duration DRAW_EVERY = Duration.ofMillis(100);

    private JobFollower() {}

    /**
     * Waits for the job. Whoever interrupts the waiting cancels the job, and is waited for until it has taken back what it
     * began.
     *
     * @param silent whether nothing shall be shown
     */
    static <T> T follow(Session session, Job<T> job, boolean silent) throws ProblemException, InterruptedException {
        if (silent || job.snapshot().state().isOver()) {
            return awaitOrCancel(job);
        }
        ProgressView view = session.output().errorsShown() ? new ProgressLine(session) : new ProgressLines(session);
        try (Threads.Repeating _ =
                Threads.repeat("progress", TimeSource.system(), DRAW_EVERY, () -> show(view, job.snapshot()))) {
            return awaitOrCancel(job);
        } finally {
            view.close();
        }
    }

    private static <T> T awaitOrCancel(Job<T> job) throws ProblemException, InterruptedException {
        try {
            return job.await();
        } catch (InterruptedException e) {
            job.cancel();
            awaitEnd(job);
            throw e;
        }
    }

    /** Waits until the job is over, however it ended and whoever interrupts. */
    static void awaitEnd(Job<?> job) {
        boolean interrupted = false;
        while (!job.snapshot().state().isOver()) {
            try {
                Object _ = job.await();
            } catch (ProblemException e) {
                LoggerFactory.getLogger(JobFollower.class).debug("a job that nobody follows failed", e);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static void show(ProgressView view, JobSnapshot snapshot) {
        if (!snapshot.state().isOver()) {
            view.show(snapshot);
        }
    }

    /** Shows snapshots of one job. Safe for use by two threads: one shows, one closes. */
    interface ProgressView {
        void show(JobSnapshot snapshot);

        /** Erases what was drawn; nothing is shown after that. */
        void close();
    }
}
