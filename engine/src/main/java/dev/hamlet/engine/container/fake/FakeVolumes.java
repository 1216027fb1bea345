package dev.hamlet.engine.container.fake;

import dev.hamlet.engine.container.ContainerSnapshot;
import dev.hamlet.engine.container.ContainerSpec;
import dev.hamlet.engine.container.ContainerVolume;
import dev.hamlet.engine.container.ContainerVolumes;
import dev.hamlet.engine.container.MountWish;
import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.problem.ContainerProblem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.problem.VolumeProblem;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Volumes whose files are in memory. Safe for use by many threads. */
final class FakeVolumes implements ContainerVolumes {
    private final TimeSource time;
    private final Supplier<List<ContainerSnapshot>> containers;
    private final Map<String, Kept> all = new TreeMap<>();
    private int unnamed;

    /** One of them. */
    private record Kept(FakeTree files, Map<String, String> labels, boolean unnamed, Instant created) {}

    FakeVolumes(TimeSource time, Supplier<List<ContainerSnapshot>> containers) {
        this.time = time;
        this.containers = containers;
    }

    /** The container with the volumes that it needs, those that are new with what its image has in their places. */
    synchronized ContainerSpec prepare(ContainerSpec draft, FakeTree image) {
        Map<String, String> own = new TreeMap<>();
        for (String target : draft.unnamedVolumes()) {
            String kept = draft.volumes().get(target);
            own.put(target, kept != null ? kept : "%064x".formatted(++unnamed));
        }
        ContainerSpec spec = draft.given(own);
        for (MountWish mount : spec.mounts()) {
            if (mount instanceof MountWish.Volume(String name, String target, boolean _, boolean copied)) {
                all.computeIfAbsent(
                        name,
                        _ -> new Kept(
                                copied ? image.from(target, time.now()) : FakeTree.empty(time.now()),
                                Map.of(),
                                own.containsValue(name),
                                time.now()));
            }
        }
        return spec;
    }

    /** The files of a volume that is there. */
    synchronized Optional<FakeTree> files(String name) {
        return Optional.ofNullable(all.get(name)).map(Kept::files);
    }

    /** Removes the volumes that were made for this container alone, which is gone. */
    synchronized void removeOwn(ContainerSpec gone) {
        all.keySet()
                .removeIf(name ->
                        gone.volumes().containsValue(name) && users(name).isEmpty());
    }

    private List<ContainerVolume.User> users(String name) {
        List<ContainerVolume.User> users = new ArrayList<>();
        for (ContainerSnapshot one : containers.get()) {
            for (MountWish mount : one.spec().map(ContainerSpec::mounts).orElse(List.of())) {
                if (mount instanceof MountWish.Volume(String used, String target, boolean readOnly, boolean _)
                        && used.equals(name)) {
                    users.add(new ContainerVolume.User(
                            one.id(), one.name(), target, readOnly, one.state().isLive()));
                }
            }
        }
        return users;
    }

    private ContainerVolume look(String name, Kept kept) {
        return new ContainerVolume(
                name,
                Path.of("/in/memory", name),
                kept.unnamed(),
                kept.labels(),
                kept.created(),
                users(name),
                List.of());
    }

    @Override
    public synchronized List<ContainerVolume> list() {
        return all.entrySet().stream()
                .map(one -> look(one.getKey(), one.getValue()))
                .toList();
    }

    @Override
    public synchronized ContainerVolume find(String name) throws ProblemException {
        Kept kept = all.get(name);
        if (kept == null) {
            throw new ProblemException(new VolumeProblem.VolumeNotFound(name, ""));
        }
        return look(name, kept);
    }

    @Override
    public synchronized ContainerVolume create(String name, Map<String, String> labels) throws ProblemException {
        if (!MountWish.Volume.isName(name)) {
            throw new ProblemException(new ContainerProblem.ContainerSettingInvalid(
                    "volume", name, "letters, digits, _ . and -, at most 128, beginning with a letter or digit"));
        }
        if (all.containsKey(name)) {
            throw new ProblemException(new VolumeProblem.VolumeExists(name));
        }
        all.put(name, new Kept(FakeTree.empty(time.now()), Map.copyOf(labels), false, time.now()));
        return find(name);
    }

    @Override
    public synchronized void remove(String name) throws ProblemException {
        List<ContainerVolume.User> users = find(name).users();
        if (!users.isEmpty()) {
            throw new ProblemException(new VolumeProblem.VolumeInUse(
                    name, users.stream().map(ContainerVolume.User::name).toList()));
        }
        all.remove(name);
    }

    @Override
    public synchronized ByteSize size(ContainerVolume volume) {
        Kept kept = all.get(volume.name());
        return new ByteSize(kept == null ? 0 : kept.files().size());
    }

    @Override
    public synchronized List<ContainerVolume> prunable(boolean also) {
        return list().stream()
                .filter(volume -> volume.users().isEmpty() && (also || volume.unnamed()))
                .toList();
    }

    @Override
    public synchronized Pruned prune(boolean also) {
        long freed = 0;
        List<String> names = new ArrayList<>();
        for (ContainerVolume one : prunable(also)) {
            freed += size(one).bytes();
            names.add(one.name());
            all.remove(one.name());
        }
        return new Pruned(names, new ByteSize(freed), List.of());
    }
}
