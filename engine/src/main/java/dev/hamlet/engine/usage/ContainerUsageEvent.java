package dev.hamlet.engine.usage;

import dev.hamlet.engine.container.ContainerId;
import java.time.Instant;

/** What listeners of a {@link ContainerMeter} are told; on the meter's thread, so they must not block. */
public sealed interface ContainerUsageEvent {
    /** Which container. */
    ContainerId id();

    /** What a running container uses now; of its processors' number {@link Usage} says nothing. */
    record Sampled(ContainerId id, Usage usage, Instant time) implements ContainerUsageEvent {}

    /** A container has ended, and uses nothing. */
    record Ended(ContainerId id) implements ContainerUsageEvent {}
}
