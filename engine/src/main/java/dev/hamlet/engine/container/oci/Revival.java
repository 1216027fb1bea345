package dev.hamlet.engine.container.oci;

import dev.hamlet.engine.container.ContainerEnd;
import dev.hamlet.engine.container.RestartPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * When an ended container is started again, with Docker's delays: 100 ms, twice as long each time, a minute at most, and
 * from the beginning once it has run for 10 s. Pure: whoever looks comes to the same, so that nothing is lost with the agent.
 *
 * @param time when
 * @param delay how long after its end
 */
record Revival(Instant time, Duration delay) {
    private static final Duration FIRST = Duration.ofMillis(100);
    private static final Duration LONGEST = Duration.ofMinutes(1);
    private static final Duration STEADY = Duration.ofSeconds(10);

    /**
     * Decides it.
     *
     * @param ended how it last ended
     * @param restarts what came before
     * @param boot which boot of the computer this is
     * @return empty where it stays as it is
     */
    static Optional<Revival> of(RestartPolicy policy, RunRecordJson.Ended ended, Restarts restarts, String boot) {
        if (ended.asked()) {
            boolean another = policy.kind() == RestartPolicy.Kind.ALWAYS
                    && !ended.boot().isEmpty()
                    && !ended.boot().equals(boot);
            return another ? Optional.of(after(ended, restarts)) : Optional.empty();
        }
        boolean again = switch (policy.kind()) {
            case NO -> false;
            case ALWAYS, UNLESS_STOPPED -> true;
            case ON_FAILURE -> hasFailed(ended.end()) && (policy.most() == 0 || restarts.count() < policy.most());
        };
        return again ? Optional.of(after(ended, restarts)) : Optional.empty();
    }

    private static boolean hasFailed(ContainerEnd end) {
        return end.code().isEmpty() || end.code().getAsInt() != 0;
    }

    private static Revival after(RunRecordJson.Ended ended, Restarts restarts) {
        Instant end = restarts.failed().orElse(ended.end().time());
        boolean steady = restarts.failed().isEmpty()
                && Duration.between(ended.started(), ended.end().time()).compareTo(STEADY) >= 0;
        Duration twice = restarts.delay().multipliedBy(2);
        Duration delay = steady || twice.isZero() ? FIRST : twice.compareTo(LONGEST) > 0 ? LONGEST : twice;
        return new Revival(end.plus(delay), delay);
    }

    /** How long it is still to be waited; a clock that was set back makes nobody wait for longer than at first. */
    Duration remaining(Instant now) {
        Duration left = Duration.between(now, time);
        if (left.isNegative()) {
            return Duration.ZERO;
        }
        return left.compareTo(delay) > 0 ? delay : left;
    }
}
