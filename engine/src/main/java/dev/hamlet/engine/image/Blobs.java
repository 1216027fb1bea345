package dev.hamlet.engine.image;

import dev.hamlet.engine.job.Progress;
import dev.hamlet.engine.problem.ImageProblem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.nativebridge.Directories;
import dev.hamlet.nativebridge.FileLock;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.Set;

/** The parts of images, files named by their digest that are there whole or not at all. Safe for use by many threads. */
final class Blobs {
    private static final int BUFFER = 1 << 17;

    private final StorePlaces places;

    Blobs(StorePlaces places) {
        this.places = places;
    }

    Path file(BlobDigest digest) {
        return places.blobs().resolve(digest.hex());
    }

    boolean has(BlobDigest digest) {
        return Files.isRegularFile(file(digest));
    }

    /** How long it is, 0 for one that is not there. */
    long size(BlobDigest digest) {
        return file(digest).toFile().length();
    }

    /**
     * A part on its way in: written, digested, and not yet known by its name.
     *
     * @param file in the folder of the work
     */
    record Incoming(Path file, BlobDigest digest, long size) {}

    /**
     * Writes all of a stream to the folder of the work.
     *
     * @param limit bytes that it may have at most
     * @param what it is, for words
     * @throws ProblemException {@code BlobDamaged} if it is longer
     */
    Incoming write(StoreWork work, InputStream in, long limit, String what, Progress progress)
            throws IOException, ProblemException, InterruptedException {
        Path part = work.newPart();
        MessageDigest digest = BlobDigest.begin();
        long size = 0;
        try (FileChannel out = FileChannel.open(
                part,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            byte[] buffer = new byte[BUFFER];
            for (int got = in.read(buffer); got >= 0; got = in.read(buffer)) {
                size += got;
                if (size > limit) {
                    throw new ProblemException(new ImageProblem.BlobDamaged(
                            what, "it is longer than the " + limit + " bytes that it should have"));
                }
                digest.update(buffer, 0, got);
                for (ByteBuffer left = ByteBuffer.wrap(buffer, 0, got); left.hasRemaining(); ) {
                    int _ = out.write(left);
                }
                progress.bytes(size, limit == Long.MAX_VALUE ? -1 : limit);
                progress.check();
            }
            out.force(true);
        }
        return new Incoming(part, BlobDigest.end(digest), size);
    }

    /** The same of bytes that are in memory. */
    Incoming write(StoreWork work, byte[] bytes) throws IOException, ProblemException, InterruptedException {
        return write(work, new java.io.ByteArrayInputStream(bytes), bytes.length, "", Progress.none());
    }

    /**
     * Refuses a part that is not what it should be.
     *
     * @throws ProblemException {@code BlobDamaged}
     */
    static void require(Incoming part, BlobDescriptor wanted) throws ProblemException {
        if (part.size() != wanted.size()) {
            throw new ProblemException(new ImageProblem.BlobDamaged(
                    wanted.digest().toString(), "it is " + part.size() + " bytes long and should be " + wanted.size()));
        } else if (!part.digest().equals(wanted.digest())) {
            throw new ProblemException(new ImageProblem.BlobDamaged(
                    wanted.digest().toString(), "its bytes come to another digest, " + part.digest()));
        }
    }

    /** Takes a part in under its digest, and keeps it for the work; one that is there is replaced, it may be damaged. */
    void take(StoreWork work, Incoming part) throws IOException, ProblemException, InterruptedException {
        try (FileLock _ = places.turn()) {
            work.keep(part.digest());
            Files.move(
                    part.file(),
                    file(part.digest()),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        }
        Directories.sync(places.blobs());
    }

    /** Keeps a part for the work; answers whether it is there. */
    boolean keep(StoreWork work, BlobDigest digest) throws IOException, ProblemException, InterruptedException {
        try (FileLock _ = places.turn()) {
            work.keep(digest);
            return has(digest);
        }
    }

    /**
     * Opens a part; {@link VerifiedInput#finish} tells whether it was what it should be.
     *
     * @param partOf what names it, for words
     * @throws ProblemException {@code BlobMissing}
     */
    VerifiedInput open(BlobDescriptor descriptor, String partOf) throws IOException, ProblemException {
        try {
            return new VerifiedInput(Files.newInputStream(file(descriptor.digest())), descriptor);
        } catch (NoSuchFileException e) {
            throw new ProblemException(
                    new ImageProblem.BlobMissing(descriptor.digest().toString(), partOf), e);
        }
    }

    /**
     * A small part, whole and verified.
     *
     * @throws ProblemException {@code BlobMissing}, {@code BlobDamaged}
     */
    byte[] read(BlobDescriptor descriptor, String partOf) throws ProblemException {
        if (descriptor.size() > ManifestJson.LONGEST) {
            throw new ProblemException(new ImageProblem.BlobDamaged(
                    descriptor.digest().toString(), "it is longer than a description of an image can be"));
        }
        try (VerifiedInput in = open(descriptor, partOf)) {
            byte[] bytes = in.readNBytes(ManifestJson.LONGEST);
            in.finish();
            return bytes;
        } catch (IOException e) {
            throw places.unusable(e);
        }
    }
}
