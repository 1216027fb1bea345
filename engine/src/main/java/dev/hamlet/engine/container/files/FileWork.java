package dev.hamlet.engine.container.files;

import dev.hamlet.engine.container.ContainerFile;
import dev.hamlet.engine.container.ContainerFileAccess.Copied;
import dev.hamlet.engine.container.ContainerFileAccess.Copying;
import dev.hamlet.engine.container.FileChange;
import dev.hamlet.engine.job.Progress;
import dev.hamlet.engine.namespace.Namespaces;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.process.ProcessLauncher;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;

/**
 * What is done with files of containers and of volumes, by whoever may: files belong to users that an ordinary user is not.
 * Failures are as {@link TreeCopy} has them, and {@link FilePlace.Gone}; a {@link ProblemException} says why nobody may.
 * Safe for use by many threads. Who interrupts ends the work, and waits for its end.
 */
public interface FileWork {
    /** That of this home: of root here, of an ordinary user in the user namespace. */
    static FileWork of(Namespaces namespaces, ProcessLauncher launcher) {
        return namespaces.isDirect() ? new FilesHere() : new FilesInside(namespaces, launcher);
    }

    /** What is in a folder, by name. */
    List<ContainerFile> list(FilePlace place, OwnFiles own, String path)
            throws IOException, ProblemException, InterruptedException;

    /** All that is a container's own, by path. */
    List<FileChange> changes(OwnFiles own) throws IOException, ProblemException, InterruptedException;

    /** Copies out; the target is absolute. */
    Copied copyOut(FilePlace place, String path, Path target, Copying how, Progress progress)
            throws IOException, ProblemException, InterruptedException;

    /** Copies in; the source is absolute. */
    Copied copyIn(FilePlace place, Path source, boolean contentAlone, String path, Copying how, Progress progress)
            throws IOException, ProblemException, InterruptedException;

    /** Writes an archive to a stream, which is not closed. */
    Copied archive(FilePlace place, String path, OutputStream to, Copying how, Progress progress)
            throws IOException, ProblemException, InterruptedException;

    /** Unpacks an archive from a stream, which is not closed. */
    Copied unpack(FilePlace place, InputStream archive, String path, Progress progress)
            throws IOException, ProblemException, InterruptedException;

    /** Writes the layer of all that is a container's own to a stream, which is not closed. */
    void layer(OwnFiles own, OutputStream to, Progress progress)
            throws IOException, ProblemException, InterruptedException;

    /**
     * Looks into the files of a new container.
     *
     * @param container its name, for words
     * @param root where they are mounted, in the namespace if there is one
     */
    FirstContent content(String container, Path root, Progress progress)
            throws IOException, ProblemException, InterruptedException;

    /** Removes a tree by its own name, whatever is in it. */
    void remove(Path tree) throws IOException, ProblemException, InterruptedException;

    /** The bytes that a tree takes on the disk, itself among them. */
    long size(Path tree) throws IOException, ProblemException, InterruptedException;
}
