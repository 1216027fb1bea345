package dev.hamlet.engine.comparison;

import dev.hamlet.engine.catalog.ContainerRecipe;
import dev.hamlet.engine.catalog.Recipe;
import dev.hamlet.engine.container.ContainerEngine;
import dev.hamlet.engine.image.ImageStore;
import dev.hamlet.engine.job.Phrase;
import dev.hamlet.engine.job.Progress;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.machine.MachineCreation;
import dev.hamlet.engine.problem.CommandProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs the same small web server as a container and as a machine, by turns, so that what else the computer does meets both.
 * Used by one thread.
 */
public final class Comparison {
    /** Of the work, to make what both are made from. */
    private static final double PREPARATION = 0.3;

    private final Trial container;
    private final Trial machine;

    /**
     * What both came to.
     *
     * @param container the apartment
     * @param machine the house
     */
    public record Result(Outcome container, Outcome machine) {}

    Comparison(Trial container, Trial machine) {
        this.container = container;
        this.machine = machine;
    }

    /**
     * A comparison in one home.
     *
     * @param containers runs containers
     * @param store has their images
     * @param busybox makes the image of the container
     * @param creation makes machines
     * @param tiny makes the image of the machine
     */
    public static Comparison of(
            ContainerEngine containers,
            ImageStore store,
            ContainerRecipe busybox,
            MachineCreation creation,
            Recipe tiny,
            TimeSource time) {
        FirstAnswer answer = new FirstAnswer(time);
        return new Comparison(
                new ContainerTrial(containers, store, busybox, answer, time),
                new MachineTrial(creation, tiny, answer, time));
    }

    /**
     * Compares them. One that cannot be had here is left out with the reason, which is no failure.
     *
     * @param rounds how often each is run, 1 at least
     * @throws ProblemException if what a round made cannot be taken away
     * @throws InterruptedException if it was cancelled; what ran is gone then
     */
    public Result run(int rounds, Progress progress) throws ProblemException, InterruptedException {
        Side house = new Side(machine);
        Side apartment = new Side(container);
        try {
            apartment.prepare(progress.part(Phrase.of("step.compare-container"), PREPARATION / 2));
            house.prepare(progress.part(Phrase.of("step.compare-machine"), PREPARATION / 2));
            double share = (1 - PREPARATION) / Math.max(1, rounds);
            for (int i = 1; i <= rounds; i++) {
                Progress round = progress.part(Phrase.of("step.compare-round", i, rounds), share);
                apartment.round();
                round.fraction(0.3);
                house.round();
                round.fraction(1);
            }
            return new Result(apartment.outcome(), house.outcome());
        } finally {
            finish();
        }
    }

    /** Whoever cancels does not keep it from being tidied up. */
    private void finish() throws ProblemException, InterruptedException {
        boolean interrupted = Thread.interrupted();
        container.finish();
        machine.finish();
        if (interrupted) {
            throw new InterruptedException();
        }
    }

    /** One of the two, until something is in its way. */
    private static final class Side {
        private final Trial trial;
        private final List<Cost> rounds = new ArrayList<>();
        private Outcome outcome = new Outcome.NotHad(new CommandProblem.Cancelled());
        private boolean had = true;

        Side(Trial trial) {
            this.trial = trial;
        }

        void prepare(Progress progress) throws InterruptedException {
            try {
                trial.prepare(progress);
            } catch (ProblemException e) {
                refuse(e);
            }
        }

        void round() throws InterruptedException {
            if (!had) {
                return;
            }
            try {
                rounds.add(trial.round());
                outcome = new Outcome.Measured(trial.by(), Cost.median(rounds), rounds);
            } catch (ProblemException e) {
                refuse(e);
            }
        }

        private void refuse(ProblemException why) throws InterruptedException {
            // What a cancel has cut off says nothing of what can be had here.
            if (Thread.interrupted()) {
                throw (InterruptedException) new InterruptedException().initCause(why);
            }
            had = false;
            outcome = new Outcome.NotHad(why.problem());
        }

        Outcome outcome() {
            return outcome;
        }
    }
}
