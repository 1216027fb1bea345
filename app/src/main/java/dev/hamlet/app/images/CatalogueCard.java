package dev.hamlet.app.images;

import java.util.List;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/**
 * One system that can be had, in its versions and for its processors; the same object for as long as it is offered.
 * Belongs to the thread of its model.
 */
final class CatalogueCard {
    private final String id;
    private final ReadOnlyObjectWrapper<List<Offer>> offers;
    private final ReadOnlyObjectWrapper<Offer> chosen;
    private final ReadOnlyObjectWrapper<OfferState> state = new ReadOnlyObjectWrapper<>(new OfferState.Absent());

    CatalogueCard(String id, List<Offer> offers) {
        this.id = id;
        this.offers = new ReadOnlyObjectWrapper<>(List.copyOf(offers));
        this.chosen = new ReadOnlyObjectWrapper<>(offers.getFirst());
    }

    /** Tells it from all others. */
    String id() {
        return id;
    }

    /** What there is of it, newest version first. */
    ReadOnlyObjectProperty<List<Offer>> offersProperty() {
        return offers.getReadOnlyProperty();
    }

    /** The one that its button brings. */
    ReadOnlyObjectProperty<Offer> chosenProperty() {
        return chosen.getReadOnlyProperty();
    }

    /** The one that its button brings. */
    Offer chosen() {
        return chosen.get();
    }

    /** Where the chosen one stands. */
    ReadOnlyObjectProperty<OfferState> stateProperty() {
        return state.getReadOnlyProperty();
    }

    /** The versions there are. */
    List<String> versions() {
        return offers.get().stream().map(Offer::version).distinct().toList();
    }

    /** The processors for which there is the chosen version. */
    List<String> architectures() {
        return offers.get().stream()
                .filter(offer -> offer.version().equals(chosen().version()))
                .map(Offer::architecture)
                .distinct()
                .toList();
    }

    void choose(Offer offer) {
        chosen.set(offer);
    }

    void offer(List<Offer> now) {
        if (!now.equals(offers.get())) {
            offers.set(List.copyOf(now));
            chosen.set(now.stream()
                    .filter(one -> one.id().equals(chosen().id()))
                    .findFirst()
                    .orElse(now.getFirst()));
        }
    }

    void show(OfferState now) {
        if (!now.equals(state.get())) {
            state.set(now);
        }
    }
}
