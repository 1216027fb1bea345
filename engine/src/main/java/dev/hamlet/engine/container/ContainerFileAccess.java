package dev.hamlet.engine.container;

import dev.hamlet.engine.job.Job;
import dev.hamlet.engine.problem.ProblemException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;

/**
 * Files of containers, those that run and those that do not, with all that is mounted in them. A path in a container is
 * absolute, or counts from its root; whatever the container has in its files, it leads to nothing outside. Safe for use by
 * many threads.
 */
public interface ContainerFileAccess {
    /**
     * How files are copied.
     *
     * @param ownersKept whether owners, devices, attributes and the bits that lend a program its owner's rights are kept;
     *     else what comes out is of who asks, and what goes in of the container's root
     * @param followed whether a link that is to be copied stands for what it leads to
     * @param folderMeant whether the path of this computer was written as that of a folder, with a slash at its end
     */
    record Copying(boolean ownersKept, boolean followed, boolean folderMeant) {
        /** As it is where nobody says anything. */
        public static final Copying USUAL = new Copying(false, false);

        /** As a person saves a file: what a link leads to is meant. */
        public static final Copying SAVED = new Copying(false, true);

        /** With a path of this computer that is of anything. */
        public Copying(boolean ownersKept, boolean followed) {
            this(ownersKept, followed, false);
        }

        /** The same with a path of this computer that was written as a folder's. */
        public Copying ofFolder() {
            return new Copying(ownersKept, followed, true);
        }
    }

    /**
     * What was copied.
     *
     * @param files how many files and folders
     * @param bytes how much content
     */
    record Copied(long files, long bytes) {}

    /**
     * What is in a folder, by name.
     *
     * @throws ProblemException {@code ContainerFileMissing}, {@code ContainerFilesUnusable}, {@code ContainerBusy}
     */
    List<ContainerFile> list(String nameOrId, String folder) throws ProblemException, InterruptedException;

    /** All files in which a container differs from its image, by path. */
    List<FileChange> changes(String nameOrId) throws ProblemException, InterruptedException;

    /**
     * Copies a file or a folder out. As with {@code docker cp}: into a target that is a folder, else under the target's
     * name; of a path that ends in {@code /.} the folder's content alone. Each file appears whole, and takes the place of one
     * that is there.
     *
     * @return fails with {@code ContainerFileMissing}, {@code ContainerFilesUnusable}
     */
    Job<Copied> copyOut(String nameOrId, String path, Path target, Copying how);

    /**
     * Copies a file or a folder out to a new place, where it appears whole or not at all; of a link what it leads to. A file
     * that is there gives way to a file; what else is there stays.
     *
     * @param target the place itself, in a folder that is there
     * @return fails as {@link #copyOut}
     */
    Job<Copied> saveOut(String nameOrId, String path, Path target);

    /** Copies a file or a folder in, by the same rules as {@link #copyOut}. */
    Job<Copied> copyIn(Path source, boolean contentAlone, String nameOrId, String path, Copying how);

    /** Writes a file or a folder as a tar archive to a stream, which is not closed. */
    Job<Copied> archive(String nameOrId, String path, OutputStream to, Copying how);

    /** Unpacks a tar archive into a folder of a container; owners are the archive's. The stream is not closed. */
    Job<Copied> unpack(InputStream archive, String nameOrId, String folder);
}
