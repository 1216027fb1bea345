package dev.hamlet.engine.job;

import java.util.List;

/**
 * Where long work tells how far it is. Progress is a tree: a part stands for a share of its parent, and its own fraction
 * fills that share. Used by the thread of the work alone.
 *
 * <p>Cancelling a job interrupts its thread: blocking calls end with {@link InterruptedException}, and loops that do not
 * block call {@link #check()}.
 */
public interface Progress {
    /** A progress that nobody looks at; {@link #check()} still heeds interruption. */
    static Progress none() {
        return NoProgress.INSTANCE;
    }

    /**
     * Begins the next part of this work.
     *
     * @param what what is being done now
     * @param share the part's share of this progress, 0 to 1; shares of all parts together make 1 at most
     */
    Progress part(Phrase what, double share);

    /** This progress stands at {@code fraction} (0 to 1) of its own work. Never goes back. */
    void fraction(double fraction);

    /**
     * This progress has done so many bytes of so many.
     *
     * @param total all bytes, or -1 where nobody knows
     */
    void bytes(long done, long total);

    /**
     * What this step works at side by side; told with the bytes that are reported next, and forgotten with the next step.
     */
    default void parts(List<JobPart> parts) {}

    /**
     * Ends the work if it was cancelled.
     *
     * @throws InterruptedException if it was
     */
    default void check() throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }
}
