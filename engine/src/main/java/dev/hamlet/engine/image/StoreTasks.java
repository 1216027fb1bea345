package dev.hamlet.engine.image;

import dev.hamlet.engine.problem.ProblemException;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Work on the store that leaves nothing behind, however it ends. Safe for use by many threads. */
final class StoreTasks {
    private static final Logger LOG = LoggerFactory.getLogger(StoreTasks.class);

    private final StorePlaces places;
    private final StoreGarbage garbage;

    StoreTasks(StorePlaces places, StoreGarbage garbage) {
        this.places = places;
        this.garbage = garbage;
    }

    /**
     * What brings something in.
     *
     * @param <T> what comes of it
     */
    @FunctionalInterface
    interface Bringing<T> {
        T bring(StoreWork work) throws IOException, ProblemException, InterruptedException;
    }

    /** Begins work; after a process that was killed, what it brought in for nothing is removed first. */
    StoreWork begin() throws ProblemException, InterruptedException {
        StoreWork work = StoreWork.begin(places);
        if (work.sweptOthers()) {
            try {
                long _ = garbage.collect(work);
            } catch (IOException | ProblemException e) {
                LOG.warn("what a killed process has left could not be removed", e);
            }
        }
        return work;
    }

    /** Brings something in; if that fails, the parts that came are removed. */
    <T> T bringIn(Bringing<T> bringing) throws ProblemException, InterruptedException {
        boolean done = false;
        try {
            try (StoreWork work = begin()) {
                T made = bringing.bring(work);
                done = true;
                return made;
            } catch (IOException e) {
                throw places.unusable(e);
            }
        } finally {
            if (!done) {
                takeBack();
            }
        }
    }

    /** Removes parts that came in for nothing, also for whoever was interrupted. */
    private void takeBack() {
        boolean interrupted = Thread.interrupted();
        try (StoreWork work = StoreWork.begin(places)) {
            long _ = garbage.collect(work);
        } catch (IOException | ProblemException e) {
            LOG.warn("parts of an image that came in for nothing are left until the next prune", e);
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
