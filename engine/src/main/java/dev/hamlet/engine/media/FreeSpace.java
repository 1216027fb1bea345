package dev.hamlet.engine.media;

import dev.hamlet.engine.problem.MediaProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How much room a folder's file system has. */
public final class FreeSpace {
    private FreeSpace() {}

    /** Bytes that this user may still write, or -1 where the system does not say. */
    static long of(Path folder) {
        try {
            return Files.getFileStore(folder).getUsableSpace();
        } catch (IOException e) {
            return -1;
        }
    }

    /** A file's length, or 0 where it cannot be had. */
    static long sizeOf(Path file) {
        try {
            return Files.size(file);
        } catch (IOException e) {
            return 0;
        }
    }

    /**
     * Refuses work that cannot fit.
     *
     * @throws ProblemException {@code SpaceShort}
     */
    public static void require(Path folder, long bytes) throws ProblemException {
        long free = of(folder);
        if (free >= 0 && free < bytes) {
            throw new ProblemException(new MediaProblem.SpaceShort(folder, bytes, free));
        }
    }
}
