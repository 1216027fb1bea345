package dev.hamlet.app.containers;

import dev.hamlet.engine.container.ContainerUsage;
import java.util.Optional;

/**
 * What a container uses.
 *
 * @param processors how many it keeps busy; empty after the first look, which has none to compare with
 * @param memory bytes
 */
public record ContainerUse(Optional<Double> processors, long memory) {
    /** What it uses by these two looks. */
    static Optional<ContainerUse> of(Optional<ContainerUsage> before, ContainerUsage now) {
        if (now.memory() < 0) {
            return Optional.empty();
        }
        Optional<Double> busy = before.map(now::processorsSince).filter(count -> count >= 0);
        // No finer than it is shown, so that a line rests while its figures do.
        return Optional.of(new ContainerUse(busy.map(count -> Math.round(count * 100) / 100.0), now.memory()));
    }
}
