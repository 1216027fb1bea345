package dev.hamlet.engine.container.fake;

import dev.hamlet.engine.container.ContainerFile;
import dev.hamlet.engine.container.ContainerFileAccess;
import dev.hamlet.engine.container.ContainerId;
import dev.hamlet.engine.container.ContainerSnapshot;
import dev.hamlet.engine.container.ContainerSpec;
import dev.hamlet.engine.container.FileChange;
import dev.hamlet.engine.container.MountWish;
import dev.hamlet.engine.container.files.WholePlace;
import dev.hamlet.engine.job.Job;
import dev.hamlet.engine.job.Jobs;
import dev.hamlet.engine.job.Phrase;
import dev.hamlet.engine.job.Progress;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.problem.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Files of containers that are in memory: those of their images, and what tests and copies put there. What of this computer
 * is mounted is an empty folder. Safe for use by many threads.
 */
public final class FakeFileAccess implements ContainerFileAccess {
    private final Jobs jobs;
    private final TimeSource time;
    private final FakeStore store;
    private final FakeVolumes volumes;
    private final Map<ContainerId, Files> all = new HashMap<>();
    private volatile Step before = () -> {};

    /** The files of one container: its own, its image's, and what is mounted that is no volume. */
    private record Files(FakeTree own, FakeTree image, Map<String, FakeTree> others) {}

    FakeFileAccess(Jobs jobs, TimeSource time, FakeStore store, FakeVolumes volumes) {
        this.jobs = jobs;
        this.time = time;
        this.store = store;
        this.volumes = volumes;
    }

    /** What a look at files, and the copying of each of them, begins with. */
    @FunctionalInterface
    public interface Step {
        /** May refuse, or wait. */
        void begin() throws ProblemException, InterruptedException;
    }

    /** From now on every look at files, and the copying of each, begins with this. */
    public void beforeSteps(Step deed) {
        before = deed;
    }

    /** The container has this file, as it were by its own doing. */
    public void write(String container, String path, String content, int permissions, long uid, long gid)
            throws ProblemException {
        FakeFile file = FakeFile.of(content.getBytes(java.nio.charset.StandardCharsets.UTF_8), time.now());
        place(container, path, file.with(permissions, uid, gid));
    }

    /** The container has this link. */
    public void link(String container, String path, String target) throws ProblemException {
        place(container, path, FakeFile.link(target, time.now()));
    }

    /** The container has this device. */
    public void device(String container, String path) throws ProblemException {
        place(container, path, FakeFile.device(time.now()));
    }

    /** The container has this file no longer. */
    public void delete(String container, String path) throws ProblemException {
        FakeRoot root = root(container);
        root.remove(root.resolve(path, false));
    }

    /** The content of a file that the container has. */
    public String content(String container, String path) throws ProblemException {
        FakeRoot root = root(container);
        return new String(root.require(root.resolve(path, true)).bytes(), java.nio.charset.StandardCharsets.UTF_8);
    }

    private void place(String container, String path, FakeFile file) throws ProblemException {
        FakeRoot root = root(container);
        root.makeFolder(FakeTree.parent(path), FakeFile.folder(time.now()));
        root.put(path, file);
    }

    /** A container is there from now on. */
    synchronized void add(ContainerSpec spec, FakeTree image) {
        Map<String, FakeTree> others = new TreeMap<>();
        FakeRoot places = new FakeRoot(spec.name(), image, Map.of());
        for (MountWish mount : spec.mounts()) {
            places.makeFolder(mount.target(), FakeFile.folder(time.now()));
            if (!(mount instanceof MountWish.Volume)) {
                others.put(mount.target(), FakeTree.empty(time.now()));
            }
        }
        all.put(spec.id(), new Files(image.copy(), image, others));
    }

    synchronized void remove(ContainerId id) {
        all.remove(id);
    }

    /** The container's own files, without what is mounted. */
    FakeTree own(String nameOrId) throws ProblemException {
        return of(store.find(nameOrId)).own();
    }

    private synchronized Files of(ContainerSnapshot container) {
        Files found = all.get(container.id());
        if (found == null) {
            throw new IllegalStateException("a container without files: " + container.name());
        }
        return found;
    }

