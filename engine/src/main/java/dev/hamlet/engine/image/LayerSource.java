package dev.hamlet.engine.image;

import dev.hamlet.engine.problem.ProblemException;
import java.io.IOException;

/** Where layers are read from. */
@FunctionalInterface
interface LayerSource {
    /**
     * Opens a layer.
     *
     * @param partOf what names it, for words
     * @throws ProblemException {@code BlobMissing}
     */
    VerifiedInput open(BlobDescriptor layer, String partOf) throws IOException, ProblemException, InterruptedException;
}
