package dev.hamlet.nativebridge;

import java.time.Duration;
import java.util.Optional;

/**
 * A process that this program started and that outlives it. Its status is collected as soon as it ends, also when
 * nobody asks and this object was dropped, so it never stays a zombie. May be used by many threads; the waits are cheap
 * for virtual threads.
 */
public interface DetachedProcess {
    /** Who it is, for as long as the computer runs. */
    ProcessIdentity identity();

    /** How it ended, empty while it runs. Never waits. */
    Optional<ExitStatus> poll();

    /** Waits until it has ended. */
    ExitStatus waitFor() throws InterruptedException;

    /**
     * Waits until it has ended, or the time is over.
     *
     * @return how it ended, empty if it still runs
     */
    Optional<ExitStatus> waitFor(Duration atMost) throws InterruptedException;
}
