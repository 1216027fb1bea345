package dev.hamlet.engine.container.oci;

import dev.hamlet.engine.container.ContainerSnapshot;
import dev.hamlet.engine.container.ContainerState;
import dev.hamlet.engine.container.volume.StoredVolumes;
import dev.hamlet.engine.host.Turn;
import dev.hamlet.engine.image.ImageStore;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.problem.ContainerProblem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.nativebridge.FileLock;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Clears away what ended or was cut off while nobody looked, and removes containers. */
final class ContainerSweep {
    private static final Logger LOG = LoggerFactory.getLogger(ContainerSweep.class);

    private final ContainerFiles files;
    private final ContainerRuns runs;
    private final ImageStore images;
    private final StoredVolumes volumes;
    private final TimeSource time;

    ContainerSweep(
            ContainerFiles files, ContainerRuns runs, ImageStore images, StoredVolumes volumes, TimeSource time) {
        this.files = files;
        this.runs = runs;
        this.images = images;
        this.volumes = volumes;
        this.time = time;
    }

    /**
     * Looks at all containers.
     *
     * @return how they stand, in no order; empty where something was cleared away, which takes its time
     */
    Optional<List<ContainerSnapshot>> sweep() throws ProblemException, InterruptedException {
        for (ContainerFolder half : files.halves()) {
            try (FileLock lock = new Turn(half.lock(), time).takeIfFree().orElse(null)) {
                if (lock != null && Files.exists(half.path())) {
                    LOG.info(
                            "removes {}, whose making or removal was cut off",
                            half.id().shortened());
                    finish(half);
                }
            } catch (ProblemException e) {
                // Somebody may still look into it; the next look tries again.
                LOG.warn("{} could not be removed", half.id().shortened(), e);
            }
        }
        List<ContainerSnapshot> all = new ArrayList<>();
        boolean swept = false;
        for (ContainerFolder folder : files.list()) {
            ContainerSnapshot seen = files.look(folder);
            if (seen.state().isLive() && seen.spec().isPresent()) {
                files.turnLog(folder, seen.spec().get());
            }
            boolean over = seen.state() == ContainerState.EXITED
                    && seen.spec().filter(spec -> spec.wish().removedAfter()).isPresent();
            all.add(seen);
            if (over || isSpent(folder, seen)) {
                sweep(folder, over);
                swept = true;
            }
        }
        return swept ? Optional.empty() : Optional.of(all);
    }

    /** Whether something may be left of a run that is over, or of whoever worked at one. Of one that nobody can look at nothing is known to be. */
    private boolean isSpent(ContainerFolder folder, ContainerSnapshot seen) {
        try {
            if (seen.state().isLive()) {
                return Evidence.isThere(folder.starting()) || Evidence.isThere(folder.pausedForImage());
            }
            if (!Evidence.isThere(folder.run())) {
                return false;
            }
            Optional<RunRecord> record = files.record(folder);
            return Evidence.isThere(folder.starting())
                    || Evidence.isThere(folder.pausedForImage())
                    || record.isEmpty()
                    || !files.isLive(folder, record.get());
        } catch (ProblemException e) {
            // A note that says nothing may be one of a run that is over: whoever settles it asks the runtime.
            if (!(e.problem() instanceof ContainerProblem.ContainerUnreadable)) {
                LOG.warn(
                        "{} is not looked after: its run cannot be looked at",
                        folder.id().shortened(),
                        e);
                return false;
            }
            return true;
        }
    }

    private void sweep(ContainerFolder folder, boolean over) throws ProblemException, InterruptedException {
        try (FileLock lock = new Turn(folder.lock(), time).takeIfFree().orElse(null);
                FileLock attended =
                        new Turn(folder.attended(), time).takeIfFree().orElse(null)) {
            if (lock != null) {
                runs.settle(folder);
                if (over && attended != null) {
                    erase(folder, true);
                }
            }
        } catch (ProblemException e) {
            // Others are listed all the same; the next look tries again.
            LOG.warn(
                    "what container {} left could not be cleared away",
                    folder.id().shortened(),
                    e);
        }
    }

    /**
     * Removes a container that does not run; once it is begun, whoever sweeps ends it. The lock is held.
     *
     * @param withVolumes also those that were made for it alone
     */
    void erase(ContainerFolder folder, boolean withVolumes) throws ProblemException, InterruptedException {
        images.unmount(folder.id().value());
        ContainerFolder half = files.half(folder.id());
        if (!withVolumes) {
            ContainerFiles.writeFleeting(folder.volumesStay(), new byte[0]);
        }
        ContainerFiles.move(folder.path(), half.path());
        finish(half);
    }

    private void finish(ContainerFolder half) throws ProblemException, InterruptedException {
        images.release(half.id().value());
        if (!Evidence.isThere(half.volumesStay())) {
            volumes.removeOwn(half.id());
        }
        ContainerFiles.delete(half.path());
    }
}
