package dev.hamlet.engine.machine;

import dev.hamlet.engine.host.WholeFile;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.engine.problem.MachineProblem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.nativebridge.FileLock;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * The one lock under which machines get and give up their names and folders, whichever process asks. Held for
 * moments: while a disk is made, only the new machine's own lock is held.
 */
final class Names {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration STEP = Duration.ofMillis(10);

    private final Path file;
    private final TimeSource time;

    Names(Path machines, TimeSource time) {
        this.file = machines.resolve(".names.lock");
        this.time = time;
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
        long end = time.nanos() + PATIENCE.toNanos();
        while (true) {
            try (FileLock lock = tryAcquire().orElse(null)) {
                if (lock != null) {
                    step.run();
                    return;
                }
            }
            if (time.nanos() >= end) {
                throw new ProblemException(new MachineProblem.MachineBusy(name, 0));
            }
            time.sleep(STEP);
        }
    }

    /** Does this if the names are free now; else another time will do. */
    void ifFree(Glance glance) throws ProblemException {
        try (FileLock lock = tryAcquire().orElse(null)) {
            if (lock != null) {
                glance.run();
            }
        }
    }

    private Optional<FileLock> tryAcquire() throws ProblemException {
        try {
            return FileLock.tryAcquire(file);
        } catch (IOException e) {
            throw new ProblemException(new HostProblem.FileUnusable(file, WholeFile.reason(e)), e);
        }
    }
}
