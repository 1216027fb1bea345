package dev.hamlet.engine.container.oci;

import dev.hamlet.engine.container.ContainerSpec;
import dev.hamlet.engine.container.MountWish;
import dev.hamlet.engine.container.volume.StoredVolumes;
import dev.hamlet.engine.host.WholeFile;
import dev.hamlet.engine.image.ImageStore;
import dev.hamlet.engine.problem.ContainerProblem;
import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.nativebridge.FileLock;
import dev.hamlet.nativebridge.MountView;
import dev.hamlet.nativebridge.NativeException;
import dev.hamlet.nativebridge.Processes;
import dev.hamlet.nativebridge.RootFolder;
import dev.hamlet.nativebridge.Users;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Opens the files of a container with all that is mounted in it: of one that runs as its first process sees them (proc(5),
 * {@code /proc/PID/root}), of one that does not as they will be mounted, while nobody can start it.
 */
final class ContainerInsides {
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
     * What is done with the files.
     *
     * @param <T> what comes of it
     */
    @FunctionalInterface
    interface Use<T> {
        T of(RootFolder root) throws IOException, ProblemException, InterruptedException;
    }

    /** Does something with the files of a container. */
    <T> T with(ContainerFolder folder, Use<T> use) throws IOException, ProblemException, InterruptedException {
        ContainerSpec spec = files.spec(folder);
        requireRoot(spec.name());
        Optional<RootFolder> live = live(folder);
        if (live.isEmpty()) {
            try (FileLock _ = turns.take(folder, spec.name())) {
                runs.settle(folder);
                live = live(folder);
                if (live.isEmpty()) {
                    return stopped(folder, spec, use);
                }
            }
        }
        try (RootFolder root = live.get()) {
            return use.of(root);
        }
    }

    /** An ordinary user cannot read what others in its namespace own. */
    static void requireRoot(String name) throws ProblemException {
        if (!Users.isRoot()) {
            throw new ProblemException(new ContainerProblem.ContainerFilesNeedRoot(name));
        }
    }

    /** Empty where it does not run; whoever has this number later is not taken for it. */
    private Optional<RootFolder> live(ContainerFolder folder) throws NativeException {
        Optional<RunRecord> record = files.record(folder).filter(one -> processes.alive(one.process()));
        if (record.isEmpty()) {
            return Optional.empty();
        }
        try {
            RootFolder root = RootFolder.open(
                    Path.of("/proc", Long.toString(record.get().process().pid()), "root"));
            if (processes.alive(record.get().process())) {
                return Optional.of(root);
            }
            root.close();
            return Optional.empty();
        } catch (NativeException e) {
            if (processes.alive(record.get().process())) {
                throw e;
            }
            return Optional.empty();
        }
    }

    private <T> T stopped(ContainerFolder folder, ContainerSpec spec, Use<T> use)
            throws IOException, ProblemException, InterruptedException {
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
        MountView view;
        try {
            view = images.view(folder.id().value(), binds);
        } catch (NativeException e) {
            throw new ProblemException(new HostProblem.FolderUnusable(folder.path(), WholeFile.reason(e)), e);
        }
        try (view) {
            return use.of(view.root());
        }
    }
}
