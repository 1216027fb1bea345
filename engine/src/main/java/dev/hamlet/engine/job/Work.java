package dev.hamlet.engine.job;

import dev.hamlet.engine.problem.ProblemException;

/**
 * What a job does, in plain blocking code.
 *
 * @param <T> what it makes
 */
@FunctionalInterface
public interface Work<T> {
    /**
     * Does the work.
     *
     * @throws ProblemException if it failed; what it had begun is taken back by then
     * @throws InterruptedException if it was cancelled; what it had begun is taken back by then
     */
    T run(Progress progress) throws ProblemException, InterruptedException;
}
