package dev.hamlet.engine.container;

import dev.hamlet.engine.problem.Problem;
import java.util.Optional;

/**
 * Which limits containers can be given here.
 *
 * @param memory why none of memory; empty where there can be one
 * @param cpus why none of processors
 * @param pids why none of processes and threads
 */
public record KeptLimits(Optional<Problem> memory, Optional<Problem> cpus, Optional<Problem> pids) {
    /** All of them. */
    public static final KeptLimits ALL = new KeptLimits(Optional.empty(), Optional.empty(), Optional.empty());

    /** Why what is wanted cannot be had. */
    public Optional<Problem> obstacle(ContainerLimits wanted) {
        return memory.filter(_ -> wanted.memory().isPresent())
                .or(() -> cpus.filter(_ -> wanted.cpus() > 0))
                .or(() -> pids.filter(_ -> wanted.pids() > 0));
    }
}
