package dev.hamlet.app.machines;

import dev.hamlet.engine.problem.Problem;

/**
 * A command that failed, until the person has seen it or the machine has moved on.
 *
 * @param command what was tried
 * @param problem why it failed
 */
public record CommandFailure(MachineCommand command, Problem problem) {
    /** Whether it was a start. */
    boolean isStart() {
        return command == MachineCommand.START || command == MachineCommand.START_ANYWAY;
    }
}
