package dev.hamlet.engine.container.files;

import dev.hamlet.engine.container.ContainerFileAccess.Copied;
import dev.hamlet.engine.problem.ProblemException;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A place of this computer where a file or a folder appears whole or not at all: it is made beside that place under a name
 * that says so, and called by its own once it is whole.
 */
public final class WholePlace {
    private static final Logger LOG = LoggerFactory.getLogger(WholePlace.class);

    private WholePlace() {}

    /** Makes what is to appear. */
    @FunctionalInterface
    public interface Filling {
        /** Makes it at this place, where nothing is, in a folder that is there. */
        Copied into(Path half) throws IOException, ProblemException, InterruptedException;
    }

    /**
     * Fills a place. A file that is there gives way at once to a file; a folder that is there stays, and nothing takes its
     * place.
     *
     * @throws FileAlreadyExistsException if there is a folder, or a file where a folder comes
     * @throws NoSuchFileException if the place lies in no folder
     */
    public static Copied fill(Path target, Filling filling) throws IOException, ProblemException, InterruptedException {
        Path place = target.toAbsolutePath().normalize();
        Path parent = place.getParent();
        if (parent == null || !Files.isDirectory(parent)) {
            throw new NoSuchFileException(String.valueOf(parent), null, "there is no such folder");
        }
        if (Files.isDirectory(place, LinkOption.NOFOLLOW_LINKS)) {
            throw taken(place);
        }
        Path half = Files.createTempDirectory(parent, "." + place.getFileName() + ".half-");
        try {
            Path made = half.resolve("whole");
            Copied copied = filling.into(made);
            move(made, place);
            return copied;
        } finally {
            delete(half);
        }
    }

    private static void move(Path made, Path place) throws IOException {
        boolean folder = Files.isDirectory(made, LinkOption.NOFOLLOW_LINKS);
        if (folder && Files.exists(place, LinkOption.NOFOLLOW_LINKS)) {
            throw taken(place);
        }
        try {
            Files.move(made, place, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            // Some file systems cannot replace at once; none here can but say so.
            Files.move(made, place);
        }
    }

    private static FileAlreadyExistsException taken(Path place) {
        return new FileAlreadyExistsException(place.toString(), null, "there is something of that name already");
    }

    /** Links in it are deleted, never followed. */
    private static void delete(Path half) {
        List<Path> all;
        try (Stream<Path> files = Files.walk(half)) {
            all = files.sorted(Comparator.reverseOrder()).toList();
        } catch (IOException e) {
            LOG.warn("{} stays", half, e);
            return;
        }
        for (Path one : all) {
            try {
                Files.deleteIfExists(one);
            } catch (IOException e) {
                LOG.warn("{} stays", one, e);
            }
        }
    }
}
