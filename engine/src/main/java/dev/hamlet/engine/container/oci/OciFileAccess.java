package dev.hamlet.engine.container.oci;

import dev.hamlet.engine.container.ContainerFile;
import dev.hamlet.engine.container.ContainerFileAccess;
import dev.hamlet.engine.container.ContainerSpec;
import dev.hamlet.engine.container.FileChange;
import dev.hamlet.engine.container.files.FilePlace;
import dev.hamlet.engine.container.files.FileWork;
import dev.hamlet.engine.container.files.OwnFiles;
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
    private final FileWork work;

    OciFileAccess(
            Jobs jobs,
            ContainerFiles files,
            ContainerNames names,
            ContainerInsides insides,
            ImageStore images,
            FileWork work) {
        this.jobs = jobs;
        this.files = files;
        this.names = names;
        this.insides = insides;
        this.images = images;
        this.work = work;
    }

    @Override
    public List<ContainerFile> list(String nameOrId, String path) throws ProblemException, InterruptedException {
        ContainerFolder folder = files.folder(names.find(nameOrId).id());
        return told(nameOrId, path, () -> {
            OwnFiles own = own(folder);
            return insides.with(folder, place -> work.list(place, own, path));
        });
    }

    @Override
    public List<FileChange> changes(String nameOrId) throws ProblemException, InterruptedException {
        ContainerFolder folder = files.folder(names.find(nameOrId).id());
        return told(nameOrId, "/", () -> work.changes(own(folder)));
    }

    private OwnFiles own(ContainerFolder folder) throws ProblemException, IOException {
        ContainerSpec spec = files.spec(folder);
        ContainerRoot root = images.root(folder.id().value());
        return new OwnFiles(root.changes(), images.layers(root), MountPlaces.of(spec));
    }

    @Override
    public Job<Copied> copyOut(String nameOrId, String path, Path target, Copying how) {
        return copy(nameOrId, path, (place, progress) -> work.copyOut(place, path, target, how, progress));
    }

    @Override
    public Job<Copied> saveOut(String nameOrId, String path, Path target) {
        return copy(
                nameOrId,
                path,
                (place, progress) ->
                        WholePlace.fill(target, half -> work.copyOut(place, path, half, Copying.SAVED, progress)));
    }

    @Override
    public Job<Copied> copyIn(Path source, boolean contentAlone, String nameOrId, String path, Copying how) {
        return copy(nameOrId, path, (place, progress) -> {
            if (!Files.exists(source, LinkOption.NOFOLLOW_LINKS)) {
                throw new ProblemException(new MediaProblem.FileUnreadable(source, "No such file or directory"));
            }
            return work.copyIn(place, source, contentAlone, path, how, progress);
        });
    }

    @Override
    public Job<Copied> archive(String nameOrId, String path, OutputStream to, Copying how) {
        return copy(nameOrId, path, (place, progress) -> work.archive(place, path, to, how, progress));
    }

    @Override
    public Job<Copied> unpack(InputStream archive, String nameOrId, String path) {
        return copy(nameOrId, path, (place, progress) -> work.unpack(place, archive, path, progress));
    }

    @FunctionalInterface
    private interface Copy {
        Copied copy(FilePlace place, Progress progress) throws IOException, ProblemException, InterruptedException;
    }

    private Job<Copied> copy(String nameOrId, String path, Copy copy) {
        return jobs.start(Phrase.of("job.container-copy", nameOrId), progress -> {
            ContainerFolder folder = files.folder(names.find(nameOrId).id());
            return told(nameOrId, path, () -> insides.with(folder, place -> copy.copy(place, progress)));
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
