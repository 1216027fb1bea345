package dev.hamlet.engine.container;

import dev.hamlet.nativebridge.FileLock;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The files of a log. Conmon writes {@code log}; once that is large enough, it puts a new file in its place, and the old one
 * would be gone. So {@code log.0} is a second name of the same file: whoever looks and finds another one there moves the old
 * ones on, to {@code log.1} and so on. What is written while nobody looks for longer than a file lasts is kept as far as the
 * two last files go. Safe for use by many threads and processes.
 */
public final class LogParts {
    private static final int MOST = 99;

    private final Path file;
    private final int files;

    /**
     * The parts of the log in this file, there or not.
     *
     * @param files how many are kept at most
     */
    public LogParts(Path file, int files) {
        this.file = file;
        this.files = files;
    }

    /** A file, and what it is whatever it is called. */
    record Part(Path path, Object key) {}

    /** The file that is written to. */
    Path file() {
        return file;
    }

    private Path part(int number) {
        return file.resolveSibling(file.getFileName() + "." + number);
    }

    /** What a file is whatever it is called; empty where there is none. */
    static Optional<Object> key(Path file) throws IOException {
        try {
            return Optional.of(Objects.requireNonNull(
                    Files.readAttributes(file, BasicFileAttributes.class).fileKey()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** How many bytes it has; 0 where it has just got another name, or is gone. */
    static long size(Part part) throws IOException {
        try {
            BasicFileAttributes found = Files.readAttributes(part.path(), BasicFileAttributes.class);
            return part.key().equals(found.fileKey()) ? found.size() : 0;
        } catch (NoSuchFileException e) {
            return 0;
        }
    }

    /** Those that are there, the oldest first. */
    List<Part> list() throws IOException {
        List<Part> all = new ArrayList<>();
        for (int i = Math.min(files, MOST); i >= 0; i--) {
            add(all, part(i));
        }
        Optional<Object> last = key(file);
        // One that is the file itself is no part of its own.
        last.ifPresent(key -> all.removeIf(one -> one.key().equals(key)));
        add(all, file);
        return all;
    }

    private static void add(List<Part> all, Path path) throws IOException {
        key(path).ifPresent(key -> all.add(new Part(path, key)));
    }

    /** Moves on what conmon has let go of; where somebody else is at that, nothing happens. */
    public void turn() throws IOException {
        Optional<Object> now = key(file);
        if (files < 2 || now.isEmpty() || key(part(0)).equals(now)) {
            return;
        }
        try (FileLock lock =
                FileLock.tryAcquire(part(0).resolveSibling(".log.lock")).orElse(null)) {
            if (lock == null) {
                return;
            }
            Optional<Object> held = key(part(0));
            now = key(file);
            if (held.isPresent() && !held.equals(now)) {
                for (int i = files - 1; i >= 1; i--) {
                    if (Files.exists(part(i - 1))) {
                        Files.move(part(i - 1), part(i), StandardCopyOption.REPLACE_EXISTING);
                    }
                }
            }
            if (now.isPresent() && !held.equals(now)) {
                Files.createLink(part(0), file);
            }
        } catch (NoSuchFileException | FileAlreadyExistsException e) {
            // Removed with its container, or held by another one at this moment.
        }
    }

    /** Removes them all. */
    public void delete() throws IOException {
        for (int i = 0; i <= MOST && (i <= files || Files.exists(part(i))); i++) {
            Files.deleteIfExists(part(i));
        }
        Files.deleteIfExists(file);
    }
}
