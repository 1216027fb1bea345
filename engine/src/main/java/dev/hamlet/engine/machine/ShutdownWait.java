package dev.hamlet.engine.machine;

import dev.hamlet.engine.job.Progress;
import dev.hamlet.engine.problem.ProblemException;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Waits for a guest that was asked to shut down. Holds off no other command, so that a guest that does not obey can be
 * forced off meanwhile.
 */
final class ShutdownWait {
    private static final Logger LOG = LoggerFactory.getLogger(ShutdownWait.class);
    private static final Duration STEP = Duration.ofMillis(250);

    /** A guest that is still booting does not hear its power button, so it is pressed again. */
    private static final Duration PRESS_AGAIN = Duration.ofSeconds(5);

    private final RunningGuest guest;
    private final Observation observation;

    ShutdownWait(RunningGuest guest, Observation observation) {
        this.guest = guest;
        this.observation = observation;
    }

    /**
     * Waits until the guest has ended.
     *
     * @return false if it has not within this time
     */
    boolean await(Duration patience, Progress progress) throws ProblemException, InterruptedException {
        Duration left = patience;
        Duration sincePress = Duration.ZERO;
        while (true) {
            Duration step = left.compareTo(STEP) < 0 ? left : STEP;
            Optional<GuestEnd> ended = guest.awaitEnd(step);
            if (ended.isPresent()) {
                observation.ended(guest, asWished(ended.get()));
                return true;
            }
            progress.check();
            left = left.minus(step);
            if (left.isZero()) {
                return false;
            }
            sincePress = sincePress.plus(step);
            if (sincePress.compareTo(PRESS_AGAIN) >= 0) {
                pressAgain();
                sincePress = Duration.ZERO;
            }
        }
    }

    /** This process asked for the end, so it knows more than what the process's end alone tells. */
    private static GuestEnd asWished(GuestEnd seen) {
        return seen.how() == GuestEnd.How.UNSEEN
                ? new GuestEnd(GuestEnd.How.GUEST_SHUTDOWN, seen.detail(), seen.lastLines(), seen.at())
                : seen;
    }

    private void pressAgain() throws InterruptedException {
        try {
            guest.requestShutdown();
        } catch (ProblemException e) {
            // It may be ending at this very moment; the next look at it tells.
            LOG.debug("{} could not be asked again", guest.record().process(), e);
        }
    }
}
