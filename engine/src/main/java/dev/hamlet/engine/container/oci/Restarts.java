package dev.hamlet.engine.container.oci;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How often a container was started again since a person started it.
 *
 * @param count how often, tries that failed included
 * @param delay how long it was waited the last time
 * @param failed when the last try failed, if it did
 */
record Restarts(int count, Duration delay, Optional<Instant> failed) {
    static final Restarts NONE = new Restarts(0, Duration.ZERO, Optional.empty());
}
