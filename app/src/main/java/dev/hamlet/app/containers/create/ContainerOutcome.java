package dev.hamlet.app.containers.create;

import dev.hamlet.engine.container.ContainerSnapshot;
import dev.hamlet.engine.job.Phrase;
import dev.hamlet.engine.problem.Problem;
import java.util.Optional;

/** What the making of a container came to. */
public sealed interface ContainerOutcome {
    /**
     * It is there.
     *
     * @param startProblem why it was not started although that was wanted
     */
    record Made(ContainerSnapshot container, Optional<Problem> startProblem) implements ContainerOutcome {}

    /**
     * It could not be made, and nothing is left of it but what came of its image.
     *
     * @param kept how the container that was to be changed stands now; empty for a new one, or where that cannot be seen
     * @param again begins the same work once more: what was cut off goes on where it stopped
     */
    record Failed(Problem problem, Optional<Phrase> kept, Runnable again) implements ContainerOutcome {}

    /** The person took it back; nothing is left of it but what came of its image. */
    record Cancelled() implements ContainerOutcome {}
}
