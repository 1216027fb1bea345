package dev.hamlet.engine.image;

import dev.hamlet.engine.problem.MediaProblem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.nativebridge.FileLock;
import dev.hamlet.nativebridge.OpenFolder;
import dev.hamlet.nativebridge.RootFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A piece of work on the store, and the lease on what it needs: a folder that holds its half-made parts and the names of
 * what must not be removed meanwhile, with a lock that names its holder's process and dies with it. What a killed process
 * has left is swept by the next work. Safe for use by many threads.
 */
final class StoreWork implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StoreWork.class);
    private static final String HOLDER = "holder";
    private static final String KEEP = "keep-";
    /** Left free on the disk, so that an image is not what breaks everything else. */
    private static final long RESERVE = 64L << 20;

    private static final String TAKEN = "taken-";

    private final StorePlaces places;
    private final Path folder;
    private final FileLock lock;
    private final AtomicLong names = new AtomicLong();
    private boolean sweptOthers;

    private StoreWork(StorePlaces places, Path folder, FileLock lock) {
        this.places = places;
        this.folder = folder;
        this.lock = lock;
    }

    /** Begins work, and sweeps what was left of others'. */
    static StoreWork begin(StorePlaces places) throws ProblemException, InterruptedException {
        StoreWork work;
        try (FileLock _ = places.turn()) {
            work = begun(places);
            try {
                work.sweptOthers = work.takeOver(places);
            } catch (IOException e) {
                work.close();
                throw e;
            }
        } catch (IOException e) {
            throw places.unusable(e);
        }
        // Removing may take longer than a turn should; were this process killed too, the next would go on with it.
        work.removeTaken();
        return work;
    }

    private static StoreWork begun(StorePlaces places) throws IOException {
        for (long number = 1; ; number++) {
            Path folder = places.work().resolve(Long.toString(number));
            try {
                Files.createDirectory(
                        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            } catch (FileAlreadyExistsException e) {
                continue;
            }
            Optional<FileLock> lock = FileLock.tryAcquire(folder.resolve(HOLDER));
            if (lock.isPresent()) {
                return new StoreWork(places, folder, lock.get());
            }
        }
    }

    /** Whether something was left by a killed process: there may be parts that nobody needs, too. */
    boolean sweptOthers() {
        return sweptOthers;
    }

    /** Takes what killed processes have left for its own, and answers whether that was something; under the turn. */
    private boolean takeOver(StorePlaces places) throws IOException {
        boolean some = false;
        for (Path one : StorePlaces.list(places.work())) {
            if (!one.equals(folder) && !FileLock.isHeld(one.resolve(HOLDER))) {
                LOG.info("removing what was left in {}", one);
                Files.move(one, folder.resolve(TAKEN + one.getFileName()), StandardCopyOption.ATOMIC_MOVE);
                some = true;
            }
        }
        return some;
    }

    private void removeTaken() {
        try {
            for (Path one : StorePlaces.list(folder)) {
                if (one.getFileName().toString().startsWith(TAKEN)) {
                    places.remove(one);
                }
            }
        } catch (IOException e) {
            LOG.warn("what was left in {} could not be removed; it is tried again", folder, e);
        }
    }

    /** The names of what works under way keep; under the turn. */
    static java.util.Set<String> kept(StorePlaces places) throws IOException {
        java.util.Set<String> kept = new java.util.HashSet<>();
        for (Path one : StorePlaces.list(places.work())) {
            for (Path file : StorePlaces.list(one)) {
                String name = file.getFileName().toString();
                if (name.startsWith(KEEP)) {
                    kept.add(name.substring(KEEP.length()));
                }
            }
        }
        return kept;
    }

    /**
     * Refuses to begin what would fill the disk.
     *
     * @param bytes that are to be written
     * @throws ProblemException {@code SpaceShort}
     */
    void requireSpace(long bytes) throws ProblemException {
        long free = folder.toFile().getUsableSpace();
        if (bytes > free - RESERVE) {
            throw new ProblemException(new MediaProblem.SpaceShort(folder, Math.max(bytes, bytes + RESERVE), free));
        }
    }

    /** A new name for something half-made. */
    Path newPart() {
        return folder.resolve("part-" + names.incrementAndGet());
    }

    /** Keeps a part or a snapshot of this name from being removed until this work is over; under the turn. */
    void keep(BlobDigest name) throws IOException {
        Path file = folder.resolve(KEEP + name.hex());
        if (!Files.exists(file)) {
            Files.write(file, new byte[0]);
        }
    }

    /** Removes a tree by its own name, whatever is in it. */
    static void remove(Path tree) throws IOException {
        Path parent = Objects.requireNonNull(tree.toAbsolutePath().getParent(), "never a root");
        try (RootFolder root = RootFolder.open(parent);
                OpenFolder in = root.enter(new byte[0])) {
            in.remove(tree.getFileName().toString().getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Ends the work; what it did not hand over is gone. */
    @Override
    public void close() {
        try {
            // The lock last: whoever sees it free sweeps the rest.
            for (Path one : StorePlaces.list(folder)) {
                if (!one.getFileName().toString().equals(HOLDER)) {
                    places.remove(one);
                }
            }
            remove(folder);
        } catch (IOException e) {
            LOG.warn("{} could not be removed; it is swept later", folder, e);
        } finally {
            lock.close();
        }
    }
}
