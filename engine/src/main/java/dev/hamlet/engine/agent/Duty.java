package dev.hamlet.engine.agent;

import java.time.Duration;
import java.util.Optional;

/** A kind of thing that the agent looks after. Called by the agent's thread alone. */
@FunctionalInterface
public interface Duty {
    /**
     * Does what is due now, by what the files say, and does not wait for what is not.
     *
     * @param poke to be run by any thread when this is to be called again before its time
     * @return when this is to be called again at the latest; empty where the agent is not needed
     */
    Optional<Duration> attend(Runnable poke) throws InterruptedException;
}
