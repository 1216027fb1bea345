package dev.hamlet.engine.transfer;

import dev.hamlet.engine.job.TimeSource;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLHandshakeException;

/** Counts the failures of one download and waits between its tries. Used by one thread. */
public final class Retries {
    /** Statuses of a site that may answer better later (RFC 9110 section 15, RFC 6585 section 4). */
    private static final Set<Integer> PASSING = Set.of(408, 425, 429, 500, 502, 503, 504);

    private final Patience patience;
    private final TimeSource time;
    private int failures;

    public Retries(Patience patience, TimeSource time) {
        this.patience = patience;
        this.time = time;
    }

    /** The site asked to come later. */
    public static final class TryLater extends IOException {
        private static final long serialVersionUID = 1L;
        private final int status;
        private final transient Optional<Duration> after;

        private TryLater(int status, Optional<Duration> after) {
            super("status " + status);
            this.status = status;
            this.after = after;
        }

        public int status() {
            return status;
        }
    }

    /**
     * Passes an answer on unless its status is one that may pass.
     *
     * @throws TryLater if it is
     */
    public void requireLasting(HttpAnswer answer) throws TryLater {
        if (PASSING.contains(answer.status())) {
            throw new TryLater(answer.status(), answer.retryAfter(time.now()));
        }
    }

    /** Something new came: failures are counted from here. */
    public void progressed() {
        failures = 0;
    }

    /** Waits before the next try; at once false if there shall be none. */
    public boolean pauseAfter(IOException failure) throws InterruptedException {
        failures++;
        // A certificate that is not believed will not be believed a second later.
        if (failures >= patience.tries() || failure instanceof SSLHandshakeException) {
            return false;
        }
        Duration pause = patience.pauseAfter(failures);
        if (failure instanceof TryLater later && later.after.isPresent()) {
            Duration asked = later.after.get();
            if (asked.compareTo(patience.longestPause()) > 0) {
                return false;
            }
            pause = asked.compareTo(pause) > 0 ? asked : pause;
        }
        time.sleep(pause);
        return true;
    }
}
