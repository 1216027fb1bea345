package dev.hamlet.engine.usage;

import dev.hamlet.engine.machine.MachineId;
import java.time.Instant;

/** What listeners of a {@link UsageMeter} are told; on the meter's thread, so they must not block. */
public sealed interface UsageEvent {
    /** What a running guest uses now. */
    record Sampled(MachineId id, Usage usage, Instant time) implements UsageEvent {}

    /** A guest has ended, and uses nothing. */
    record Ended(MachineId id) implements UsageEvent {}

    /** What the host uses now. */
    record HostSampled(HostUsage usage, Instant time) implements UsageEvent {}
}
