package dev.hamlet.engine.media;

import dev.hamlet.engine.host.WholeFile;
import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.engine.problem.MediaProblem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.nativebridge.Directories;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file in the making, beside the place it shall have, mode 0600. Closed before {@link #keep()}, it is removed. Its name
 * carries the process that makes it, so that what a killed one left can be told and removed.
 */
final class PartFile implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PartFile.class);
    private static final Pattern NAME = Pattern.compile("\\.hamlet-(\\d{1,18})-(\\d{1,18})-[0-9a-f]{8}\\.part");

    private final Path path;
    private final Path target;

    private PartFile(Path path, Path target) {
        this.path = path;
        this.target = target;
    }

    /**
     * Makes an empty one beside the target, and removes what killed processes have left there.
     *
     * @throws ProblemException {@code FileExists} if the target is there, {@code FolderUnusable}
     */
    static PartFile besides(Path target) throws ProblemException {
        Path absolute = target.toAbsolutePath();
        if (Files.exists(absolute, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
            throw new ProblemException(new MediaProblem.FileExists(absolute));
        }
        return make(absolute);
    }

    /**
     * Makes an empty one beside a file that it shall take the place of, and removes what killed processes have left there.
     *
     * @param target a file itself, no link to one
     * @throws ProblemException {@code FolderUnusable}
     */
    static PartFile replacing(Path target) throws ProblemException {
        return make(target.toAbsolutePath());
    }

    private static PartFile make(Path absolute) throws ProblemException {
        Path folder = folderOf(absolute);
        sweep(folder);
        Path part = folder.resolve(newName());
        try {
            Files.createFile(part, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        } catch (IOException e) {
            throw new ProblemException(new HostProblem.FolderUnusable(folder, WholeFile.reason(e)), e);
        }
        return new PartFile(part, absolute);
    }

    static Path folderOf(Path file) {
        return Objects.requireNonNullElse(file.toAbsolutePath().getParent(), file.toAbsolutePath());
    }

    /** A name for something in the making that {@link #sweep} knows. */
    static String newName() {
        ProcessHandle self = ProcessHandle.current();
        return ".hamlet-%d-%d-%s.part"
                .formatted(
                        self.pid(), startOf(self), UUID.randomUUID().toString().substring(0, 8));
    }

    Path path() {
        return path;
    }

    /**
     * Gives the file its name, durably.
     *
     * @throws ProblemException {@code FileExists} if somebody was faster, {@code FileUnusable}
     */
    void keep() throws ProblemException {
        try {
            try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            try {
                // A hard link fails where the name exists, which a move would silently replace.
                Files.createLink(target, path);
            } catch (UnsupportedOperationException e) {
                Files.move(path, target);
            }
            Files.deleteIfExists(path);
            Directories.sync(folderOf(target));
        } catch (FileAlreadyExistsException e) {
            throw new ProblemException(new MediaProblem.FileExists(target), e);
        } catch (IOException e) {
            throw new ProblemException(new HostProblem.FileUnusable(target, WholeFile.reason(e)), e);
        }
    }

    /**
     * Takes the target's place, durably, with its owner and its mode: whoever opens it has the old file or the new one.
     *
     * @throws ProblemException {@code FileUnusable}; the target is as it was
     */
    void swap() throws ProblemException {
        try {
            try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
                channel.force(true);
            }
            PosixFileAttributes of = Files.readAttributes(target, PosixFileAttributes.class);
            PosixFileAttributeView own = Files.getFileAttributeView(path, PosixFileAttributeView.class);
            if (!own.readAttributes().owner().equals(of.owner())) {
                own.setOwner(of.owner());
            }
            if (!own.readAttributes().group().equals(of.group())) {
                own.setGroup(of.group());
            }
            own.setPermissions(of.permissions());
            Files.move(path, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            Directories.sync(folderOf(target));
        } catch (IOException e) {
            throw new ProblemException(new HostProblem.FileUnusable(target, WholeFile.reason(e)), e);
        }
    }

    @Override
    public void close() {
        delete(path);
    }

    /** Removes what ended processes have left in the making in this folder. */
    static void sweep(Path folder) {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (DirectoryStream<Path> parts = Files.newDirectoryStream(folder, ".hamlet-*.part")) {
            for (Path part : parts) {
                Matcher name = NAME.matcher(part.getFileName().toString());
                if (name.matches() && !isAlive(Long.parseLong(name.group(1)), Long.parseLong(name.group(2)))) {
                    delete(part);
                }
            }
        } catch (IOException e) {
            LOG.warn("{} could not be swept", folder, e);
        }
    }

    private static boolean isAlive(long pid, long start) {
        Optional<ProcessHandle> process = ProcessHandle.of(pid);
        return process.isPresent() && (start == 0 || startOf(process.get()) == 0 || startOf(process.get()) == start);
    }

    private static long startOf(ProcessHandle process) {
        return process.info()
                .startInstant()
                .map(java.time.Instant::toEpochMilli)
                .orElse(0L);
    }

    /** Removes a file, or a folder with all in it; links are removed, not followed. */
    static void delete(Path path) {
        try {
            if (Files.isDirectory(path, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
                try (DirectoryStream<Path> entries = Files.newDirectoryStream(path)) {
                    for (Path entry : entries) {
                        delete(entry);
                    }
                }
            }
            Files.deleteIfExists(path);
        } catch (IOException e) {
            LOG.warn("{} could not be removed", path, e);
        }
    }
}
