package dev.hamlet.engine.container;

import dev.hamlet.engine.image.ImageConfig.HealthCheck;
import java.util.List;

/**
 * What is done for a container while nobody looks.
 *
 * @param restart whether it is started again when it has ended
 * @param health how it is asked for its health, where that is not to be as its image has it
 * @param log how much of what it writes is kept
 */
public record Upkeep(RestartPolicy restart, HealthCheck health, LogLimits log) {
    /** What is done where nobody says anything. */
    public static final Upkeep USUAL = new Upkeep(RestartPolicy.NO, HealthCheck.UNSAID, LogLimits.USUAL);

    /** For a container that is not asked for its health, whatever its image says. */
    public static final HealthCheck UNASKED = new HealthCheck(
            List.of("NONE"),
            HealthCheck.UNSAID.interval(),
            HealthCheck.UNSAID.timeout(),
            HealthCheck.UNSAID.startPeriod(),
            HealthCheck.UNSAID.startInterval(),
            0);

    /** The same with this policy. */
    public Upkeep with(RestartPolicy other) {
        return new Upkeep(other, health, log);
    }

    /** The same with this question for its health. */
    public Upkeep with(HealthCheck other) {
        return new Upkeep(restart, other, log);
    }

    /** The same with this log, from its next start on. */
    public Upkeep with(LogLimits other) {
        return new Upkeep(restart, health, other);
    }
}
