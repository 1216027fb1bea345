package dev.hamlet.engine.container.volume;

import dev.hamlet.engine.container.MountWish;
import dev.hamlet.engine.container.files.FileWork;
import dev.hamlet.engine.host.HamletPaths;
import dev.hamlet.engine.host.Turn;
import dev.hamlet.engine.host.WholeFile;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.problem.VolumeProblem;
import dev.hamlet.nativebridge.Directories;
import dev.hamlet.nativebridge.FileLock;
import dev.hamlet.nativebridge.NativeException;
import dev.hamlet.nativebridge.OpenFolder;
import dev.hamlet.nativebridge.RootFolder;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Folders of volumes: {@code NAME/files} has a volume's files, {@code NAME/volume.json} what is noted of it. One that is
 * made or removed lies in a folder {@code .half-…} with a lock that its process holds; what a killed process left is swept.
 * Safe for use by many threads and processes.
 */
final class VolumeFolders {
    private static final Logger LOG = LoggerFactory.getLogger(VolumeFolders.class);
    private static final String HALF = ".half-";
    private static final String HOLDER = ".holder";
    private static final String FILES = "files";
    private static final String NOTE = "volume.json";

    /** Everybody may look into it, as into most folders. */
    static final int USUAL = 0755;

    private final Path all;
    private final FileWork work;
    private final TimeSource time;

    VolumeFolders(Path all, FileWork work, TimeSource time) {
        this.all = all;
        this.work = work;
        this.time = time;
    }

    /** A place for a volume that is made or removed; closing it removes what is in it. */
    record Half(Path path, FileLock lock, FileWork work) implements AutoCloseable {
        Path volume() {
            return path.resolve("volume");
        }

        Path files() {
            return volume().resolve(FILES);
        }

        void note(VolumeJson.Note note) throws IOException {
            WholeFile.write(volume().resolve(NOTE), VolumeJson.write(note));
        }

        @Override
        public void close() throws IOException {
            // Also for whoever was interrupted.
            boolean interrupted = Thread.interrupted();
            try {
                work.remove(path);
            } catch (ProblemException e) {
                throw new IOException(e.problem().toString(), e);
            } catch (InterruptedException e) {
                interrupted = true;
                throw new InterruptedIOException();
            } finally {
                lock.close();
                if (interrupted) {
                    Thread.currentThread().interrupt();
                }
            }
        }
    }

    Path files(String name) {
        return all.resolve(name).resolve(FILES);
    }

    boolean has(String name) {
        return Files.isDirectory(files(name));
    }

    /** Names of all volumes. */
    List<String> names() throws ProblemException {
        List<String> names = new ArrayList<>();
        for (Path one : list()) {
            String name = one.getFileName().toString();
            if (MountWish.Volume.isName(name) && has(name)) {
                names.add(name);
            }
        }
        names.sort(String.CASE_INSENSITIVE_ORDER);
        return names;
    }

    /** What is noted of a volume; where that is lost, what can be seen. */
    VolumeJson.Note note(String name) {
        try {
            Optional<VolumeJson.Note> note =
                    VolumeJson.read(Files.readAllBytes(all.resolve(name).resolve(NOTE)));
            if (note.isPresent()) {
                return note.get();
            }
        } catch (IOException e) {
            // Lost, as by a hand that copied the files alone.
        }
        return new VolumeJson.Note(changed(files(name)), Map.of(), Optional.empty());
    }

    /** Notes something else of a volume; the turn is held. */
    void note(String name, VolumeJson.Note note) throws IOException {
        WholeFile.write(all.resolve(name).resolve(NOTE), VolumeJson.write(note));
    }

    private static Instant changed(Path folder) {
        try {
            return Files.getLastModifiedTime(folder).toInstant();
        } catch (IOException e) {
            return Instant.EPOCH;
        }
    }

    /** The turn to change which volumes there are and who uses them; held for moments. */
    FileLock turn() throws ProblemException, InterruptedException {
        HamletPaths.makePrivate(all);
        return new Turn(all.resolve(".lock"), time)
                .take()
                .orElseThrow(() -> new ProblemException(new VolumeProblem.VolumesBusy(all)));
    }

    /** A new place beside the volumes; the turn is held, so that nobody sweeps it before it is locked. */
    Half half() throws ProblemException {
        Path path = all.resolve(HALF + UUID.randomUUID());
        HamletPaths.makePrivate(path.resolve("volume"));
        try {
            FileLock lock = FileLock.tryAcquire(path.resolve(HOLDER))
                    .orElseThrow(() -> new ProblemException(new VolumeProblem.VolumesBusy(path)));
            return new Half(path, lock, work);
        } catch (IOException e) {
            throw HamletPaths.unusable(path, e);
        }
    }

    /** Lets a volume that was made appear; the turn is held, and no volume has its name. */
    void appear(Half half, String name) throws IOException {
        Path folder = all.resolve(name);
        if (Files.exists(folder)) {
            // Without files it is none.
            Files.move(folder, half.path().resolve("stale"), StandardCopyOption.ATOMIC_MOVE);
        }
        Files.move(half.volume(), folder, StandardCopyOption.ATOMIC_MOVE);
        Directories.sync(all);
    }

    /** Takes a volume out of sight; the turn is held. */
    void vanish(String name, Half half) throws IOException {
        Files.move(all.resolve(name), half.volume(), StandardCopyOption.ATOMIC_MOVE);
        Directories.sync(all);
    }

    /** What killed processes left, to be closed by the caller once it has let go of the turn. */
    List<Half> left() throws ProblemException {
        List<Half> left = new ArrayList<>();
        for (Path one : list()) {
            if (one.getFileName().toString().startsWith(HALF)) {
                try {
                    FileLock.tryAcquire(one.resolve(HOLDER)).ifPresent(lock -> left.add(new Half(one, lock, work)));
                } catch (IOException e) {
                    LOG.warn("what was left in {} cannot be removed", one, e);
                }
            }
        }
        return left;
    }

    private List<Path> list() throws ProblemException {
        try (Stream<Path> folders = Files.list(all)) {
            return folders.toList();
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (IOException e) {
            throw HamletPaths.unusable(all, e);
        }
    }

    /** Makes the folder of an empty volume like most folders. */
    static void likeARoot(Path files) throws NativeException {
        try (RootFolder made = RootFolder.open(files);
                OpenFolder folder = made.enter(new byte[0])) {
            OpenFolder _ = folder.permit(USUAL);
        }
    }

    static boolean isEmpty(Path folder) {
        try (Stream<Path> files = Files.list(folder)) {
            return files.findAny().isEmpty();
        } catch (IOException e) {
            return false;
        }
    }
}
