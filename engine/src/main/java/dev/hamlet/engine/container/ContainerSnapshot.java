package dev.hamlet.engine.container;

import dev.hamlet.engine.problem.Problem;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A container as it was seen at one moment.
 *
 * @param id its id
 * @param name what people call it; of a broken one the beginning of its id
 * @param spec what it should be; empty for a broken one
 * @param state how it stands
 * @param pid of its first process, as this computer counts; only while it runs
 * @param started when it last started
 * @param end how it last ended; empty while it runs and before
 * @param problem why it is broken
 * @param restarts how often it was started again by itself since a person started it
 * @param again when it is started again, while it is {@link ContainerState#RESTARTING}
 * @param health how it says it is, while it runs and is asked for that
 */
public record ContainerSnapshot(
        ContainerId id,
        String name,
        Optional<ContainerSpec> spec,
        ContainerState state,
        OptionalLong pid,
        Optional<Instant> started,
        Optional<ContainerEnd> end,
        Optional<Problem> problem,
        int restarts,
        Optional<Instant> again,
        Optional<ContainerHealth> health) {}
