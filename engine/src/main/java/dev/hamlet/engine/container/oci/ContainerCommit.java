package dev.hamlet.engine.container.oci;

import dev.hamlet.engine.container.CommitWish;
import dev.hamlet.engine.container.ContainerSpec;
import dev.hamlet.engine.container.files.FileWork;
import dev.hamlet.engine.container.files.OwnFiles;
import dev.hamlet.engine.image.ConfigChangeJson;
import dev.hamlet.engine.image.ContainerRoot;
import dev.hamlet.engine.image.EntryPath;
import dev.hamlet.engine.image.Image;
import dev.hamlet.engine.image.ImageConfig;
import dev.hamlet.engine.image.ImageStore;
import dev.hamlet.engine.image.LayerViolation;
import dev.hamlet.engine.job.Progress;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.problem.ContainerProblem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.nativebridge.FileLock;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes images of containers: their image's layers, and one of what they have changed. */
final class ContainerCommit {
    private static final Logger LOG = LoggerFactory.getLogger(ContainerCommit.class);

    private final ContainerFiles files;
    private final ContainerRuns runs;
    private final ContainerTurns turns;
    private final LiveContainers live;
    private final ImageStore images;
    private final TimeSource time;
    private final FileWork work;

    ContainerCommit(
            ContainerFiles files,
            ContainerRuns runs,
            ContainerTurns turns,
            LiveContainers live,
            ImageStore images,
            TimeSource time,
            FileWork work) {
        this.files = files;
        this.runs = runs;
        this.turns = turns;
        this.live = live;
        this.images = images;
        this.time = time;
        this.work = work;
    }

    /** Makes one, as {@link dev.hamlet.engine.container.ContainerEngine#commit} says. */
    Image commit(ContainerFolder folder, CommitWish wish, Progress progress)
            throws ProblemException, InterruptedException {
        ContainerSpec spec = files.spec(folder);
        ContainerRoot root = images.root(folder.id().value());
        Image base = images.imageOf(root);
        ImageConfig.RunConfig run = run(spec, base, wish.changes());
        OwnFiles own = new OwnFiles(root.changes(), images.layers(root), mounted(spec));
        try (FileLock _ = turns.take(folder, spec.name())) {
            runs.settle(folder);
            Optional<RunRecord> stopped = files.record(folder)
                    .filter(record -> wish.paused()
                            && files.isLive(folder, record)
                            && live.canFreeze(record)
                            && !files.isFrozen(record));
            try {
                if (stopped.isPresent()) {
                    // Before it is paused: where this program is killed meanwhile, whoever looks next lets it go on.
                    ContainerFiles.writeFleeting(folder.pausedForImage(), new byte[0]);
                    live.freeze(folder, spec, stopped.get(), true);
                }
                return images.assembly()
                        .upon(
                                base,
                                wish.name(),
                                out -> write(spec, own, out, progress),
                                run,
                                wish.author(),
                                new ImageConfig.Step(
                                        Optional.of(time.now()),
                                        String.join(" ", spec.arguments()),
                                        wish.message(),
                                        false),
                                progress);
            } finally {
                if (stopped.isPresent()) {
                    goOn(folder);
                }
            }
        }
    }

    private static Set<EntryPath> mounted(ContainerSpec spec) throws ProblemException {
        try {
            return MountPlaces.of(spec);
        } catch (LayerViolation e) {
            throw new ProblemException(
                    new ContainerProblem.ContainerFilesUnusable(spec.name(), "/", String.valueOf(e.getMessage())), e);
        }
    }

    /** Also for whoever was interrupted; where it fails, whoever looks next tries again. */
    private void goOn(ContainerFolder folder) throws InterruptedException {
        boolean interrupted = Thread.interrupted();
        try {
            runs.settle(folder);
        } catch (ProblemException e) {
            LOG.warn("{} is paused still", folder.id().shortened(), e);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void write(ContainerSpec spec, OwnFiles own, OutputStream out, Progress progress)
            throws IOException, InterruptedException {
        try {
            work.layer(own, out, progress);
        } catch (ProblemException e) {
            throw new IOException(spec.name() + ": " + e.problem(), e);
        }
    }

    /** What the container was run with is what its image says from now on. */
    private static ImageConfig.RunConfig run(ContainerSpec spec, Image base, List<String> changes)
            throws ProblemException {
        ImageConfig.RunConfig before = base.config().run();
        boolean own =
                spec.wish().entrypoint().isPresent() || !spec.wish().command().isEmpty();
        ConfigChangeJson changed = new ConfigChangeJson(new ImageConfig.RunConfig(
                spec.user(),
                spec.wish().entrypoint().orElse(before.entrypoint()).stream()
                        .filter(word -> !word.isEmpty())
                        .toList(),
                own ? spec.wish().command() : before.command(),
                spec.environment().entrySet().stream()
                        .map(one -> one.getKey() + "=" + one.getValue())
                        .toList(),
                spec.workingDirectory().equals("/") ? before.workingDirectory() : spec.workingDirectory(),
                before.exposedPorts(),
                before.volumes(),
                spec.labels(),
                before.stopSignal(),
                before.shell(),
                before.health()));
        for (String change : changes) {
            changed.apply(change);
        }
        return changed.changed();
    }
}
