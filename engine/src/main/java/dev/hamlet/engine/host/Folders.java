package dev.hamlet.engine.host;

import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.engine.problem.Problem;
import dev.hamlet.engine.problem.ProblemException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where machines and images lie, as it was chosen when this was asked for.
 *
 * @param machines the folders of machines
 * @param images the folders of images
 * @param unread why the choice could not be read, in which case the usual folders are all that is known
 */
public record Folders(Places machines, Places images, Optional<Problem> unread) {
    /**
     * The name of a file that Hamlet puts into a folder that was chosen. Where a disk is not mounted, its mount point is an
     * empty folder like any other, and without this file nothing must be made in it.
     */
    public static final String MARK = ".hamlet-folder";

    /** What lies in a folder. */
    public enum Kind {
        MACHINES,
        IMAGES
    }

    /** The folders of this kind. */
    public Places of(Kind kind) {
        return switch (kind) {
            case MACHINES -> machines;
            case IMAGES -> images;
        };
    }

    /** Why not all things of this kind are seen: the choice cannot be read, or a folder is away. */
    public List<Problem> problems(Kind kind) {
        List<Problem> all = new ArrayList<>();
        unread.ifPresent(all::add);
        of(kind).others().stream().flatMap(folder -> away(folder).stream()).forEach(all::add);
        return List.copyOf(all);
    }

    /** The folders of this kind that can be read now; the usual one is among them whether it is there or not. */
    public List<Path> present(Kind kind) {
        return of(kind).all().stream()
                .filter(folder ->
                        folder.equals(of(kind).usual()) || away(folder).isEmpty())
                .toList();
    }

    /**
     * Where something new of this kind is made now; the folder is there.
     *
     * @throws ProblemException {@code FolderAway}, or {@code FolderUnusable} of the usual one
     */
    public Path ready(Kind kind) throws ProblemException {
        Path folder = of(kind).forNew();
        if (folder.equals(of(kind).usual())) {
            HamletPaths.makePrivate(folder);
        } else {
            Optional<Problem> away = away(folder);
            if (away.isPresent()) {
                throw new ProblemException(away.get());
            }
        }
        return folder;
    }

    /** Why a folder that was chosen cannot be looked into now: a disk that is not connected, missing rights. */
    public static Optional<Problem> away(Path folder) {
        String why = absence(folder);
        return why == null ? Optional.empty() : Optional.of(new HostProblem.FolderAway(folder, why));
    }

    private static @Nullable String absence(Path folder) {
        try (DirectoryStream<Path> _ = Files.newDirectoryStream(folder)) {
            boolean marked = Files.exists(folder.resolve(MARK));
            return marked ? null : "what Hamlet had put there is gone, as where no disk is mounted";
        } catch (IOException e) {
            return WholeFile.reason(e);
        }
    }
}
