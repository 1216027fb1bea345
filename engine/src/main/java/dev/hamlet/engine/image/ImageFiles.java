package dev.hamlet.engine.image;

import dev.hamlet.engine.job.Progress;
import dev.hamlet.engine.problem.ProblemException;
import java.io.IOException;
import java.util.Optional;

/** The files of an image in a foreign form: a folder, or an archive that was written to the folder of a work. */
interface ImageFiles {
    /** Whether there is a file of this name. */
    boolean has(String name) throws IOException;

    /** A file that is to be read whole, empty for one that is not there; longer ones than descriptions are refused. */
    Optional<byte[]> small(String name) throws IOException, ProblemException;

    /** A file as a part that can be taken in once, empty for one that is not there. */
    Optional<Blobs.Incoming> part(String name, Progress progress)
            throws IOException, ProblemException, InterruptedException;
}
