package dev.hamlet.engine.comparison;

import dev.hamlet.engine.job.Progress;
import dev.hamlet.engine.problem.ProblemException;

/** One way to run the server. */
interface Trial {
    /**
     * Makes what all rounds are made from.
     *
     * @throws ProblemException why there can be no round here
     */
    void prepare(Progress progress) throws ProblemException, InterruptedException;

    /**
     * Runs the server once, and leaves nothing.
     *
     * @throws ProblemException if it cannot be run, or does not answer
     * @throws InterruptedException if it was cancelled; nothing is left then either
     */
    Cost round() throws ProblemException, InterruptedException;

    /** What ran it, known once there was a round; empty where that is always the same. */
    String by();

    /** Takes away what outlives rounds and is of no use to the next comparison. */
    void finish() throws ProblemException, InterruptedException;
}
