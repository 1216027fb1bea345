package dev.hamlet.app.wizard;

import dev.hamlet.app.wizard.Offer.Way;
import dev.hamlet.engine.catalog.CatalogImages;
import dev.hamlet.engine.job.Threads;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Tells which systems can be had right now. Safe for use by many threads. */
record Reach(CatalogImages images) {
    /** An offer and whether it can be had, once that is known. */
    private record Asked(Offer offer, CompletableFuture<Boolean> answer) {}

    /**
     * The best of these that can be had right now, by their order: of the library, else of what is asked for all at once,
     * that is each way of building and the first that would be downloaded. No more sites are asked for nothing than one.
     */
    Optional<Offer> best(List<Offer> offers) throws InterruptedException {
        List<Asked> asked = new ArrayList<>();
        boolean site = false;
        for (Offer offer : offers) {
            switch (offer.way()) {
                case Way.Here _ -> {
                    return Optional.of(offer);
                }
                case Way.Fetch _ -> {
                    if (!site) {
                        asked.add(new Asked(offer, ask(offer)));
                    }
                    site = true;
                }
                case Way.Build _ -> asked.add(new Asked(offer, ask(offer)));
            }
        }
        for (Asked one : asked) {
            if (isYes(one.answer())) {
                return Optional.of(one.offer());
            }
        }
        return Optional.empty();
    }

    private CompletableFuture<Boolean> ask(Offer offer) {
        CompletableFuture<Boolean> answer = new CompletableFuture<>();
        Threads.virtual("wizard-reach", () -> {
            try {
                answer.complete(
                        switch (offer.way()) {
                            case Way.Here _ -> true;
                            case Way.Fetch(var entry) -> images.isInReach(entry);
                            case Way.Build(var recipe) -> recipe.isReady();
                        });
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                answer.complete(false);
            }
        });
        return answer;
    }

    private static boolean isYes(CompletableFuture<Boolean> answer) throws InterruptedException {
        try {
            return answer.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("nobody fails it", e);
        }
    }
}
