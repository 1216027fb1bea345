package dev.hamlet.engine.machine;

import dev.hamlet.engine.problem.ProblemException;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One command of a machine at a time in this process; among processes the lock of the machine's folder does the same.
 * Safe for use by many threads.
 */
final class CommandTurn {
    private final ReentrantLock lock = new ReentrantLock();
    private final Observation observation;

    CommandTurn(Observation observation) {
        this.observation = observation;
    }

    /** Held until it is closed, by the thread that took it. */
    interface Held extends AutoCloseable {
        @Override
        void close();
    }

    /** Waits for the turn. */
    Held take() throws InterruptedException {
        lock.lockInterruptibly();
        return lock::unlock;
    }

    /** Waits for the turn and looks at the evidence, so that the state is true when the command begins. */
    Held takeLooking() throws ProblemException, InterruptedException {
        lock.lockInterruptibly();
        boolean looked = false;
        try {
            observation.look();
            looked = true;
            return lock::unlock;
        } finally {
            if (!looked) {
                lock.unlock();
            }
        }
    }

    /** The turn, if no command has it now. */
    Optional<Held> tryTake() {
        return lock.tryLock() ? Optional.of(lock::unlock) : Optional.empty();
    }
}
