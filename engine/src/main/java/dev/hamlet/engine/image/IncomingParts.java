package dev.hamlet.engine.image;

import dev.hamlet.engine.host.Turn;
import dev.hamlet.engine.job.Progress;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.transfer.Digest;
import dev.hamlet.engine.transfer.Growing;
import dev.hamlet.nativebridge.FileLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Parts on their way from registries, in {@code incoming}: {@code HEX.part} and a note beside it while one comes, {@code HEX}
 * once it is whole, until its image is. They are kept through failures, cancelling and crashes, so that the next pull goes on
 * from there; prune removes them, and time does. Safe for use by many threads and processes.
 */
final class IncomingParts {
    /** Nobody goes on with what was left longer ago. */
    private static final Duration KEPT = Duration.ofDays(14);

    private static final Pattern NAME = Pattern.compile("\\.?([0-9a-f]{64})(?:\\..*)?");

    private final StorePlaces places;
    private final Blobs blobs;

    IncomingParts(StorePlaces places, Blobs blobs) {
        this.places = places;
        this.blobs = blobs;
    }

    private Path file(BlobDigest digest) {
        return places.incoming().resolve(digest.hex());
    }

    private Path lock(BlobDigest digest) {
        return places.incoming().resolve("." + digest.hex() + ".lock");
    }

    /** Waits until nobody else is at this; whoever comes second finds what the first has brought. */
    FileLock alone(BlobDigest digest, Runnable waiting) throws IOException, InterruptedException {
        return Turn.await(lock(digest), places.time(), waiting);
    }

    /** Removes the lock's file; whoever waits for it looks for the part itself first. */
    void unlock(BlobDigest digest, FileLock lock) throws IOException {
        Files.deleteIfExists(lock(digest));
        lock.close();
    }

    /** Brings a part. */
    @FunctionalInterface
    interface Source {
        void bring(BlobDescriptor part, Path target, Growing growing) throws ProblemException, InterruptedException;
    }

    /**
     * Brings a part here unless the store has it or it came before.
     *
     * @return where it is
     */
    Path bring(StoreWork work, BlobDescriptor part, Source source, Growing growing)
            throws IOException, ProblemException, InterruptedException {
        FileLock lock = alone(part.digest(), () -> {});
        boolean here = false;
        try {
            Path file = file(part.digest());
            if (blobs.keep(work, part.digest())) {
                file = blobs.file(part.digest());
            } else if (!isWhole(file, part)) {
                source.bring(part, file, growing);
            }
            here = true;
            return file;
        } finally {
            if (here) {
                unlock(part.digest(), lock);
            } else {
                lock.close();
            }
        }
    }

    /** Whether an earlier pull has brought all of it; a power cut may have spoilt it since. */
    private static boolean isWhole(Path file, BlobDescriptor part) throws IOException, InterruptedException {
        if (!Files.exists(file)) {
            return false;
        }
        boolean whole = Files.size(file) == part.size()
                && Digest.of(Digest.Algorithm.SHA256, file, Progress.none())
                        .hex()
                        .equals(part.digest().hex());
        if (!whole) {
            Files.delete(file);
        }
        return whole;
    }

    /** Makes a part that came one of the store. */
    void take(StoreWork work, BlobDescriptor part) throws IOException, ProblemException, InterruptedException {
        Path file = file(part.digest());
        if (!blobs.keep(work, part.digest()) && Files.exists(file)) {
            blobs.take(work, new Blobs.Incoming(file, part.digest(), part.size()));
        } else {
            Files.deleteIfExists(file);
        }
        if (!blobs.has(part.digest())) {
            throw new ProblemException(new dev.hamlet.engine.problem.ImageProblem.BlobMissing(
                    part.digest().toString(), places.incoming().toString()));
        }
    }

    /**
     * Removes what nobody is at; under the turn.
     *
     * @param all also what may be gone on with
     * @param kept names of what works under way need
     * @return how many bytes that gave back
     */
    long sweep(boolean all, Set<String> kept) throws IOException {
        long bytes = 0;
        for (Path one : spare(all, kept)) {
            bytes += Files.size(one);
            Files.deleteIfExists(one);
        }
        return bytes;
    }

    /** How many bytes a {@link #sweep} would give back. */
    long spareBytes(boolean all, Set<String> kept) throws IOException {
        long bytes = 0;
        for (Path one : spare(all, kept)) {
            bytes += Files.size(one);
        }
        return bytes;
    }

    private List<Path> spare(boolean all, Set<String> kept) throws IOException {
        List<Path> spare = new ArrayList<>();
        Instant oldest = places.time().now().minus(KEPT);
        for (Path one : StorePlaces.list(places.incoming())) {
            Matcher name = NAME.matcher(one.getFileName().toString());
            boolean free = name.matches()
                    && !kept.contains(name.group(1))
                    && !FileLock.isHeld(places.incoming().resolve("." + name.group(1) + ".lock"));
            if (free && (all || Files.getLastModifiedTime(one).toInstant().isBefore(oldest))) {
                spare.add(one);
            }
        }
        return spare;
    }
}
