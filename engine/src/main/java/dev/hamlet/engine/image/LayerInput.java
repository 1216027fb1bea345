package dev.hamlet.engine.image;

import dev.hamlet.engine.problem.ImageProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.io.IOException;
import java.io.InputStream;

/**
 * A layer as it is unpacked. At its end both digests are compared, that of the bytes and that of the unpacked ones. Used by
 * one thread.
 */
final class LayerInput implements AutoCloseable {
    private static final int BUFFER = 1 << 16;

    private final VerifiedInput packed;
    private final InputStream unpacked;
    private final BlobDescriptor layer;
    private final BlobDigest diffId;
    private final java.security.DigestInputStream digested;

    private LayerInput(VerifiedInput packed, InputStream unpacked, BlobDescriptor layer, BlobDigest diffId) {
        this.packed = packed;
        this.unpacked = unpacked;
        this.layer = layer;
        this.diffId = diffId;
        this.digested = new java.security.DigestInputStream(unpacked, BlobDigest.begin());
    }

    /** Opens a layer; closing it closes the part. */
    static LayerInput open(VerifiedInput part, BlobDescriptor layer, BlobDigest diffId)
            throws IOException, ProblemException {
        try {
            InputStream unpacked =
                    Packed.unpack(part, layer.digest().toString()).unpacked();
            return new LayerInput(part, unpacked, layer, diffId);
        } catch (IOException e) {
            throw part.blame(e);
        }
    }

    /** The unpacked bytes. */
    InputStream stream() {
        return digested;
    }

    /** How many packed bytes were read. */
    long read() {
        return packed.size();
    }

    /**
     * Reads what is left, and compares the digests.
     *
     * @throws ProblemException {@code BlobDamaged}
     */
    void finish() throws IOException, ProblemException {
        byte[] buffer = new byte[BUFFER];
        int got = digested.read(buffer);
        while (got >= 0) {
            got = digested.read(buffer);
        }
        packed.finish();
        BlobDigest actual = BlobDigest.end(digested.getMessageDigest());
        if (!actual.equals(diffId)) {
            throw new ProblemException(new ImageProblem.BlobDamaged(
                    layer.digest().toString(),
                    "unpacked it comes to " + actual + ", and its image names it " + diffId));
        }
    }

    /** What is wrong with a layer that could not be unpacked. */
    ProblemException blame(IOException failure) throws IOException {
        return packed.blame(failure);
    }

    @Override
    public void close() throws IOException {
        unpacked.close();
    }
}
