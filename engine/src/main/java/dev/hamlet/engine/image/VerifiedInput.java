package dev.hamlet.engine.image;

import dev.hamlet.engine.problem.ImageProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.concurrent.atomic.AtomicLong;

/** Reads bytes, and at the end tells whether they were those that were promised. Used by one thread. */
final class VerifiedInput extends FilterInputStream {
    private final BlobDescriptor promised;
    private final MessageDigest digest = BlobDigest.begin();
    /** Whether somebody else compares the digest, and the end of the bytes comes only after that. */
    private final boolean elsewhere;

    /** Looked at by whoever tells of progress, too. */
    private final AtomicLong size = new AtomicLong();

    VerifiedInput(InputStream in, BlobDescriptor promised) {
        this(in, promised, false);
    }

    private VerifiedInput(InputStream in, BlobDescriptor promised, boolean elsewhere) {
        super(in);
        this.promised = promised;
        this.elsewhere = elsewhere;
    }

    /** Bytes whose end comes only once somebody else has compared their digest. */
    static VerifiedInput elsewhere(InputStream in, BlobDescriptor promised) {
        return new VerifiedInput(in, promised, true);
    }

    long size() {
        return size.get();
    }

    @Override
    public int read() throws IOException {
        int one = in.read();
        if (one >= 0) {
            count(new byte[] {(byte) one}, 0, 1);
        }
        return one;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int got = in.read(buffer, offset, length);
        if (got > 0) {
            count(buffer, offset, got);
        }
        return got;
    }

    private void count(byte[] buffer, int offset, int length) {
        if (!elsewhere) {
            digest.update(buffer, offset, length);
        }
        long _ = size.addAndGet(length);
    }

    /** Skipped bytes would not be digested. */
    @Override
    public long skip(long count) throws IOException {
        return Math.max(0, read(new byte[(int) Math.min(count, 1 << 16)]));
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    /**
     * Reads what is left, and compares.
     *
     * @throws ProblemException {@code BlobDamaged}
     */
    void finish() throws IOException, ProblemException {
        byte[] buffer = new byte[1 << 16];
        int got = read(buffer, 0, buffer.length);
        while (got >= 0) {
            got = read(buffer, 0, buffer.length);
        }
        Blobs.require(
                new Blobs.Incoming(
                        java.nio.file.Path.of(""), elsewhere ? promised.digest() : BlobDigest.end(digest), size.get()),
                promised);
    }

    /** What is wrong with bytes that could not be unpacked: the bytes themselves first, if they are not those promised. */
    ProblemException blame(IOException failure) throws IOException {
        try {
            finish();
        } catch (ProblemException damaged) {
            return damaged;
        }
        return new ProblemException(
                new ImageProblem.LayerRefused(
                        promised.digest().toString(), dev.hamlet.engine.host.WholeFile.reason(failure)),
                failure);
    }
}
