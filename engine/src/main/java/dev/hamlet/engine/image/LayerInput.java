package dev.hamlet.engine.image;

import dev.hamlet.engine.problem.ImageProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;

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
    private final AheadInput ahead;

    private LayerInput(VerifiedInput packed, InputStream unpacked, BlobDescriptor layer, BlobDigest diffId) {
        this.packed = packed;
        this.unpacked = unpacked;
        this.layer = layer;
        this.diffId = diffId;
        this.ahead = new AheadInput(unpacked, BlobDigest.begin());
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
        return ahead;
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
        int got = ahead.read(buffer);
        while (got >= 0) {
            got = ahead.read(buffer);
        }
        ahead.close();
        packed.finish();
        BlobDigest actual = ahead.digest();
        if (!actual.equals(diffId)) {
            throw new ProblemException(new ImageProblem.BlobDamaged(
                    layer.digest().toString(),
                    "unpacked it comes to " + actual + ", and its image names it " + diffId));
        }
    }

    /**
     * What is wrong with a layer that could not be unpacked.
     *
     * @throws InterruptedException if nothing is, but that the work was cancelled
     */
    ProblemException blame(IOException failure) throws IOException, InterruptedException {
        if (failure instanceof InterruptedIOException) {
            boolean _ = Thread.interrupted();
            throw new InterruptedException();
        }
        ahead.close();
        return packed.blame(failure);
    }

    @Override
    public void close() throws IOException {
        ahead.close();
        unpacked.close();
    }
}
