package dev.hamlet.engine.container.oci;

import dev.hamlet.engine.container.ContainerId;
import dev.hamlet.engine.container.ContainerSnapshot;
import dev.hamlet.engine.container.ContainerSpec;
import dev.hamlet.engine.container.ContainerSpecJson;
import dev.hamlet.engine.container.ContainerWish;
import dev.hamlet.engine.container.ImageDefaults;
import dev.hamlet.engine.container.volume.MountSources;
import dev.hamlet.engine.container.volume.StoredVolumes;
import dev.hamlet.engine.host.HamletPaths;
import dev.hamlet.engine.image.ContainerRoot;
import dev.hamlet.engine.image.Image;
import dev.hamlet.engine.image.ImageStore;
import dev.hamlet.engine.job.Progress;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.problem.Problem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.nativebridge.FileLock;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes containers: each appears whole, under a name of its own and with its volumes, or not at all. */
final class ContainerMaking {
    private static final Logger LOG = LoggerFactory.getLogger(ContainerMaking.class);

    private final ContainerFiles files;
    private final ContainerNames names;
    private final ImageStore images;
    private final StoredVolumes volumes;
    private final ContainerTurns turns;
    private final UserGroups groups;
    private final TimeSource time;

    ContainerMaking(
            ContainerFiles files,
            ContainerNames names,
            ImageStore images,
            StoredVolumes volumes,
            ContainerTurns turns,
            UserGroups groups,
            TimeSource time) {
        this.files = files;
        this.names = names;
        this.images = images;
        this.volumes = volumes;
        this.turns = turns;
        this.groups = groups;
        this.time = time;
    }

    /** Makes one, as {@link dev.hamlet.engine.container.ContainerEngine#create} says. */
    ContainerSnapshot make(String image, String name, ContainerWish wish, Progress progress)
            throws ProblemException, InterruptedException {
        return make(image, name, wish, Map.of(), progress);
    }

    /**
     * The same.
     *
     * @param kept volumes that are there already for places without a named one, by where they are mounted
     */
    ContainerSnapshot make(String image, String name, ContainerWish wish, Map<String, String> kept, Progress progress)
            throws ProblemException, InterruptedException {
        Optional<Problem> unlimited = groups.kept().obstacle(wish.limits());
        if (unlimited.isPresent()) {
            throw new ProblemException(unlimited.get());
        }
        Image found = images.resolve(image);
        ContainerSpec draft = new ContainerSpec(
                        ContainerId.random(),
                        name.isEmpty() ? names.suggestion(found) : name,
                        ImageDefaults.of(found),
                        wish,
                        kept,
                        time.now(),
                        ContainerSpecJson.UnknownKeys.NONE)
                .checked();
        names.requireFree(draft.name());
        MountSources.check(draft);
        ContainerFolder half = files.half(draft.id());
        HamletPaths.makePrivate(half.path());
        boolean done = false;
        try (FileLock _ = turns.take(half, draft.name())) {
            try {
                ContainerSpec spec = withFiles(draft, found, progress);
                names.take(name.isEmpty(), spec, named -> volumes.keep(named, () -> appear(half, named)));
                done = true;
            } finally {
                if (!done) {
                    takeBack(half);
                }
            }
        }
        return files.look(files.folder(draft.id()));
    }

    private ContainerSpec withFiles(ContainerSpec draft, Image image, Progress progress)
            throws ProblemException, InterruptedException {
        ContainerRoot root = images.lay(image, draft.id().value(), draft.wish().removedAfter(), progress);
        if (draft.mounts().isEmpty()) {
            // Nobody has to see its files before it starts.
            return draft.given(Map.of());
        }
        try {
            var _ = images.mount(draft.id().value());
            return volumes.prepare(draft, root.path(), progress);
        } finally {
            images.unmount(draft.id().value());
        }
    }

    private void appear(ContainerFolder half, ContainerSpec spec) throws ProblemException {
        byte[] content = ContainerSpecJson.write(spec);
        if (spec.wish().removedAfter()) {
            ContainerFiles.writeFleeting(half.spec(), content);
        } else {
            ContainerFiles.write(half.spec(), content);
        }
        ContainerFiles.move(half.path(), files.folder(spec.id()).path());
    }

    /** Removes what was made, also for whoever was interrupted; what cannot be removed is swept later. */
    private void takeBack(ContainerFolder half) throws InterruptedException {
        boolean interrupted = Thread.interrupted();
        try {
            images.release(half.id().value());
            volumes.removeOwn(half.id());
            ContainerFiles.delete(half.path());
        } catch (ProblemException e) {
            LOG.warn("a container that was made for nothing is removed later", e);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
