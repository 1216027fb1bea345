package dev.hamlet.app.wizard;

import dev.hamlet.app.wizard.Offer.Way;
import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.catalog.CatalogEntry;
import dev.hamlet.engine.host.ByteSize;

/** What is said of an offer. */
final class OfferWords {
    private final Messages words;

    OfferWords(Messages words) {
        this.words = words;
    }

    /** What it is, such as {@code Cloud image, signs you in}. */
    String kind(Offer offer) {
        return switch (offer.kind()) {
            case CLOUD -> words.text("wizard.kind.cloud");
            case DISK -> words.text("wizard.kind.disk");
            case CD -> words.text("wizard.kind.cd");
            case KERNEL -> words.text("wizard.kind.kernel");
        };
    }

    /** How it is had, in a word: here, its size, built here. */
    String way(Offer offer) {
        return switch (offer.way()) {
            case Way.Here _ -> words.text("wizard.way.here");
            case Way.Fetch(CatalogEntry entry) -> {
                ByteSize size = entry.size();
                yield size == null
                        ? words.text("wizard.way.fetch")
                        : words.figures().size(size);
            }
            case Way.Build _ -> words.text("wizard.way.build");
        };
    }

    /** How it is had, in a sentence. */
    String about(Offer offer) {
        return switch (offer.way()) {
            case Way.Here _ -> words.text("wizard.about.here");
            case Way.Fetch fetch -> {
                ByteSize size = fetch.size();
                yield size == null
                        ? words.text("wizard.about.fetch", fetch.site())
                        : words.text("wizard.about.fetch.size", fetch.site(), size);
            }
            case Way.Build(var recipe) -> words.text("wizard.about.build", recipe.space());
        };
    }

    /** The whole row for a screen reader. */
    String accessible(Offer offer) {
        return words.text("wizard.offer.accessible", offer.name(), offer.note(), kind(offer), way(offer));
    }
}
