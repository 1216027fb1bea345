package dev.hamlet.engine.container.oci;

import dev.hamlet.engine.agent.Duty;
import dev.hamlet.engine.container.ContainerHealth;
import dev.hamlet.engine.container.ContainerId;
import dev.hamlet.engine.container.HealthPlan;
import dev.hamlet.engine.job.Threads;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.nativebridge.FileLock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks containers that run how they are, each when it is its time, and notes what they say. */
final class HealthCare implements Duty {
    private static final Logger LOG = LoggerFactory.getLogger(HealthCare.class);
    private static final Duration LATER = Duration.ofSeconds(5);

    /** An answer pokes. */
    private static final Duration UNTIL_ANSWERED = Duration.ofHours(1);

    private final ContainerFiles files;
    private final ContainerRuns runs;
    private final ContainerTurns turns;
    private final HealthQuestion question;
    private final TimeSource time;
    private final Set<ContainerId> asked = ConcurrentHashMap.newKeySet();

    HealthCare(
            ContainerFiles files, ContainerRuns runs, ContainerTurns turns, HealthQuestion question, TimeSource time) {
        this.files = files;
        this.runs = runs;
        this.turns = turns;
        this.question = question;
        this.time = time;
    }

    @Override
    public Optional<Duration> attend(Runnable poke) {
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

    private Optional<Duration> attend(ContainerFolder folder, Runnable poke) {
        Optional<HealthPlan> plan;
        try {
            plan = files.spec(folder).health();
        } catch (ProblemException e) {
            LOG.debug("{} is not looked after: {}", folder.id().shortened(), e.getMessage());
            return Optional.empty();
        }
        try {
            return attend(folder, plan, poke);
        } catch (ProblemException e) {
            LOG.warn("{} cannot be looked at, and is tried later", folder.id().shortened(), e);
            return Optional.of(LATER);
        }
    }

    private Optional<Duration> attend(ContainerFolder folder, Optional<HealthPlan> plan, Runnable poke)
            throws ProblemException {
        Optional<RunRecord> record = files.record(folder).filter(one -> files.isLive(folder, one));
        if (plan.isEmpty() || record.isEmpty()) {
            return Optional.empty();
        } else if (asked.contains(folder.id())) {
            return Optional.of(UNTIL_ANSWERED);
        } else if (files.isFrozen(record.get())) {
            return Optional.of(LATER);
        }
        Instant next = plan.get().next(record.get().started(), files.health(folder));
        Duration left = Duration.between(time.now(), next);
        if (left.compareTo(plan.get().interval()) > 0) {
            // The clock was set back.
            left = plan.get().interval();
        }
        if (left.isPositive()) {
            return Optional.of(left);
        }
        asked.add(folder.id());
        Thread _ = Threads.virtual("health-of-" + folder.id().shortened(), () -> {
            try {
                ask(folder, record.get(), plan.get());
            } catch (ProblemException e) {
                LOG.warn("{} could not be asked for its health", folder.id().shortened(), e);
                pause();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                asked.remove(folder.id());
                poke.run();
            }
        });
        return Optional.of(UNTIL_ANSWERED);
    }

    private void pause() {
        try {
            time.sleep(LATER);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void ask(ContainerFolder folder, RunRecord record, HealthPlan plan)
            throws ProblemException, InterruptedException {
        ContainerHealth.Answer answer = question.ask(folder, runs.runtime(record.runtime()), plan);
        try (FileLock _ = turns.take(folder, folder.id().shortened())) {
            // What has ended meanwhile, or was paused, could not answer.
            if (files.record(folder).filter(record::equals).isPresent()
                    && files.isLive(folder, record)
                    && !files.isFrozen(record)) {
                ContainerHealth before = files.health(folder);
                ContainerHealth after = before.after(answer, plan, record.started());
                ContainerFiles.writeFleeting(folder.health(), HealthJson.write(after));
                if (before.state() != after.state()) {
                    LOG.info("{} is {}", folder.id().shortened(), after.state());
                }
            }
        }
    }
}
