package dev.hamlet.engine.comparison;

import dev.hamlet.engine.problem.Problem;
import java.util.List;

/** What the trial of one of the two came to. */
public sealed interface Outcome {
    /**
     * It ran.
     *
     * @param by what ran a machine, {@code kvm} or {@code tcg}; empty for a container
     * @param median of each figure
     * @param rounds all, in their order
     */
    record Measured(String by, Cost median, List<Cost> rounds) implements Outcome {
        /** Copies the list. */
        public Measured {
            rounds = List.copyOf(rounds);
        }
    }

    /** It cannot be had here. */
    record NotHad(Problem problem) implements Outcome {}
}
