package dev.hamlet.engine.media;

import dev.hamlet.engine.host.HostCapacity;
import dev.hamlet.engine.problem.MediaProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How much room a folder's file system has. */
public final class FreeSpace {
    private FreeSpace() {}

    /** Bytes that this user may still write. */
    static long of(Path folder) {
        return HostCapacity.diskFree(folder).bytes();
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
        // A file system of no size at all, as some over the network are, does not say.
        if (free < bytes && folder.toFile().getTotalSpace() > 0) {
            throw new ProblemException(new MediaProblem.SpaceShort(folder, bytes, free));
        }
    }
}
