package dev.hamlet.engine.catalog;

import dev.hamlet.engine.host.HamletPaths;
import dev.hamlet.engine.host.Turn;
import dev.hamlet.engine.host.WholeFile;
import dev.hamlet.engine.job.Phrase;
import dev.hamlet.engine.job.Progress;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.media.ImageLibrary;
import dev.hamlet.engine.media.LibraryImage;
import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.engine.problem.MediaProblem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.nativebridge.FileLock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Makes an image once, however many threads and processes want it: whoever comes second waits and finds it made. Safe for
 * use by many threads.
 */
final class ImageMaking {
    private final HamletPaths paths;
    private final ImageLibrary library;
    private final TimeSource time;

    ImageMaking(HamletPaths paths, ImageLibrary library, TimeSource time) {
        this.paths = paths;
        this.library = library;
        this.time = time;
    }

    /**
     * The image of this name; made now if the library does not have it.
     *
     * @param id ASCII, a file name
     */
    LibraryImage once(String id, String name, Progress progress, ImageLibrary.Filling filling)
            throws ProblemException, InterruptedException {
        Optional<LibraryImage> there = find(name);
        if (there.isPresent()) {
            return there.get();
        }
        Path locks = paths.cache().resolve("locks");
        HamletPaths.makePrivate(locks);
        Path file = locks.resolve("image-" + id);
        try (FileLock _ = Turn.await(file, time, () -> {
            Progress _ = progress.part(Phrase.of("step.made-elsewhere", name), 0);
        })) {
            there = find(name);
            return there.isPresent() ? there.get() : library.create(name, filling, progress);
        } catch (IOException e) {
            throw new ProblemException(new HostProblem.FileUnusable(file, WholeFile.reason(e)), e);
        }
    }

    private Optional<LibraryImage> find(String name) throws ProblemException {
        try {
            return Optional.of(library.find(name));
        } catch (ProblemException e) {
            if (e.problem() instanceof MediaProblem.ImageNotFound) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
