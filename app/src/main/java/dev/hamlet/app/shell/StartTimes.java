package dev.hamlet.app.shell;

import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the log how long after the start of the JVM each stage of the window was reached. */
final class StartTimes {
    private static final Logger LOG = LoggerFactory.getLogger(StartTimes.class);

    private final Instant begin = ProcessHandle.current().info().startInstant().orElseGet(Instant::now);

    /** This stage has been reached now. */
    void reached(String stage) {
        if (LOG.isInfoEnabled()) {
            LOG.info(
                    "{} after {} ms",
                    stage,
                    Duration.between(begin, Instant.now()).toMillis());
        }
    }
}
