package dev.hamlet.app.images;

import dev.hamlet.engine.job.Job;
import dev.hamlet.engine.job.JobSnapshot;
import dev.hamlet.engine.job.Jobs;
import dev.hamlet.engine.job.Progress;
import dev.hamlet.engine.job.Threads;
import dev.hamlet.engine.problem.Problem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.transfer.PartialDownload;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * What is under way to become an image, by the image's name, whichever part of the window began it. Belongs to the thread
 * of its model.
 */
final class Bringing {
    private final CatalogueWork work;
    private final Jobs jobs;
    private final Supplier<CatalogueLook> look;
    private final Runnable lookAgain;
    private final Map<String, JobSnapshot> running = new HashMap<>();
    private final Map<String, Problem> failed = new HashMap<>();
    private final Map<String, Boolean> stopping = new HashMap<>();

    /**
     * Nothing is under way yet.
     *
     * @param look what the last look came to
     * @param lookAgain asks for another, by any thread
     */
    Bringing(CatalogueWork work, Jobs jobs, Supplier<CatalogueLook> look, Runnable lookAgain) {
        this.work = work;
        this.jobs = jobs;
        this.look = look;
        this.lookAgain = lookAgain;
    }

    /** What a job that brings or builds has told. */
    void heard(JobSnapshot job) {
        String name = job.title().arguments().getFirst();
        switch (job.state()) {
            case RUNNING -> {
                running.put(name, job);
                failed.remove(name);
            }
            case DONE -> ended(name, job);
            case FAILED -> {
                ended(name, job);
                if (job.problem() != null) {
                    failed.put(name, job.problem());
                }
            }
            case CANCELLED -> ended(name, job);
        }
    }

    private void ended(String name, JobSnapshot job) {
        JobSnapshot last = running.get(name);
        if (last == null || last.id() == job.id()) {
            running.remove(name);
        }
        if (Boolean.TRUE.equals(stopping.get(name))) {
            forget(name);
        } else {
            lookAgain.run();
        }
    }

    /** A new look has come: what was stopped is seen as it is now. */
    void looked() {
        stopping.keySet().removeIf(name -> !running.containsKey(name));
    }

    /** Where this one stands. */
    OfferState stateOf(Offer offer) {
        String name = offer.imageName();
        JobSnapshot job = running.get(name);
        Boolean forGood = stopping.get(name);
        if (forGood != null) {
            return new OfferState.Stopping(forGood);
        } else if (job != null) {
            return new OfferState.Working(job);
        } else if (look.get().here().contains(name)) {
            return new OfferState.Here();
        }
        Optional<PartialDownload> part = Optional.ofNullable(look.get().parts().get(name));
        Problem problem = failed.get(name);
        if (problem != null) {
            return new OfferState.Failed(problem, part);
        }
        return part.<OfferState>map(OfferState.Paused::new).orElseGet(OfferState.Absent::new);
    }

    /** Brings or builds it: from the beginning, or from where an earlier try has stopped. */
    void begin(Offer offer) {
        String name = offer.imageName();
        if (running.containsKey(name) || stopping.containsKey(name)) {
            return;
        }
        failed.remove(name);
        Job<?> job = jobs.start(offer.job(), progress -> bringNow(offer, progress));
        // The relay tells it a moment later; until then a second click must find it.
        running.put(name, job.snapshot());
    }

    private Object bringNow(Offer offer, Progress progress) throws ProblemException, InterruptedException {
        return switch (offer) {
            case Offer.Entry(var entry) -> work.fetch(entry, progress);
            case Offer.Built(var recipe) -> recipe.build(progress);
        };
    }

    /** Stops it and keeps what came. */
    void pause(Offer offer) {
        stop(offer.imageName(), false);
    }

    /** Stops it, and keeps nothing of it. */
    void cancel(Offer offer) {
        String name = offer.imageName();
        if (running.containsKey(name)) {
            stop(name, true);
        } else {
            forget(name);
        }
    }

    private void stop(String name, boolean forGood) {
        JobSnapshot job = running.get(name);
        if (job != null) {
            stopping.put(name, forGood);
            jobs.running().stream()
                    .filter(one -> one.snapshot().id() == job.id())
                    .forEach(Job::cancel);
        }
    }

    private void forget(String name) {
        failed.remove(name);
        List<Offer> offers = look.get().cards().values().stream()
                .flatMap(List::stream)
                .filter(offer -> offer.imageName().equals(name))
                .toList();
        Thread _ = Threads.virtual("catalogue-forget", () -> {
            for (Offer offer : offers) {
                if (offer instanceof Offer.Entry(var entry)) {
                    work.forgetPart(entry);
                }
            }
            lookAgain.run();
        });
    }
}
