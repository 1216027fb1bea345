package dev.hamlet.engine.catalog;

import dev.hamlet.engine.host.HamletPaths;
import dev.hamlet.engine.host.Turn;
import dev.hamlet.engine.host.WholeFile;
import dev.hamlet.engine.image.Image;
import dev.hamlet.engine.image.ImageReference;
import dev.hamlet.engine.image.ImageStore;
import dev.hamlet.engine.job.Phrase;
import dev.hamlet.engine.job.Progress;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.engine.problem.ImageProblem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.nativebridge.FileLock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Makes a container image once, however many threads and processes want it: whoever comes second waits and finds it made.
 * Safe for use by many threads.
 */
final class ContainerMaking {
    private final HamletPaths paths;
    private final ImageStore store;
    private final TimeSource time;

    ContainerMaking(HamletPaths paths, ImageStore store, TimeSource time) {
        this.paths = paths;
        this.store = store;
        this.time = time;
    }

    /** Makes the image; called by one thread of one process at a time. */
    @FunctionalInterface
    interface Making {
        Image make(ImageStore store, Progress progress) throws ProblemException, InterruptedException;
    }

    /**
     * The image of this name; made now if the store does not have it.
     *
     * @param id ASCII, a file name
     */
    Image once(String id, ImageReference name, Progress progress, Making making)
            throws ProblemException, InterruptedException {
        Optional<Image> there = find(name);
        if (there.isPresent()) {
            return there.get();
        }
        Path locks = paths.cache().resolve("locks");
        HamletPaths.makePrivate(locks);
        Path file = locks.resolve("container-" + id);
        try (FileLock _ = Turn.await(file, time, () -> {
            Progress _ = progress.part(Phrase.of("step.made-elsewhere", name.familiar()), 0);
        })) {
            there = find(name);
            return there.isPresent() ? there.get() : making.make(store, progress);
        } catch (IOException e) {
            throw new ProblemException(new HostProblem.FileUnusable(file, WholeFile.reason(e)), e);
        }
    }

    private Optional<Image> find(ImageReference name) throws ProblemException {
        try {
            return Optional.of(store.resolve(name.toString()));
        } catch (ProblemException e) {
            if (e.problem() instanceof ImageProblem.ContainerImageNotFound) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
