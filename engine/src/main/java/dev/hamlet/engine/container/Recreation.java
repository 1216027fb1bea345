package dev.hamlet.engine.container;

import dev.hamlet.engine.job.Job;
import dev.hamlet.engine.job.Phrase;
import dev.hamlet.engine.job.Progress;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.problem.CommandProblem;
import dev.hamlet.engine.problem.ContainerProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a container anew with other settings, as {@link ContainerEngine#recreate} says. The new one is made beside the old one
 * while that still runs, since most that can go wrong does so then; the old one is only ever stopped and called something
 * else until the new one runs, so that whoever is killed in between leaves both. Used by one thread at a time.
 */
public final class Recreation {
    private static final Logger LOG = LoggerFactory.getLogger(Recreation.class);

    /** So long has its program to end before it is killed, as with {@code docker stop}. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** A program that does not take its settings ends by then. */
    private static final Duration WATCHED = Duration.ofSeconds(1);

    private static final Duration STEP = Duration.ofMillis(50);
    private static final int LONGEST = 100;
    private static final double FILES = 0.6;

    private final ContainerEngine engine;
    private final Making making;
    private final TimeSource time;

    /** What an engine makes a container by. */
    @FunctionalInterface
    public interface Making {
        /**
         * Makes one.
         *
         * @param volumes that are there already for places without a named one, by where they are mounted
         */
        ContainerSnapshot make(
                String image, String name, ContainerWish wish, Map<String, String> volumes, Progress progress)
                throws ProblemException, InterruptedException;
    }

    /** Makes containers of this engine anew. */
    public Recreation(ContainerEngine engine, Making making, TimeSource time) {
        this.engine = engine;
        this.making = making;
        this.time = time;
    }

    /** The old one, as it was. */
    private record Old(ContainerSnapshot seen, ContainerSpec spec) {
        String id() {
            return seen.id().value();
        }

        boolean isPaused() {
            return seen.state() == ContainerState.PAUSED;
        }

        /** Whether it runs, or would again by itself. */
        boolean ran() {
            return seen.state().isLive() || seen.state() == ContainerState.RESTARTING;
        }

        /** A name that says whose it was, and that no other has. */
        String named(String what) {
            String begin =
                    spec.name().substring(0, Math.min(LONGEST, spec.name().length()));
            return begin + "-" + what + "-" + seen.id().shortened();
        }
    }

    /** Does it. */
    public ContainerSnapshot run(String nameOrId, String image, ContainerWish wish, Progress progress)
            throws ProblemException, InterruptedException {
        ContainerSnapshot seen = engine.find(nameOrId);
        Old old = new Old(
                seen,
                seen.spec()
                        .orElseThrow(() -> new ProblemException(
                                seen.problem().orElse(new ContainerProblem.ContainerNotFound(nameOrId, "")))));
        if (!old.spec().wish().removedAfter()) {
            return run(old, image, wish, progress);
        }
        // Else it would go with its end, and could not come back.
        try (ContainerEngine.Attendance _ = engine.attend(old.id())) {
            return run(old, image, wish, progress);
        }
    }

    private ContainerSnapshot run(Old old, String image, ContainerWish wish, Progress progress)
            throws ProblemException, InterruptedException {
        String name = old.spec().name();
        ContainerSnapshot made = making.make(
                image,
                old.named("anew"),
                wish,
                old.spec().volumes(),
                progress.part(Phrase.of("step.container-files", name), FILES));
        ContainerSnapshot done;
        boolean whole = false;
        try {
            progress.check();
            Progress _ = progress.part(Phrase.of("step.container-swap", name), 1 - FILES);
            if (old.ran()) {
                var _ = engine.stop(old.id(), PATIENCE).await();
            }
            var _ = engine.rename(old.id(), old.named("before")).await();
            done = engine.rename(made.id().value(), name).await();
            if (old.ran()) {
                done = watched(engine.start(made.id().value()).await());
            }
            whole = true;
        } finally {
            if (!whole) {
                restore(old, made);
            }
        }
        end("the old container could not be removed", engine.remove(old.id(), true, false));
        return done;
    }

    /** A new one whose program fails at once is none. */
    private ContainerSnapshot watched(ContainerSnapshot started) throws ProblemException, InterruptedException {
        String id = started.id().value();
        long end = time.nanos() + WATCHED.toNanos();
        ContainerSnapshot now = started;
        while (now.state().isLive() && time.nanos() < end) {
            time.sleep(STEP);
            now = engine.find(id);
        }
        Optional<ContainerEnd> ended = now.end().filter(one -> one.code().orElse(1) != 0);
        if (!now.state().isLive() && ended.isPresent()) {
            throw new ProblemException(new ContainerProblem.ContainerStartFailed(
                    now.name(),
                    "its program ended at once, with exit code "
                            + (ended.get().code().isPresent()
                                    ? ended.get().code().getAsInt()
                                    : "unknown")));
        }
        return now;
    }

    /** Puts the old one back as it was, also for whoever was interrupted. */
    private void restore(Old old, ContainerSnapshot made) {
        boolean interrupted = Thread.interrupted();
        end("the new container could not be removed", engine.remove(made.id().value(), true, false));
        end(
                "the old container has another name still",
                engine.rename(old.id(), old.spec().name()));
        if (old.ran()) {
            end("the old container does not run again", engine.start(old.id()));
            if (old.isPaused()) {
                end("the old container is not paused again", engine.pause(old.id()));
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for work that is to be done whatever comes; what keeps it from that is in the log. */
    private static void end(String otherwise, Job<ContainerSnapshot> job) {
        boolean interrupted = false;
        while (true) {
            try {
                ContainerSnapshot _ = job.await();
                break;
            } catch (ProblemException e) {
                if (!(e.problem() instanceof CommandProblem.Cancelled)) {
                    LOG.warn("{}: {}", otherwise, e.problem());
                }
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
