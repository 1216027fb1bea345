package dev.hamlet.engine.container.volume;

import dev.hamlet.engine.container.ContainerId;
import dev.hamlet.engine.container.ContainerSnapshot;
import dev.hamlet.engine.container.ContainerSpec;
import dev.hamlet.engine.container.ContainerVolume;
import dev.hamlet.engine.container.ContainerVolumes;
import dev.hamlet.engine.container.MountWish;
import dev.hamlet.engine.container.files.FileWork;
import dev.hamlet.engine.container.files.FirstContent;
import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.host.HamletPaths;
import dev.hamlet.engine.host.WholeFile;
import dev.hamlet.engine.job.Progress;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.problem.ContainerProblem;
import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.engine.problem.Nearest;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.problem.VolumeProblem;
import dev.hamlet.nativebridge.FileLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Volumes in folders of this home. A volume appears whole, with what it begins with, and vanishes at once; who uses one is
 * read from the containers themselves, which appear while the turn here is held. Safe for use by many threads and processes.
 */
public final class StoredVolumes implements ContainerVolumes {
    private static final Logger LOG = LoggerFactory.getLogger(StoredVolumes.class);

    private final VolumeFolders folders;
    private final VolumeUsers users;
    private final FileWork work;
    private final TimeSource time;

    /** Volumes in this folder, which may not be there yet. */
    public StoredVolumes(Path folder, VolumeUsers users, FileWork work, TimeSource time) {
        this.folders = new VolumeFolders(folder, work, time);
        this.users = users;
        this.work = work;
        this.time = time;
    }

    @Override
    public List<ContainerVolume> list() throws ProblemException {
        List<ContainerSnapshot> containers = users.all();
        List<ContainerVolume> all = new ArrayList<>();
        for (String name : folders.names()) {
            all.add(look(name, containers));
        }
        return all;
    }

    @Override
    public ContainerVolume find(String name) throws ProblemException {
        requireThere(name);
        return look(name, users.all());
    }

    private void requireThere(String name) throws ProblemException {
        if (!MountWish.Volume.isName(name) || !folders.has(name)) {
            throw new ProblemException(new VolumeProblem.VolumeNotFound(name, Nearest.of(name, folders.names())));
        }
    }

    private ContainerVolume look(String name, List<ContainerSnapshot> containers) {
        VolumeJson.Note note = folders.note(name);
        List<ContainerVolume.User> using = new ArrayList<>();
        for (ContainerSnapshot one : containers) {
            for (MountWish mount : one.spec().map(ContainerSpec::mounts).orElse(List.of())) {
                if (mount instanceof MountWish.Volume(String used, String target, boolean readOnly, boolean _)
                        && used.equals(name)) {
                    using.add(new ContainerVolume.User(
                            one.id(), one.name(), target, readOnly, one.state().isLive()));
                }
            }
        }
        Optional<Instant> since = note.madeFor().map(_ -> note.created());
        List<ContainerVolume.Doubt> perhaps = containers.stream()
                .filter(one -> one.spec().isEmpty() && users.mayUse(one, name, since))
                .map(one -> new ContainerVolume.Doubt(one.name(), users.file(one)))
                .toList();
        return new ContainerVolume(
                name, folders.files(name), note.madeFor().isPresent(), note.labels(), note.created(), using, perhaps);
    }

    @Override
    public ContainerVolume create(String name, Map<String, String> labels)
            throws ProblemException, InterruptedException {
        String chosen = name.isEmpty() ? random() : name;
        if (!MountWish.Volume.isName(chosen)) {
            throw new ProblemException(new ContainerProblem.ContainerSettingInvalid(
                    "volume", chosen, "letters, digits, _ . and -, at most 128, beginning with a letter or digit"));
        }
        if (!make(chosen, new VolumeJson.Note(time.now(), labels, Optional.empty()), files -> {})) {
            throw new ProblemException(new VolumeProblem.VolumeExists(chosen));
        }
        return find(chosen);
    }

