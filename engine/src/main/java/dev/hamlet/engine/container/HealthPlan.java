package dev.hamlet.engine.container;

import dev.hamlet.engine.image.ImageConfig.HealthCheck;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a container is asked for its health, with Docker's rules and Docker's values where nothing is said. Pure.
 *
 * @param command the program that answers by its exit code: 0 for healthy
 * @param interval between two questions
 * @param timeout for one answer
 * @param startPeriod in which failures do not count until the first success
 * @param startInterval between two questions in that period
 * @param retries failures in a row that make it unhealthy
 */
public record HealthPlan(
        List<String> command,
        Duration interval,
        Duration timeout,
        Duration startPeriod,
        Duration startInterval,
        int retries) {
    private static final Duration USUAL = Duration.ofSeconds(30);
    private static final Duration USUAL_AT_START = Duration.ofSeconds(5);
    private static final int USUAL_RETRIES = 3;

    /** Copies the list. */
    public HealthPlan {
        command = List.copyOf(command);
    }

    /**
     * What a person and an image say, together.
     *
     * @param wish whose values win, each for itself
     * @return empty where it is not asked
     */
    static Optional<HealthPlan> of(HealthCheck wish, Optional<HealthCheck> ofImage) {
        HealthCheck image = ofImage.orElse(HealthCheck.UNSAID);
        List<String> test = wish.test().isEmpty() ? image.test() : wish.test();
        if (test.size() < 2) {
            return Optional.empty();
        }
        List<String> command = new ArrayList<>(test.subList(1, test.size()));
        if (test.getFirst().equals("CMD-SHELL")) {
            command = List.of("/bin/sh", "-c", test.get(1));
        } else if (!test.getFirst().equals("CMD")) {
            return Optional.empty();
        }
        int retries = wish.retries() > 0 ? wish.retries() : image.retries();
        return Optional.of(new HealthPlan(
                command,
                first(wish.interval(), image.interval(), USUAL),
                first(wish.timeout(), image.timeout(), USUAL),
                first(wish.startPeriod(), image.startPeriod(), Duration.ZERO),
                first(wish.startInterval(), image.startInterval(), USUAL_AT_START),
                retries > 0 ? retries : USUAL_RETRIES));
    }

    private static Duration first(Duration one, Duration other, Duration last) {
        return !one.isZero() ? one : !other.isZero() ? other : last;
    }

    /**
     * When it is asked next.
     *
     * @param started when the run began
     */
    public Instant next(Instant started, ContainerHealth health) {
        Instant last = health.answers().isEmpty()
                ? started
                : health.answers().getLast().end();
        Duration left = Duration.between(last, started.plus(startPeriod));
        if (left.isNegative() || left.isZero()) {
            return last.plus(interval);
        }
        // At its end, however long the interval is.
        return last.plus(left.compareTo(startInterval) < 0 ? left : startInterval);
    }
}
