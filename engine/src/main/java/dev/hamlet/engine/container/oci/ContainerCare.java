package dev.hamlet.engine.container.oci;

import dev.hamlet.engine.agent.Duty;
import dev.hamlet.engine.container.ContainerId;
import dev.hamlet.engine.container.ContainerSpec;
import dev.hamlet.engine.container.RestartPolicy;
import dev.hamlet.engine.job.Threads;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.nativebridge.FileLock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts containers again that have ended, as their policies want it. While it is there it hears of their ends by itself;
 * the script at the end of a container starts the agent where none is there.
 */
final class ContainerCare implements Duty {
    private static final Logger LOG = LoggerFactory.getLogger(ContainerCare.class);
    private static final Duration BUSY = Duration.ofMillis(50);
    private static final Duration LATER = Duration.ofSeconds(5);
    private static final Duration UNTIL_IT_ENDS = Duration.ofHours(1);
    private static final Duration LONGEST_RUN = Duration.ofDays(1000);

    private final ContainerFiles files;
    private final ContainerRuns runs;
    private final ContainerStarts starts;
    private final ContainerTurns turns;
    private final TimeSource time;

    /** Runs whose ends are waited for. */
    private final Map<ContainerId, RunRecord> watched = new ConcurrentHashMap<>();

    ContainerCare(
            ContainerFiles files, ContainerRuns runs, ContainerStarts starts, ContainerTurns turns, TimeSource time) {
        this.files = files;
        this.runs = runs;
        this.starts = starts;
        this.turns = turns;
        this.time = time;
    }

    @Override
    public Optional<Duration> attend(Runnable poke) throws InterruptedException {
        Optional<Duration> soonest = Optional.empty();
        try {
            for (ContainerFolder folder : files.list()) {
                Optional<Duration> wait = attend(folder, poke);
                if (wait.isPresent() && (soonest.isEmpty() || wait.get().compareTo(soonest.get()) < 0)) {
                    soonest = wait;
                }
            }
        } catch (ProblemException e) {
            LOG.warn("containers cannot be listed", e);
        }
        return soonest;
    }

    /** How long nothing is to be done for it; empty where nothing is at all until it ends. */
    private Optional<Duration> attend(ContainerFolder folder, Runnable poke) throws InterruptedException {
        try {
            ContainerSpec spec = files.spec(folder);
            if (spec.wish().upkeep().restart().equals(RestartPolicy.NO)) {
                return Optional.empty();
            }
            return attend(folder, spec, poke);
        } catch (ProblemException e) {
            // A broken one is listed as such, and others are looked after all the same.
            LOG.debug("{} is not looked after: {}", folder.id().shortened(), e.getMessage());
            return Optional.empty();
        }
    }

    private Optional<Duration> attend(ContainerFolder folder, ContainerSpec spec, Runnable poke)
            throws InterruptedException {
        try {
            Optional<Revival> revival = files.revival(folder, spec);
            Optional<Duration> left = revival.map(one -> one.remaining(time.now()));
            if (left.isPresent() && left.get().isZero()) {
                left = revive(folder);
            }
            boolean live = watch(folder, poke);
            return live && !runs.endStartsAgent() ? Optional.of(UNTIL_IT_ENDS) : left;
        } catch (ProblemException e) {
            // How it stands cannot be seen at this moment, which does not mean that nothing is to be done.
            LOG.warn("{} cannot be looked at, and is tried later", folder.id().shortened(), e);
            return Optional.of(LATER);
        }
    }

    private Optional<Duration> revive(ContainerFolder folder) throws InterruptedException {
        try (FileLock lock = turns.takeIfFree(folder).orElse(null)) {
            if (lock == null) {
                return Optional.of(BUSY);
            }
            runs.settle(folder);
            ContainerSpec spec = files.spec(folder);
            Optional<Revival> revival = files.revival(folder, spec);
            if (revival.isEmpty()) {
                return Optional.empty();
            }
            Duration left = revival.get().remaining(time.now());
            if (!left.isZero()) {
                return Optional.of(left);
            }
            starts.again(folder, spec, revival.get());
            LOG.info("started {} again", spec.name());
            // It may have ended already.
            return Optional.of(BUSY);
        } catch (ProblemException e) {
            LOG.warn(
                    "{} could not be started again, and is tried later",
                    folder.id().shortened(),
                    e);
            return files.look(folder).again().isPresent() ? Optional.of(BUSY) : Optional.of(LATER);
        }
    }

    /** Answers whether it runs. */
    private boolean watch(ContainerFolder folder, Runnable poke) throws ProblemException {
        Optional<RunRecord> record = files.record(folder).filter(one -> files.isLive(folder, one));
        if (record.isEmpty() || record.get().equals(watched.put(folder.id(), record.get()))) {
            return record.isPresent();
        }
        Thread _ = Threads.virtual("end-of-" + folder.id().shortened(), () -> {
            try {
                boolean _ = runs.ends(folder, record.get(), LONGEST_RUN);
            } catch (ProblemException e) {
                LOG.warn("the end of {} is not seen", folder.id().shortened(), e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            boolean _ = watched.remove(folder.id(), record.get());
            poke.run();
        });
        return true;
    }
}
