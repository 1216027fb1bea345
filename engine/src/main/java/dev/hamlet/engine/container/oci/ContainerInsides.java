package dev.hamlet.engine.container.oci;

import dev.hamlet.engine.container.ContainerSpec;
import dev.hamlet.engine.container.MountWish;
import dev.hamlet.engine.container.files.FilePlace;
import dev.hamlet.engine.container.volume.StoredVolumes;
import dev.hamlet.engine.image.ImageStore;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.nativebridge.FileLock;
import dev.hamlet.nativebridge.MountView;
import dev.hamlet.nativebridge.Processes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Finds the files of a container with all that is mounted in it: of one that runs as its first process sees them, of one
 * that does not as they will be mounted, while nobody can start it.
 */
final class ContainerInsides {
    /** A container may end and be started again while somebody looks. */
    private static final int TRIES = 5;

    private final ContainerFiles files;
    private final ContainerRuns runs;
    private final ContainerTurns turns;
    private final ImageStore images;
    private final StoredVolumes volumes;
    private final Processes processes;

    ContainerInsides(
            ContainerFiles files,
            ContainerRuns runs,
            ContainerTurns turns,
            ImageStore images,
            StoredVolumes volumes,
            Processes processes) {
        this.files = files;
        this.runs = runs;
        this.turns = turns;
        this.images = images;
        this.volumes = volumes;
        this.processes = processes;
    }

    /**
     * What is done with files.
     *
     * @param <T> what comes of it
     */
    @FunctionalInterface
    interface Use<T> {
        T of(FilePlace place) throws IOException, ProblemException, InterruptedException;
    }

    /** Does something with the files of a container. */
    <T> T with(ContainerFolder folder, Use<T> use) throws IOException, ProblemException, InterruptedException {
        ContainerSpec spec = files.spec(folder);
        for (int i = 1; ; i++) {
            Optional<FilePlace> live = live(folder);
            if (live.isEmpty()) {
                try (FileLock _ = turns.take(folder, spec.name())) {
                    runs.settle(folder);
                    if (live(folder).isEmpty()) {
                        return use.of(laid(folder, spec));
                    }
                }
            } else {
                try {
                    return use.of(live.get());
                } catch (FilePlace.Gone e) {
                    if (i == TRIES) {
                        throw e;
                    }
                }
            }
        }
    }

    /** Empty where it does not run. */
    private Optional<FilePlace> live(ContainerFolder folder) throws ProblemException {
        return files.record(folder)
                .map(RunRecord::process)
                .filter(processes::alive)
                .map(FilePlace.Live::new);
    }

    private FilePlace laid(ContainerFolder folder, ContainerSpec spec) throws ProblemException {
        Map<String, Path> places = volumes.places(spec);
        List<MountView.Bind> binds = new ArrayList<>();
        for (MountWish mount : spec.mounts()) {
            switch (mount) {
                case MountWish.Bind(Path source, String target, boolean readOnly) ->
                    binds.add(new MountView.Bind(source, target, readOnly));
                case MountWish.Volume(String name, String target, boolean readOnly, boolean _) ->
                    binds.add(new MountView.Bind(
                            Objects.requireNonNull(places.get(name), "every volume has a place"), target, readOnly));
                // What was in memory is gone.
                case MountWish.Memory _ -> {}
            }
        }
        String id = folder.id().value();
        return new FilePlace.Laid(images.overlay(id), images.root(id).path(), binds);
    }
}
