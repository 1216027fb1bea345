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
 * @param features what this one has that not every one has, such as {@code io-uring}, {@code sandbox}
 * @param problem why it cannot be used; null if it can
 */
public record HypervisorFacts(
        String name,
        String version,
        Set<String> firmwares,
        Set<String> features,
        @Nullable Problem problem) {
    /** Copies the words. */
    public HypervisorFacts {
        firmwares = Set.copyOf(firmwares);
        features = Set.copyOf(features);
    }

    /** Whether it can be confined. */
    public boolean sandbox() {
        return features.contains("sandbox");
    }

    /** One that cannot be used, for this reason. */
    public static HypervisorFacts unusable(String name, Problem problem) {
        return new HypervisorFacts(name, "", Set.of(), Set.of(), problem);
    }
}
