package dev.hamlet.engine.host;

import dev.hamlet.engine.problem.Problem;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the host report says of the hypervisor, which this package does not know.
 *
 * @param name such as {@code QEMU}
 * @param version empty if it could not be asked
 * @param firmwares what guests can start with: {@code bios}, {@code uefi}
 * @param sandbox whether it can be confined
 * @param problem why it cannot be used; null if it can
 */
public record HypervisorFacts(
        String name,
        String version,
        Set<String> firmwares,
        boolean sandbox,
        @Nullable Problem problem) {
    /** Copies the words. */
    public HypervisorFacts {
        firmwares = Set.copyOf(firmwares);
    }

    /** One that cannot be used, for this reason. */
    public static HypervisorFacts unusable(String name, Problem problem) {
        return new HypervisorFacts(name, "", Set.of(), false, problem);
    }
}
