package dev.hamlet.app.wizard;

import dev.hamlet.app.wizard.Offer.Way;
import dev.hamlet.app.wizard.Workshop.Made;
import dev.hamlet.engine.Engine;
import dev.hamlet.engine.catalog.CatalogImages;
import dev.hamlet.engine.job.Job;
import dev.hamlet.engine.job.Phrase;
import dev.hamlet.engine.job.Progress;
import dev.hamlet.engine.machine.Machine;
import dev.hamlet.engine.machine.NewMachine;
import dev.hamlet.engine.machine.StartOptions;
import dev.hamlet.engine.problem.CommandProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The work of making a machine, as one job. */
final class Making {
    private static final Logger LOG = LoggerFactory.getLogger(Making.class);

    /** How much of the whole is bringing an image, where one has to be brought, and making the machine of it. */
    private static final double IMAGE = 0.9;

    private static final double MACHINE = 0.5;

    private final Engine engine;

    Making(Engine engine) {
        this.engine = engine;
    }

    Job<Made> begin(Order order) {
        return engine.jobs().start(Phrase.of("job.machine-make", order.name()), progress -> run(order, progress));
    }

    private Made run(Order order, Progress progress) throws ProblemException, InterruptedException {
        boolean brings =
                order.source() instanceof Source.Listed(Offer offer, Needs _) && !(offer.way() instanceof Way.Here);
        NewMachine.Source from = bring(order.source(), progress);
        Progress rest = brings ? progress.part(Phrase.of("job.machine-create", order.name()), 1 - IMAGE) : progress;
        Machine machine = engine.creation()
                .make(order.wish(from), rest.part(Phrase.of("job.machine-create", order.name()), MACHINE));
        try {
            progress.check();
            if (!order.start()) {
                return new Made(machine, Optional.empty());
            }
            Progress _ = rest.part(Phrase.of("job.machine-start", order.name()), 1 - MACHINE);
            return start(machine);
        } catch (InterruptedException e) {
            takeBack(machine);
            throw e;
        }
    }

    private NewMachine.Source bring(Source source, Progress progress) throws ProblemException, InterruptedException {
        return switch (source) {
            case Source.Listed(Offer offer, Needs _) -> new NewMachine.Source.Image(image(offer, progress));
            case Source.Cd cd -> new NewMachine.Source.Cd(cd.file());
            case Source.Disk disk -> new NewMachine.Source.Disk(disk.file());
            case Source.Empty _ -> new NewMachine.Source.Empty();
        };
    }

    private String image(Offer offer, Progress progress) throws ProblemException, InterruptedException {
        return switch (offer.way()) {
            case Way.Here(String image) -> image;
            case Way.Fetch(var entry) ->
                engine.catalogImages()
                        .fetch(entry, progress.part(Phrase.of("job.image-pull", CatalogImages.imageName(entry)), IMAGE))
                        .name();
            case Way.Build(var recipe) ->
                recipe.build(progress.part(Phrase.of("job.image-build", recipe.imageName()), IMAGE))
                        .name();
        };
    }

    private static Made start(Machine machine) throws InterruptedException {
        Job<?> start = machine.start(StartOptions.CAREFUL);
        try {
            start.await();
            return new Made(machine, Optional.empty());
        } catch (ProblemException e) {
            // The machine is whole; why it does not run is told beside it.
            return new Made(machine, Optional.of(e.problem()));
        } catch (InterruptedException e) {
            start.cancel();
            awaitEnd(start);
            throw e;
        }
    }

    /** Work of its own: a second cancel of what is being made does not leave half of it. */
    private void takeBack(Machine machine) {
        awaitEnd(engine.jobs().start(Phrase.of("job.machine-take-back", machine.name()), progress -> {
            engine.creation().takeBack(machine);
            return true;
        }));
    }

    private static void awaitEnd(Job<?> job) {
        boolean interrupted = false;
        while (true) {
            try {
                job.await();
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
    }
}
