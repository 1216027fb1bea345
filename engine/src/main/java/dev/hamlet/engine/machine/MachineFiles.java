package dev.hamlet.engine.machine;

import dev.hamlet.engine.host.HamletPaths;
import dev.hamlet.engine.host.WholeFile;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.engine.problem.MachineProblem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.nativebridge.FileLock;
import dev.hamlet.nativebridge.ProcessIdentity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads and writes the files of one machine's folder; the folder's lock makes sure of one writer at a time. */
final class MachineFiles {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Duration STEP = Duration.ofMillis(20);

    private final MachineFolder folder;
    private final TimeSource time;

    /** A machine that stands still is looked at every second. */
    private volatile @Nullable ReadEnd readEnd;

    private record ReadEnd(Stamp stamp, Optional<GuestEnd> end) {}

    MachineFiles(MachineFolder folder, TimeSource time) {
        this.folder = folder;
        this.time = time;
    }

    MachineFolder folder() {
        return folder;
    }

    /**
     * Tells whether a file may have changed.
     *
     * @param modified in nanoseconds since 1970
     * @param key of the file: one that was written whole is another file
     */
    record Stamp(long modified, long size, Optional<Object> key) {}

    /** The stamp of the file of the spec; empty if it is not there. */
    Optional<Stamp> specStamp() {
        return stamp(folder.spec());
    }

    private static Optional<Stamp> stamp(Path path) {
        try {
            BasicFileAttributes file = Files.readAttributes(path, BasicFileAttributes.class);
            return Optional.of(new Stamp(
                    file.lastModifiedTime().to(TimeUnit.NANOSECONDS),
                    file.size(),
                    Optional.ofNullable(file.fileKey())));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    MachineSpec readSpec() throws ProblemException {
        try {
            MachineSpec spec = MachineSpecJson.read(Files.readAllBytes(folder.spec()), folder.spec());
            String named = String.valueOf(folder.path().getFileName());
            if (!spec.id().value().equals(named)) {
                throw new ProblemException(new MachineProblem.MachineUnreadable(
                        folder.spec(), 0, "its id is " + spec.id() + ", its folder is named " + named));
            }
            return spec;
        } catch (IOException e) {
            throw new ProblemException(new MachineProblem.MachineUnreadable(folder.spec(), 0, WholeFile.reason(e)), e);
        }
    }

    void writeSpec(MachineSpec spec) throws ProblemException {
        write(folder.spec(), MachineSpecJson.write(spec));
    }

    Optional<GuestEnd> readLastEnd() {
        Optional<Stamp> stamp = stamp(folder.lastEnd());
        if (stamp.isEmpty()) {
            return Optional.empty();
        }
        ReadEnd before = readEnd;
        if (before != null && before.stamp().equals(stamp.get())) {
            return before.end();
        }
        try {
            ReadEnd now = new ReadEnd(stamp.get(), GuestEndJson.read(Files.readAllBytes(folder.lastEnd())));
            readEnd = now;
            return now.end();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    void writeLastEnd(GuestEnd end) throws ProblemException {
        write(folder.lastEnd(), GuestEndJson.write(end));
    }

    void markStart() throws ProblemException {
        write(folder.startMarker(), new byte[0]);
    }

    void unmarkStart() throws ProblemException {
        try {
            Files.deleteIfExists(folder.startMarker());
        } catch (IOException e) {
            throw new ProblemException(new HostProblem.FileUnusable(folder.startMarker(), WholeFile.reason(e)), e);
        }
    }

    boolean isStartMarked() {
        return Files.exists(folder.startMarker());
    }

    /** Whether a launch was recorded and never cleared: the guest runs, or ended unseen. */
    boolean hasLaunchRecord() {
        return Files.exists(folder.launchRecord());
    }

    /** Whether some process has the machine's lock now. */
    boolean isLocked() {
        return isHeld(folder.lock());
    }

    /** Whether some process receives the guest's events, and so will see it end. */
    boolean isWatched() {
        return isHeld(folder.eventsLock());
    }

    private static boolean isHeld(Path lock) {
        try {
            return FileLock.isHeld(lock);
        } catch (IOException e) {
            // A lock that cannot be asked is held by nobody who matters to this user.
            return false;
        }
    }

    /**
     * Takes the machine's lock, waiting some seconds for a writer that is about to be done.
     *
     * @throws ProblemException {@code MachineBusy}
     */
    FileLock lock(String name) throws ProblemException, InterruptedException {
        long end = time.nanos() + PATIENCE.toNanos();
        while (true) {
            Optional<FileLock> lock = tryLock();
            if (lock.isPresent()) {
                return lock.get();
            }
            if (time.nanos() >= end) {
                throw new ProblemException(new MachineProblem.MachineBusy(name, holderPid()));
            }
            time.sleep(STEP);
        }
    }

    /** Takes the machine's lock if nobody has it. */
    Optional<FileLock> tryLock() throws ProblemException {
        try {
            return FileLock.tryAcquire(folder.lock());
        } catch (IOException e) {
            throw new ProblemException(new HostProblem.FileUnusable(folder.lock(), WholeFile.reason(e)), e);
        }
    }

    private long holderPid() {
        try {
            return FileLock.holder(folder.lock()).map(ProcessIdentity::pid).orElse(0L);
        } catch (IOException e) {
            return 0;
        }
    }

    /** Removes what a guest that has ended left in the run folder; the locks stay, since others may wait on them. */
    void clearRun() throws ProblemException {
        try (Stream<Path> files = Files.list(folder.run())) {
            for (Path file : files.toList()) {
                if (!file.toString().endsWith(".lock")) {
                    Files.deleteIfExists(file);
                }
            }
        } catch (NoSuchFileException e) {
            return;
        } catch (IOException e) {
            throw new ProblemException(new HostProblem.FolderUnusable(folder.run(), WholeFile.reason(e)), e);
        }
    }

    /** The last lines that the hypervisor wrote. */
    List<String> lastLogLines() {
        return Tail.of(folder.hypervisorLog(), 20);
    }

    private static void write(Path file, byte[] content) throws ProblemException {
        try {
            WholeFile.write(file, content);
        } catch (IOException e) {
            throw new ProblemException(new HostProblem.FileUnusable(file, WholeFile.reason(e)), e);
        }
    }

    /** Deletes a folder and all in it; links in it are deleted, never followed. */
    static void deleteTree(Path root) throws IOException {
        if (!Files.exists(root, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        try (Stream<Path> all = Files.walk(root)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** Makes the folders that every machine has. */
    static void makeFolders(MachineFolder folder) throws ProblemException {
        HamletPaths.makePrivate(folder.path());
        HamletPaths.makePrivate(folder.disks());
        HamletPaths.makePrivate(folder.logs());
    }
}
