package dev.hamlet.engine.host;

import dev.hamlet.nativebridge.Directories;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes files whole or not at all, and durably: after a power cut there is the old content or the new, never a mix. What
 * a writer that was killed has left beside a file is removed by the next one who writes it. A writer who is interrupted
 * writes all the same, and stays interrupted.
 */
public final class WholeFile {
    private static final Logger LOG = LoggerFactory.getLogger(WholeFile.class);
    private static final String ENDING = ".new";

    /** What is younger may belong to another writer of the same file, who is at it now. */
    private static final Duration LONGEST_WRITE = Duration.ofMinutes(10);

    private WholeFile() {}

    /** Replaces the file by this content, mode 0600. */
    public static void write(Path file, byte[] content) throws IOException {
        Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent());
        Path temporary = temporary(folder, file);
        try {
            fill(temporary, content);
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(temporary);
        }
        sweep(folder, file);
        Directories.sync(folder);
    }

    /**
     * Writes a file whole for whoever reads it, without waiting for the disk: for what means nothing any more after a loss of
     * power, when the file may be empty. Of several writers at once of one file, one may fail.
     */
    public static void writeFleeting(Path file, byte[] content) throws IOException {
        Path half = file.resolveSibling("." + file.getFileName() + ".half");
        Files.write(half, content);
        Files.move(half, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /**
     * Makes a file in a folder that nobody sees yet and that gets its name when it is complete; mode 0600, on the disk when
     * this returns.
     */
    public static void writeUnseen(Path file, byte[] content) throws IOException {
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        fill(file, content);
    }

    /** Makes the file with this content if it is not there; of several writers at once the first wins. */
    public static void writeNew(Path file, byte[] content) throws IOException {
        Path folder = Objects.requireNonNull(file.toAbsolutePath().getParent());
        Path temporary = temporary(folder, file);
        try {
            fill(temporary, content);
            // A hard link fails where the name exists, which a move would silently replace.
            Files.createLink(file, temporary);
        } catch (FileAlreadyExistsException e) {
            return;
        } catch (UnsupportedOperationException | AtomicMoveNotSupportedException e) {
            Files.move(temporary, file);
        } finally {
            Files.deleteIfExists(temporary);
        }
        Directories.sync(folder);
    }

    /**
     * Moves a file that cannot be read out of the way of the one that takes its place, beside it and under a name that
     * nothing has: it may be mended by hand.
     *
     * @param file such as {@code preferences.json}, which becomes {@code preferences.unreadable.json}
     * @return where it is now
     */
    public static Path setAside(Path file) throws IOException {
        String name = String.valueOf(file.getFileName());
        int end = name.contains(".") ? name.lastIndexOf('.') : name.length();
        Path free = file.resolveSibling(name.substring(0, end) + ".unreadable" + name.substring(end));
        for (int number = 2; Files.exists(free); number++) {
            free = file.resolveSibling(name.substring(0, end) + ".unreadable-" + number + name.substring(end));
        }
        return Files.move(file, free);
    }

    /** The reason of a failure in the system's words, without the path that the caller names anyway. */
    public static String reason(IOException failure) {
        return switch (failure) {
            case AccessDeniedException denied -> "permission denied";
            case NoSuchFileException missing -> "no such file or folder";
            case NotDirectoryException file -> "it is not a folder";
            case FileAlreadyExistsException present -> "it is there already";
            case DirectoryNotEmptyException full -> "the folder is not empty";
            case FileSystemException other when other.getReason() != null -> other.getReason();
            // Its message is the path alone.
            case FileSystemException other -> other.getClass().getSimpleName();
            default -> {
                String message = failure.getMessage();
                yield message == null ? failure.getClass().getSimpleName() : message;
            }
        };
    }

    private static void sweep(Path folder, Path file) {
        try {
            Instant now = Files.getLastModifiedTime(file).toInstant();
            try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, one -> isTemporary(one, file))) {
                for (Path one : left) {
                    if (Files.getLastModifiedTime(one).toInstant().isBefore(now.minus(LONGEST_WRITE))) {
                        Files.deleteIfExists(one);
                    }
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            // The file itself is written; the next writer tries again.
            LOG.debug("what was left beside {} could not be removed", file, e);
        }
    }

    private static String beginning(Path file) {
        return "." + file.getFileName() + ".";
    }

    private static boolean isTemporary(Path one, Path file) {
        String name = one.getFileName().toString();
        String begin = beginning(file);
        return name.startsWith(begin)
                && name.endsWith(ENDING)
                && name.length() > begin.length() + ENDING.length()
                && name.substring(begin.length(), name.length() - ENDING.length())
                        .chars()
                        .allMatch(c -> c >= '0' && c <= '9');
    }

    private static Path temporary(Path folder, Path file) throws IOException {
        return Files.createTempFile(
                folder,
                beginning(file),
                ENDING,
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }

    /**
     * By a stream, which a cancel does not break as it does a channel: what is written here is small, and a writer who is
     * cancelled at it would have to undo what he made before. He sees the cancel right after it.
     */
    private static void fill(Path temporary, byte[] content) throws IOException {
        try (OutputStream stream =
                Files.newOutputStream(temporary, StandardOpenOption.WRITE, StandardOpenOption.SYNC)) {
            stream.write(content);
        }
    }
}
