package dev.hamlet.engine.hypervisor.qemu;

import dev.hamlet.engine.host.HamletPaths;
import dev.hamlet.engine.host.WholeFile;
import dev.hamlet.engine.machine.LaunchRecord;
import dev.hamlet.engine.machine.MachineFolder;
import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.stream.Stream;

/** The run folder of one machine. The lock files in it stay for ever: others may be waiting on them. */
final class RunFolder {
    /** Says that Hamlet ends the guest by the user's word. */
    private static final String FORCED = "forced";

    /** Says that the guest was told to run. */
    private static final String RAN = "ran";

    private final MachineFolder folder;

    RunFolder(MachineFolder folder) {
        this.folder = folder;
    }

    Path path() {
        return folder.run();
    }

    /** Makes it as if no guest had ever run, for this user alone. */
    void makeFresh() throws ProblemException {
        HamletPaths.makePrivate(folder.run());
        clear();
        try {
            Files.setPosixFilePermissions(folder.run(), PosixFilePermissions.fromString("rwx------"));
        } catch (IOException e) {
            throw new ProblemException(new HostProblem.FolderUnusable(folder.run(), WholeFile.reason(e)), e);
        }
    }

    /** Removes what a guest left. */
    void clear() throws ProblemException {
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

    /** Whether something is there that a live guest would have, or may be there since that cannot be seen. */
    boolean isUsed() {
        return !Files.notExists(folder.launchRecord())
                || !Files.notExists(path().resolve(MachineFolder.COMMAND_SOCKET));
    }

    void record(LaunchRecord record) throws ProblemException, InterruptedException {
        write(folder.launchRecord(), LaunchRecordJson.write(record));
    }

    private static void write(Path file, byte[] content) throws ProblemException, InterruptedException {
        try {
            WholeFile.write(file, content);
        } catch (ClosedByInterruptException e) {
            // Cancelled work, not a broken disk: the file channel is closed when its thread is interrupted.
            boolean ignored = Thread.interrupted();
            throw (InterruptedException) new InterruptedException().initCause(e);
        } catch (IOException e) {
            throw new ProblemException(new HostProblem.FileUnusable(file, WholeFile.reason(e)), e);
        }
    }

    /**
     * What was started, if it was noted in words that are understood.
     *
     * @throws IOException where there is a note and it cannot be read, as when too many files are open
     */
    Optional<LaunchRecord> record() throws IOException {
        try {
            return LaunchRecordJson.read(Files.readAllBytes(folder.launchRecord()), GuestProcesses::files);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** Tells one note from a later one. */
    record Stamp(FileTime modified, Optional<Object> file) {}

    /** The stamp of the note; empty where there is none. */
    Optional<Stamp> recordStamp() {
        try {
            BasicFileAttributes file = Files.readAttributes(folder.launchRecord(), BasicFileAttributes.class);
            return Optional.of(new Stamp(file.lastModifiedTime(), Optional.ofNullable(file.fileKey())));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Notes that the guest has been told to run. */
    void noteRun() throws ProblemException {
        Path note = path().resolve(RAN);
        try {
            if (!Files.exists(note)) {
                Files.write(note, new byte[0], StandardOpenOption.CREATE);
            }
        } catch (IOException e) {
            throw new ProblemException(new HostProblem.FileUnusable(note, WholeFile.reason(e)), e);
        }
    }

    boolean hasRun() {
        return Files.exists(path().resolve(RAN));
    }

    /** Notes, before it is done, that the guest's end is the user's wish, for every process that will ask. */
    void noteForced() throws ProblemException, InterruptedException {
        write(path().resolve(FORCED), new byte[0]);
    }

    boolean isForced() {
        return Files.exists(path().resolve(FORCED));
    }
}
