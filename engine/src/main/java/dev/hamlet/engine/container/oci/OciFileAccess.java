package dev.hamlet.engine.container.oci;

import dev.hamlet.engine.container.ContainerFile;
import dev.hamlet.engine.container.ContainerFileAccess;
import dev.hamlet.engine.container.ContainerSpec;
import dev.hamlet.engine.container.FileChange;
import dev.hamlet.engine.container.files.ChangedFiles;
import dev.hamlet.engine.container.files.FolderListing;
import dev.hamlet.engine.container.files.TreeCopy;
import dev.hamlet.engine.container.files.WholePlace;
import dev.hamlet.engine.host.WholeFile;
import dev.hamlet.engine.image.ContainerRoot;
import dev.hamlet.engine.image.ImageStore;
import dev.hamlet.engine.image.LayerViolation;
import dev.hamlet.engine.image.tar.TarViolation;
import dev.hamlet.engine.job.Job;
import dev.hamlet.engine.job.Jobs;
import dev.hamlet.engine.job.Phrase;
import dev.hamlet.engine.job.Progress;
import dev.hamlet.engine.problem.ContainerProblem;
import dev.hamlet.engine.problem.MediaProblem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.nativebridge.NativeException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;

/** Files of this home's containers. Safe for use by many threads. */
final class OciFileAccess implements ContainerFileAccess {
    private static final int ENOENT = 2;

    private final Jobs jobs;
    private final ContainerFiles files;
    private final ContainerNames names;
    private final ContainerInsides insides;
    private final ImageStore images;

    OciFileAccess(Jobs jobs, ContainerFiles files, ContainerNames names, ContainerInsides insides, ImageStore images) {
        this.jobs = jobs;
        this.files = files;
        this.names = names;
        this.insides = insides;
        this.images = images;
    }

    @Override
    public List<ContainerFile> list(String nameOrId, String path) throws ProblemException, InterruptedException {
        ContainerFolder folder = files.folder(names.find(nameOrId).id());
        return told(
                nameOrId,
                path,
                () -> insides.with(folder, root -> {
                    try (ChangedFiles changed = changed(folder)) {
                        return FolderListing.of(root, path, changed);
                    }
                }));
    }

    @Override
    public List<FileChange> changes(String nameOrId) throws ProblemException, InterruptedException {
        ContainerFolder folder = files.folder(names.find(nameOrId).id());
        ContainerInsides.requireRoot(nameOrId);
        return told(nameOrId, "/", () -> {
            try (ChangedFiles changed = changed(folder)) {
                return changed.all();
            }
        });
    }

    private ChangedFiles changed(ContainerFolder folder) throws ProblemException, IOException {
        ContainerSpec spec = files.spec(folder);
        ContainerRoot root = images.root(folder.id().value());
        return new ChangedFiles(root.changes(), images.layers(root), MountPlaces.of(spec));
    }

    @Override
    public Job<Copied> copyOut(String nameOrId, String path, Path target, Copying how) {
        return copy(nameOrId, path, (copy, _) -> copy.out(path, target, how));
    }

    @Override
    public Job<Copied> saveOut(String nameOrId, String path, Path target) {
        return copy(nameOrId, path, (copy, _) -> WholePlace.fill(target, half -> copy.out(path, half, Copying.SAVED)));
    }

    @Override
    public Job<Copied> copyIn(Path source, boolean contentAlone, String nameOrId, String path, Copying how) {
        return copy(nameOrId, path, (copy, _) -> {
            if (!Files.exists(source, LinkOption.NOFOLLOW_LINKS)) {
                throw new ProblemException(new MediaProblem.FileUnreadable(source, "No such file or directory"));
            }
            return copy.in(source, contentAlone, path, how);
        });
    }

    @Override
    public Job<Copied> archive(String nameOrId, String path, OutputStream to, Copying how) {
        return copy(nameOrId, path, (copy, _) -> copy.archive(path, to, how));
    }

    @Override
    public Job<Copied> unpack(InputStream archive, String nameOrId, String path) {
        return copy(nameOrId, path, (copy, _) -> copy.unpack(archive, path));
    }

    @FunctionalInterface
    private interface Copy {
        Copied copy(TreeCopy copy, Progress progress) throws IOException, ProblemException, InterruptedException;
    }

    private Job<Copied> copy(String nameOrId, String path, Copy copy) {
        return jobs.start(Phrase.of("job.container-copy", nameOrId), progress -> {
            ContainerFolder folder = files.folder(names.find(nameOrId).id());
            return told(
                    nameOrId,
                    path,
                    () -> insides.with(folder, root -> copy.copy(new TreeCopy(root, progress), progress)));
        });
    }

    @FunctionalInterface
    private interface Telling<T> {
        T tell() throws IOException, ProblemException, InterruptedException;
    }

    /** Says what was wrong with a path in words. */
    private static <T> T told(String name, String path, Telling<T> telling)
            throws ProblemException, InterruptedException {
        try {
            return telling.tell();
        } catch (NativeException e) {
            throw new ProblemException(
                    e.errno() == ENOENT
                            ? new ContainerProblem.ContainerFileMissing(name, path)
                            : new ContainerProblem.ContainerFilesUnusable(name, path, WholeFile.reason(e)),
                    e);
        } catch (LayerViolation | TarViolation e) {
            throw new ProblemException(
                    new ContainerProblem.ContainerFilesUnusable(name, path, String.valueOf(e.getMessage())), e);
        } catch (IOException e) {
            throw new ProblemException(new ContainerProblem.ContainerFilesUnusable(name, path, WholeFile.reason(e)), e);
        }
    }
}
