package dev.hamlet.engine.comparison;

import dev.hamlet.engine.job.Job;
import dev.hamlet.engine.problem.CommandProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Waits for work that ends with the one who waits. */
final class Making {
    private static final Logger LOG = LoggerFactory.getLogger(Making.class);

    private Making() {}

    /** Takes back what was made. */
    @FunctionalInterface
    interface TakingBack<T> {
        void accept(T made) throws ProblemException, InterruptedException;
    }

    /** Of work whose result is somebody else's to take back. */
    static <T> T of(Job<T> job) throws ProblemException, InterruptedException {
        return of(job, made -> {});
    }

    /**
     * The result of this work. Where the caller is interrupted it is cancelled, and over when this returns.
     *
     * @param back takes back what was made although it was cancelled
     */
    static <T> T of(Job<T> job, TakingBack<T> back) throws ProblemException, InterruptedException {
        try {
            return job.await();
        } catch (InterruptedException e) {
            job.cancel();
            Optional<T> made = end(job);
            if (made.isPresent()) {
                back.accept(made.get());
            }
            throw e;
        }
    }

    private static <T> Optional<T> end(Job<T> job) {
        while (true) {
            try {
                return Optional.of(job.await());
            } catch (ProblemException e) {
                if (!(e.problem() instanceof CommandProblem.Cancelled)) {
                    LOG.warn("what was cancelled ended otherwise", e);
                }
                return Optional.empty();
            } catch (InterruptedException e) {
                // It is cancelled already; the caller will tell of it.
                LOG.debug("interrupted once more", e);
            }
        }
    }
}
