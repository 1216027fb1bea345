package dev.hamlet.app.cli;

import dev.hamlet.engine.problem.ContainerProblem;
import dev.hamlet.engine.problem.Problem;

/** Exit codes of commands that pass on those of programs in containers, as docker and podman have them. */
final class ContainerCodes {
    /** The container did not come to be. */
    static final int NOT_STARTED = 125;

    /** Nobody saw how the program ended. */
    static final int UNSEEN = 255;

    private static final int NOT_EXECUTABLE = 126;
    private static final int NOT_THERE = 127;

    private ContainerCodes() {}

    /**
     * The code for a problem.
     *
     * @param usual that of other commands
     * @param otherwise where the problem is none of the program's
     */
    static int of(Problem problem, ExitCode usual, int otherwise) {
        return switch (problem) {
            case ContainerProblem.EntryPointMissing missing -> NOT_THERE;
            case ContainerProblem.EntryPointNotExecutable program -> NOT_EXECUTABLE;
            default -> usual == ExitCode.CANCELLED ? usual.number() : otherwise;
        };
    }
}