    private FakeRoot root(String nameOrId) throws ProblemException {
        ContainerSnapshot container = store.find(nameOrId);
        Files files = of(container);
        Map<String, FakeTree> mounts = new TreeMap<>(files.others());
        for (MountWish mount : FakeStore.spec(container).mounts()) {
            if (mount instanceof MountWish.Volume volume) {
                volumes.files(volume.name()).ifPresent(tree -> mounts.put(volume.target(), tree));
            }
        }
        return new FakeRoot(container.name(), files.own(), mounts);
    }

    @Override
    public List<ContainerFile> list(String nameOrId, String folder) throws ProblemException, InterruptedException {
        before.begin();
        FakeRoot root = root(nameOrId);
        String path = root.resolve(folder, true);
        if (!root.require(path).isFolder()) {
            throw root.unusable(folder, "Not a directory");
        }
        Map<String, FileChange.Kind> changes = new HashMap<>();
        for (FileChange change : own(nameOrId).changes(of(store.find(nameOrId)).image())) {
            changes.put(change.path(), change.kind());
        }
        List<ContainerFile> files = new ArrayList<>();
        for (String name : root.names(path)) {
            String at = FakeTree.child(path, name);
            Optional<FakeFile> file = root.at(at);
            if (file.isPresent()) {
                boolean mounted = root.isMounted(at);
                files.add(file(
                        root,
                        at,
                        file.get(),
                        mounted ? Optional.empty() : Optional.ofNullable(changes.get(at)),
                        mounted));
            }
        }
        return files;
    }

    private static ContainerFile file(
            FakeRoot root, String path, FakeFile file, Optional<FileChange.Kind> change, boolean mounted) {
        return new ContainerFile(
                FakeTree.name(path),
                file.kind() == ContainerFile.Kind.LINK && leadsToFolder(root, path)
                        ? ContainerFile.Kind.FOLDER_LINK
                        : file.kind(),
                file.content().length(),
                file.permissions(),
                file.uid(),
                file.gid(),
                file.modified(),
                file.target(),
                change,
                mounted);
    }

    private static boolean leadsToFolder(FakeRoot root, String link) {
        try {
            return root.at(root.resolve(link, true)).filter(FakeFile::isFolder).isPresent();
        } catch (ProblemException e) {
            // It leads nowhere.
            return false;
        }
    }

    @Override
    public List<FileChange> changes(String nameOrId) throws ProblemException, InterruptedException {
        before.begin();
        FakeRoot root = root(nameOrId);
        Files files = of(store.find(nameOrId));
        return files.own().changes(files.image()).stream()
                .filter(change -> !root.isMounted(change.path()))
                .toList();
    }

    /** A copy between this computer and the files of a container. */
    @FunctionalInterface
    private interface Copy {
        Copied copy(FakeCopy copy) throws IOException, ProblemException, InterruptedException;
    }

    private Job<Copied> copy(String nameOrId, String path, Copy copy) {
        return jobs.start(Phrase.of("job.container-copy", nameOrId), progress -> {
            FakeRoot root = root(nameOrId);
            try {
                return copy.copy(copying(root, progress));
            } catch (IOException e) {
                throw root.unusable(path, String.valueOf(e.getMessage()));
            }
        });
    }

    private FakeCopy copying(FakeRoot root, Progress progress) {
        Instant now = time.now();
        return new FakeCopy(root, before, progress, now);
    }

    @Override
    public Job<Copied> copyOut(String nameOrId, String path, Path target, Copying how) {
        return copy(nameOrId, path, copy -> copy.out(path, target, how));
    }

    @Override
    public Job<Copied> saveOut(String nameOrId, String path, Path target) {
        return copy(nameOrId, path, copy -> WholePlace.fill(target, half -> copy.out(path, half, Copying.SAVED)));
    }

    @Override
    public Job<Copied> copyIn(Path source, boolean contentAlone, String nameOrId, String path, Copying how) {
        return copy(nameOrId, path, copy -> copy.in(source, contentAlone, path, how));
    }

    @Override
    public Job<Copied> archive(String nameOrId, String path, OutputStream to, Copying how) {
        return copy(nameOrId, path, copy -> copy.archive(path, to, how));
    }

    @Override
    public Job<Copied> unpack(InputStream archive, String nameOrId, String folder) {
        return copy(nameOrId, folder, copy -> copy.unpack(archive, folder));
    }
}
