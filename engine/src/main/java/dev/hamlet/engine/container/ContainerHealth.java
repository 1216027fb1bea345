package dev.hamlet.engine.container;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * How a container that runs says it is.
 *
 * @param state what that comes to
 * @param failures how many answers in a row were bad
 * @param answers the last ones, at most {@link #KEPT}, the newest last
 */
public record ContainerHealth(State state, int failures, List<Answer> answers) {
    /** So many answers are kept. */
    public static final int KEPT = 5;

    /** Nobody has asked yet. */
    public static final ContainerHealth UNKNOWN = new ContainerHealth(State.STARTING, 0, List.of());

    /** How it is. */
    public enum State {
        /** It has not been well yet, and may still be starting. */
        STARTING,
        /** It was well when it was last asked, or not often enough unwell since. */
        HEALTHY,
        /** Its answers were bad as often as matters. */
        UNHEALTHY
    }

    /**
     * An answer.
     *
     * @param begin when it was asked
     * @param end when that was over
     * @param code the exit code of the program that was run; empty where that did not end in time
     * @param output the first 4096 bytes of what it wrote
     */
    public record Answer(Instant begin, Instant end, OptionalInt code, String output) {
        /** Whether all is well. */
        public boolean isGood() {
            return code.isPresent() && code.getAsInt() == 0;
        }
    }

    /** Copies the list. */
    public ContainerHealth {
        answers = List.copyOf(answers);
    }

    /**
     * How it is after another answer.
     *
     * @param started when the run began
     */
    public ContainerHealth after(Answer answer, HealthPlan plan, Instant started) {
        List<Answer> all = new ArrayList<>(answers);
        all.add(answer);
        List<Answer> kept = all.subList(Math.max(0, all.size() - KEPT), all.size());
        if (answer.isGood()) {
            return new ContainerHealth(State.HEALTHY, 0, kept);
        }
        boolean early = state == State.STARTING && answer.begin().isBefore(started.plus(plan.startPeriod()));
        int count = early ? failures : failures + 1;
        return new ContainerHealth(count >= plan.retries() ? State.UNHEALTHY : state, count, kept);
    }
}
