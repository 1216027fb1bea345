package dev.hamlet.engine.image;

import dev.hamlet.engine.problem.ImageProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/**
 * A layer as it is unpacked: told by its first bytes, whatever its media type says, to be plain, gzip (several members and
 * zeros after them too) or zstd. At its end both digests are compared, that of the bytes and that of the unpacked ones.
 * Used by one thread.
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

    /** How a layer is packed. */
    enum Packing {
        PLAIN(""),
        GZIP("+gzip"),
        ZSTD("+zstd");

        private final String ending;

        Packing(String ending) {
            this.ending = ending;
        }

        String mediaType() {
            return MediaTypes.LAYER + ending;
        }
    }

    /**
     * How these bytes are packed, by their first ones.
     *
     * @throws ProblemException {@code LayerRefused} for a way that is not known here
     */
    static Packing packing(byte[] head, String what) throws ProblemException {
        if (begins(head, 0x1f, 0x8b)) {
            return Packing.GZIP;
        } else if (begins(head, 0x28, 0xb5, 0x2f, 0xfd)
                || (head.length > 3 && (head[0] & 0xf0) == 0x50 && begins(head, head[0] & 0xff, 0x2a, 0x4d, 0x18))) {
            // The latter is a frame to be skipped, with which some writers begin.
            return Packing.ZSTD;
        } else if (begins(head, 0xfd, '7', 'z', 'X', 'Z') || begins(head, 'B', 'Z', 'h')) {
            throw new ProblemException(new ImageProblem.LayerRefused(
                    what, "it is packed by xz or bzip2, which images for registries are not; pack it by gzip or zstd"));
        }
        return Packing.PLAIN;
    }

    private static boolean begins(byte[] head, int... bytes) {
        if (head.length < bytes.length) {
            return false;
        }
        for (int i = 0; i < bytes.length; i++) {
            if ((head[i] & 0xff) != bytes[i]) {
                return false;
            }
        }
        return true;
    }

    /** Opens a layer; closing it closes the part. */
    static LayerInput open(VerifiedInput part, BlobDescriptor layer, BlobDigest diffId)
            throws IOException, ProblemException {
        BufferedInputStream packed = new BufferedInputStream(part, BUFFER);
        packed.mark(BUFFER);
        byte[] head = packed.readNBytes(8);
        packed.reset();
        try {
            InputStream unpacked = switch (packing(head, layer.digest().toString())) {
                case PLAIN -> packed;
                case GZIP -> new GZIPInputStream(packed, BUFFER);
                case ZSTD -> Zstandard.unpack(packed);
            };
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
