package dev.hamlet.app.wizard;

import dev.hamlet.engine.machine.MachineId;
import dev.hamlet.engine.problem.Problem;
import java.util.Optional;

/** What became of a machine that was ordered, told when the work has ended. */
public sealed interface Outcome {
    /** What it was to be called. */
    String name();

    /**
     * It is there.
     *
     * @param startProblem why it was not started although that was wanted
     */
    record Made(MachineId id, String name, Optional<Problem> startProblem) implements Outcome {}

    /**
     * It could not be made, and nothing is left of it but what was downloaded.
     *
     * @param again begins the same work once more: a download goes on where it stopped
     */
    record Failed(String name, Problem problem, Runnable again) implements Outcome {}

    /** The person took it back; nothing is left of it but what was downloaded. */
    record Cancelled(String name) implements Outcome {}
}
