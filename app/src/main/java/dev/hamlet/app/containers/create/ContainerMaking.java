package dev.hamlet.app.containers.create;

import dev.hamlet.engine.Engine;
import dev.hamlet.engine.container.ContainerEngine;
import dev.hamlet.engine.container.ContainerSnapshot;
import dev.hamlet.engine.container.ContainerSpec;
import dev.hamlet.engine.job.Job;
import dev.hamlet.engine.job.Phrase;
import dev.hamlet.engine.job.Progress;
import dev.hamlet.engine.problem.CommandProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The work of making a container, as one job: bring its image, lay out its files, start it. */
final class ContainerMaking {
    private static final Logger LOG = LoggerFactory.getLogger(ContainerMaking.class);

    /** How much of the whole is bringing an image that is not here, and then laying it out. */
    private static final double IMAGE = 0.8;

    private static final double FILES = 0.7;

    private final Engine engine;
    private final ContainerEngine containers;

    ContainerMaking(Engine engine, ContainerEngine containers) {
        this.engine = engine;
        this.containers = containers;
    }

    Job<ContainerOutcome.Made> begin(ContainerOrder order) {
        String key = order.before().isPresent() ? "job.container-recreate" : "job.container-make";
        return engine.jobs().start(Phrase.of(key, order.shownName()), progress -> run(order, progress));
    }

    private ContainerOutcome.Made run(ContainerOrder order, Progress progress)
            throws ProblemException, InterruptedException {
        boolean brings = !(order.image() instanceof ImageWay.Here);
        String image = bring(order.image(), progress);
        Progress rest =
                brings ? progress.part(Phrase.of("step.container-files", order.shownName()), 1 - IMAGE) : progress;
        if (order.before().isPresent()) {
            return new ContainerOutcome.Made(change(image, order, order.before().get()), Optional.empty());
        }
        Progress _ = rest.part(Phrase.of("step.container-files", order.shownName()), FILES);
        ContainerSnapshot made = create(image, order);
        try {
            progress.check();
            if (!order.start()) {
                return new ContainerOutcome.Made(made, Optional.empty());
            }
            Progress _ = rest.part(Phrase.of("step.container-start", made.name()), 1 - FILES);
            return start(made);
        } catch (InterruptedException e) {
            takeBack(made);
            throw e;
        }
    }

    /** The id of the image, which no other one can have by the time that it is used. */
    private String bring(ImageWay way, Progress progress) throws ProblemException, InterruptedException {
        return switch (way) {
            case ImageWay.Here(var image) ->
                image.references().isEmpty()
                        ? image.id().hex()
                        : image.references().getFirst().toString();
            case ImageWay.Build(var recipe) ->
                recipe.build(progress.part(Phrase.of("job.image-build", way.name()), IMAGE))
                        .references()
                        .getFirst()
                        .toString();
            case ImageWay.Pull(var reference) -> {
                var _ = engine.registries()
                        .pull(
                                reference,
                                Optional.empty(),
                                Optional.empty(),
                                progress.part(Phrase.of("job.image-pull", way.name()), IMAGE));
                yield reference.stored().toString();
            }
        };
    }

    /** One that is there gets what it can have in place, and is made anew for all else. */
    private ContainerSnapshot change(String image, ContainerOrder order, ContainerSpec before)
            throws ProblemException, InterruptedException {
        String id = before.id().value();
        ContainerSnapshot now;
        if (new ContainerChanges(before, order).isInPlace()) {
            now = containers.find(id);
            if (!order.wish().limits().equals(before.wish().limits())) {
                now = done(containers.update(id, order.wish().limits()));
            }
            if (!order.wish().upkeep().equals(before.wish().upkeep())) {
                now = done(containers.keepUp(id, order.wish().upkeep()));
            }
        } else {
            now = done(containers.recreate(id, image, order.wish()));
        }
        boolean renamed = !order.name().isEmpty() && !order.name().equals(before.name());
        return renamed ? done(containers.rename(now.id().value(), order.name())) : now;
    }

    /** Who is cancelled cancels that, and waits until it is taken back. */
    private static ContainerSnapshot done(Job<ContainerSnapshot> job) throws ProblemException, InterruptedException {
        try {
            return job.await();
        } catch (InterruptedException e) {
            job.cancel();
            var _ = awaitEnd(job);
            throw e;
        }
    }

    private ContainerSnapshot create(String image, ContainerOrder order) throws ProblemException, InterruptedException {
        Job<ContainerSnapshot> creating = containers.create(image, order.name(), order.wish());
        try {
            return creating.await();
        } catch (InterruptedException e) {
            creating.cancel();
            awaitEnd(creating).ifPresent(this::takeBack);
            throw e;
        }
    }

    private ContainerOutcome.Made start(ContainerSnapshot made) throws InterruptedException {
        Job<ContainerSnapshot> starting = containers.start(made.id().value());
        try {
            return new ContainerOutcome.Made(starting.await(), Optional.empty());
        } catch (ProblemException e) {
            // The container is whole; why it does not run is told beside it.
            return new ContainerOutcome.Made(made, Optional.of(e.problem()));
        } catch (InterruptedException e) {
            starting.cancel();
            var _ = awaitEnd(starting);
            throw e;
        }
    }

    /** Work of its own: a second cancel of what is being made does not leave half of it. */
    private void takeBack(ContainerSnapshot made) {
        var _ = awaitEnd(containers.remove(made.id().value(), true));
    }

    private static Optional<ContainerSnapshot> awaitEnd(Job<ContainerSnapshot> job) {
        boolean interrupted = false;
        Optional<ContainerSnapshot> made = Optional.empty();
        while (true) {
            try {
                made = Optional.of(job.await());
                break;
            } catch (ProblemException e) {
                if (!(e.problem() instanceof CommandProblem.Cancelled)) {
                    LOG.warn("what was cancelled ended otherwise", e);
                }
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return made;
    }
}
