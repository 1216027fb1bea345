package dev.hamlet.engine.container.oci;

import dev.hamlet.engine.host.Turn;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.problem.ContainerProblem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.nativebridge.FileLock;
import java.util.Optional;

/** Whose turn it is to change a container. */
final class ContainerTurns {
    private final TimeSource time;

    ContainerTurns(TimeSource time) {
        this.time = time;
    }

    /**
     * Waits for the turn.
     *
     * @param name what it is called, for the problem
     * @throws ProblemException {@code ContainerBusy}
     */
    FileLock take(ContainerFolder folder, String name) throws ProblemException, InterruptedException {
        return new Turn(folder.lock(), time).take().orElseThrow(() -> busy(name));
    }

    /** Takes the turn if nobody has it. */
    Optional<FileLock> takeIfFree(ContainerFolder folder) throws ProblemException {
        return new Turn(folder.lock(), time).takeIfFree();
    }

    /** Keeps others from removing it with its end. */
    FileLock attend(ContainerFolder folder, String name) throws ProblemException, InterruptedException {
        return new Turn(folder.attended(), time).take().orElseThrow(() -> busy(name));
    }

    /** The same if nobody does that already. */
    Optional<FileLock> attendIfFree(ContainerFolder folder) throws ProblemException {
        return new Turn(folder.attended(), time).takeIfFree();
    }

    private static ProblemException busy(String name) {
        return new ProblemException(new ContainerProblem.ContainerBusy(name));
    }
}
