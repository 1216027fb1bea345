package dev.hamlet.engine.image;

import dev.hamlet.engine.problem.ProblemException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file or a folder that comes to be whole or not at all: it is made beside, under a hidden name with this process's
 * number, and then gets its own.
 */
record NewTarget(Path target) {
    /** Makes it. */
    @FunctionalInterface
    interface Filling {
        void fill(Path made) throws IOException, ProblemException, InterruptedException;
    }

    void fill(Filling filling) throws IOException, ProblemException, InterruptedException {
        Path folder = Objects.requireNonNull(target.toAbsolutePath().getParent(), "a target has a name");
        Path made = folder.resolve(
                "." + target.getFileName() + "." + ProcessHandle.current().pid() + ".new");
        try {
            StoreWork.remove(made);
            sweep(folder);
            filling.fill(made);
            if (Files.isDirectory(made)) {
                // Onto a folder that is not empty, or onto a file, it fails.
                Files.move(made, target, StandardCopyOption.ATOMIC_MOVE);
            } else {
                link(made);
            }
        } finally {
            StoreWork.remove(made);
        }
    }

    /** Removes what exports of the same name have left whose processes were killed. */
    private void sweep(Path folder) throws IOException {
        Pattern left = Pattern.compile(Pattern.quote("." + target.getFileName() + ".") + "(\\d{1,10})\\.new");
        for (Path one : StorePlaces.list(folder)) {
            Matcher name = left.matcher(one.getFileName().toString());
            if (name.matches()
                    && ProcessHandle.of(Long.parseLong(name.group(1))).isEmpty()) {
                StoreWork.remove(one);
            }
        }
    }

    /** Not a move, which would take the place of what has come there meanwhile. */
    private void link(Path made) throws IOException {
        try {
            Files.createLink(target, made);
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (FileSystemException | UnsupportedOperationException e) {
            // A file system without hard links, as on many a stick.
            if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
                throw new FileAlreadyExistsException(target.toString());
            }
            Files.move(made, target, StandardCopyOption.ATOMIC_MOVE);
        }
    }
}