    private static String random() {
        byte[] bytes = new byte[32];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** Fills the files of a new volume. */
    @FunctionalInterface
    private interface Filling {
        void fill(Path files) throws IOException, ProblemException, InterruptedException;
    }

    /** Makes a volume; answers no where somebody has made one of that name meanwhile. */
    private boolean make(String name, VolumeJson.Note note, Filling filling)
            throws ProblemException, InterruptedException {
        try (VolumeFolders.Half half = half()) {
            HamletPaths.makePrivate(half.files());
            VolumeFolders.likeARoot(half.files());
            filling.fill(half.files());
            half.note(note);
            try (FileLock _ = folders.turn()) {
                if (folders.has(name)) {
                    return false;
                }
                folders.appear(half, name);
                return true;
            }
        } catch (IOException e) {
            throw new ProblemException(new HostProblem.FolderUnusable(folders.files(name), WholeFile.reason(e)), e);
        }
    }

    /** A new half; what killed processes left is removed on the way. */
    private VolumeFolders.Half half() throws ProblemException, InterruptedException {
        VolumeFolders.Half half;
        List<VolumeFolders.Half> left;
        try (FileLock _ = folders.turn()) {
            left = folders.left();
            half = folders.half();
        }
        for (VolumeFolders.Half one : left) {
            LOG.info("removing what was left in {}", one.path());
            removeQuietly(one);
        }
        return half;
    }

    private static void removeQuietly(VolumeFolders.Half half) {
        try {
            half.close();
        } catch (IOException e) {
            LOG.warn("what was left in {} could not be removed; it is tried again", half.path(), e);
        }
    }

    @Override
    public void remove(String name) throws ProblemException, InterruptedException {
        VolumeFolders.Half half = half();
        try (FileLock _ = folders.turn()) {
            requireThere(name);
            requireUnused(look(name, users.all()));
            folders.vanish(name, half);
        } catch (IOException e) {
            throw new ProblemException(new HostProblem.FolderUnusable(folders.files(name), WholeFile.reason(e)), e);
        } finally {
            removeQuietly(half);
        }
    }

    private static void requireUnused(ContainerVolume volume) throws ProblemException {
        if (!volume.users().isEmpty()) {
            throw new ProblemException(new VolumeProblem.VolumeInUse(
                    volume.name(),
                    volume.users().stream()
                            .map(ContainerVolume.User::name)
                            .distinct()
                            .toList()));
        }
        if (!volume.perhaps().isEmpty()) {
            throw new ProblemException(doubt(volume));
        }
    }

    private static VolumeProblem.VolumeMayBeInUse doubt(ContainerVolume volume) {
        ContainerVolume.Doubt first = volume.perhaps().getFirst();
        return new VolumeProblem.VolumeMayBeInUse(volume.name(), first.container(), first.file());
    }

    @Override
    public ByteSize size(ContainerVolume volume) throws ProblemException, InterruptedException {
        try {
            return new ByteSize(work.size(volume.folder()));
        } catch (IOException e) {
            throw new ProblemException(new HostProblem.FolderUnusable(volume.folder(), WholeFile.reason(e)), e);
        }
    }

    @Override
    public List<ContainerVolume> prunable(boolean all) throws ProblemException {
        return list().stream()
                .filter(volume -> volume.isUnused() && (all || volume.unnamed()))
                .toList();
    }

    @Override
    public Pruned prune(boolean all) throws ProblemException, InterruptedException {
        List<String> removed = new ArrayList<>();
        long freed = 0;
        for (ContainerVolume one : prunable(all)) {
            long bytes = size(one).bytes();
            if (removeUnused(one.name())) {
                removed.add(one.name());
                freed += bytes;
            }
        }
        List<VolumeProblem.VolumeMayBeInUse> kept = list().stream()
                .filter(volume -> volume.users().isEmpty() && !volume.perhaps().isEmpty() && (all || volume.unnamed()))
                .map(StoredVolumes::doubt)
                .toList();
        return new Pruned(removed, new ByteSize(freed), kept);
    }

    /** Answers no where somebody uses it, or has removed it. */
    private boolean removeUnused(String name) throws ProblemException, InterruptedException {
        try {
            remove(name);
            return true;
        } catch (ProblemException e) {
            if (e.problem() instanceof VolumeProblem.VolumeMayBeInUse doubt) {
                LOG.info("{} stays: {} cannot be read", name, doubt.file());
                return false;
            }
            if (e.problem() instanceof VolumeProblem.VolumeInUse
                    || e.problem() instanceof VolumeProblem.VolumeNotFound) {
                return false;
            }
            throw e;
        }
    }

    /**
     * Makes the volumes that a new container needs and that are not there yet, with what its image has in their places, and
     * the places for all that is mounted in it.
     *
     * @param root where its files are mounted, in the user namespace if there is one, as no program has changed them yet
     * @return the same container with the names of the volumes that were made for it alone
     */
    public ContainerSpec prepare(ContainerSpec draft, Path root, Progress progress)
            throws ProblemException, InterruptedException {
        MountSources.check(draft);
        Map<String, String> own = new TreeMap<>();
        for (String target : draft.unnamedVolumes()) {
            // One that was made anew has those that it had before.
            String kept = draft.volumes().get(target);
            own.put(target, kept != null && folders.has(kept) ? kept : random());
        }
        ContainerSpec spec = draft.given(own);
        if (spec.mounts().isEmpty()) {
            return spec;
        }
        try (FirstContent content = work.content(spec.name(), root, progress)) {
            for (MountWish mount : spec.mounts()) {
                if (mount instanceof MountWish.Volume volume) {
                    begin(spec, volume, content);
                }
            }
            content.makePlaces(spec.mounts().stream().map(StoredVolumes::place).toList());
        } catch (IOException e) {
            throw new ProblemException(new HostProblem.FolderUnusable(root, WholeFile.reason(e)), e);
        }
        return spec;
    }

    /** What is mounted in memory has the permissions of its place with runc, whatever that is told. */
    private static FirstContent.Place place(MountWish mount) {
        return new FirstContent.Place(
                mount.target(),
                mount instanceof MountWish.Bind bind && !Files.isDirectory(bind.source()),
                mount instanceof MountWish.Memory memory ? memory.permissions() : VolumeFolders.USUAL);
    }

    private void begin(ContainerSpec spec, MountWish.Volume volume, FirstContent content)
            throws IOException, ProblemException, InterruptedException {
        Filling filling = files -> {
            if (volume.copied()) {
                content.copy(volume.target(), files);
            }
        };
        boolean own = spec.volumes().containsValue(volume.name());
        if (!folders.has(volume.name())) {
            Optional<ContainerId> madeFor = own ? Optional.of(spec.id()) : Optional.empty();
            boolean _ = make(volume.name(), new VolumeJson.Note(time.now(), Map.of(), madeFor), filling);
        } else if (volume.copied() && content.has(volume.target())) {
            fillEmpty(volume.name(), filling, content);
        }
    }

    /** One that was made empty, and that nobody has used, begins with what the image has all the same, as with Docker. */
    private void fillEmpty(String name, Filling filling, FirstContent content)
            throws ProblemException, InterruptedException {
        Path files = folders.files(name);
        if (!VolumeFolders.isEmpty(files) || !look(name, users.all()).isUnused()) {
            return;
        }
        try (VolumeFolders.Half half = half()) {
            HamletPaths.makePrivate(half.files());
            filling.fill(half.files());
            try (FileLock _ = folders.turn()) {
                if (folders.has(name) && look(name, users.all()).isUnused()) {
                    content.takePlaceOfEmpty(half.files(), files);
                }
            }
        } catch (IOException e) {
            throw new ProblemException(new HostProblem.FolderUnusable(files, WholeFile.reason(e)), e);
        }
    }

    /** Something to do while nobody can remove a volume. */
    @FunctionalInterface
    public interface Appearance {
        /** Does it. */
        void appear() throws ProblemException;
    }

    /** Lets a container appear whose volumes are all there. */
    public void keep(ContainerSpec spec, Appearance appearance) throws ProblemException, InterruptedException {
        for (boolean appeared = false; !appeared; ) {
            Optional<String> missing;
            try (FileLock _ = folders.turn()) {
                missing = spec.mounts().stream()
                        .flatMap(mount -> mount instanceof MountWish.Volume volume
                                ? Optional.of(volume.name()).stream()
                                : java.util.stream.Stream.empty())
                        .filter(name -> !folders.has(name))
                        .findFirst();
                if (missing.isEmpty()) {
                    appearance.appear();
                    appeared = true;
                }
            }
            if (missing.isPresent()) {
                // Somebody has removed it since it was made or found.
                boolean _ =
                        make(missing.get(), new VolumeJson.Note(time.now(), Map.of(), Optional.empty()), files -> {});
            }
        }
    }

    /** Those volumes that were made for this container alone are another's from now on, and go with that one. */
    public void hand(ContainerId before, ContainerSpec after) throws ProblemException, InterruptedException {
        for (String name : after.volumes().values()) {
            try (FileLock _ = folders.turn()) {
                VolumeJson.Note note = folders.note(name);
                if (folders.has(name) && note.madeFor().equals(Optional.of(before))) {
                    folders.note(name, new VolumeJson.Note(note.created(), note.labels(), Optional.of(after.id())));
                }
            } catch (IOException e) {
                throw new ProblemException(new HostProblem.FolderUnusable(folders.files(name), WholeFile.reason(e)), e);
            }
        }
    }

    /** Removes the volumes that were made for a container alone, once it is gone, and that no other uses. */
    public void removeOwn(ContainerId container) throws ProblemException, InterruptedException {
        for (String name : folders.names()) {
            if (folders.note(name).madeFor().equals(Optional.of(container))) {
                boolean _ = removeUnused(name);
            }
        }
    }

    /** Where the files of a container's volumes are, by their names. */
    public Map<String, Path> places(ContainerSpec spec) throws ProblemException {
        Map<String, Path> places = new TreeMap<>();
        for (MountWish mount : spec.mounts()) {
            if (mount instanceof MountWish.Volume volume) {
                requireThere(volume.name());
                places.put(volume.name(), folders.files(volume.name()));
            }
        }
        return places;
    }
}
