package dev.hamlet.engine.machine;

import dev.hamlet.engine.host.Turn;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.problem.MachineProblem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.nativebridge.FileLock;
import java.nio.file.Path;

/**
 * The one lock under which machines get and give up their names and folders, whichever process asks. Held for
 * moments: while a disk is made, only the new machine's own lock is held.
 */
final class Names {
    private final Turn turn;

    Names(Path machines, TimeSource time) {
        this.turn = new Turn(machines.resolve(".names.lock"), time);
    }

    /** Something to do while no other process can take a name. */
    @FunctionalInterface
    interface Step {
        void run() throws ProblemException, InterruptedException;
    }

    /** Something to do, in no time, while no other process can take a name. */
    @FunctionalInterface
    interface Glance {
        void run() throws ProblemException;
    }

    /**
     * Does this when the names are free.
     *
     * @param name for the problem
     * @throws ProblemException {@code MachineBusy} if they are not within some seconds
     */
    void with(String name, Step step) throws ProblemException, InterruptedException {
        try (FileLock _ =
                turn.take().orElseThrow(() -> new ProblemException(new MachineProblem.MachineBusy(name, 0)))) {
            step.run();
        }
    }

    /** Does this if the names are free now; else another time will do. */
    void ifFree(Glance glance) throws ProblemException {
        try (FileLock taken = turn.takeIfFree().orElse(null)) {
            if (taken != null) {
                glance.run();
            }
        }
    }
}
