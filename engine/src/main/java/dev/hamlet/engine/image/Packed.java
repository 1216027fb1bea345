package dev.hamlet.engine.image;

import dev.hamlet.engine.problem.ImageProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/** How a layer or an archive is packed, which its first bytes tell, whatever its name or media type says. */
enum Packed {
    /** Not at all. */
    PLAIN(""),
    /** By gzip (RFC 1952), with several members and zeros after them too. */
    GZIP("+gzip"),
    /** By Zstandard (RFC 8878), with several frames and frames to be skipped too. */
    ZSTD("+zstd");

    private static final int BUFFER = 1 << 16;

    private final String ending;

    Packed(String ending) {
        this.ending = ending;
    }

    /** The media type of a layer that is packed so. */
    String mediaType() {
        return MediaTypes.LAYER + ending;
    }

    /** Bytes with what they are packed by. */
    record Bytes(Packed by, InputStream unpacked) {}

    /**
     * Looks at the first bytes and unpacks.
     *
     * @param what it is, for words
     * @throws ProblemException {@code LayerRefused} for a way that is not known here
     */
    static Bytes unpack(InputStream in, String what) throws IOException, ProblemException {
        BufferedInputStream packed = new BufferedInputStream(in, BUFFER);
        packed.mark(BUFFER);
        byte[] head = packed.readNBytes(8);
        packed.reset();
        Packed by = of(head, what);
        return new Bytes(
                by,
                switch (by) {
                    case PLAIN -> packed;
                    case GZIP -> new GZIPInputStream(packed, BUFFER);
                    case ZSTD -> Zstandard.unpack(packed);
                });
    }

    static Packed of(byte[] head, String what) throws ProblemException {
        if (begins(head, 0x1f, 0x8b)) {
            return GZIP;
        } else if (begins(head, 0x28, 0xb5, 0x2f, 0xfd)
                || (head.length > 3 && (head[0] & 0xf0) == 0x50 && begins(head, head[0] & 0xff, 0x2a, 0x4d, 0x18))) {
            return ZSTD;
        } else if (begins(head, 0xfd, '7', 'z', 'X', 'Z') || begins(head, 'B', 'Z', 'h')) {
            throw new ProblemException(new ImageProblem.LayerRefused(
                    what, "it is packed by xz or bzip2, which images for registries are not; pack it by gzip or zstd"));
        }
        return PLAIN;
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
}
