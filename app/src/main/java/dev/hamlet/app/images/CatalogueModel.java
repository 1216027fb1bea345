package dev.hamlet.app.images;

import dev.hamlet.app.fx.FxRelay;
import dev.hamlet.app.fx.Looking;
import dev.hamlet.engine.job.Job;
import dev.hamlet.engine.job.JobSnapshot;
import dev.hamlet.engine.job.Jobs;
import dev.hamlet.engine.job.Phrase;
import dev.hamlet.engine.job.Threads;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.machine.NewMachine;
import dev.hamlet.engine.problem.Problem;
import dev.hamlet.engine.problem.ProblemException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;

/**
 * What can be had: cards of systems, each with what its download is at. Downloads that other parts of the window began
 * are shown as well. Belongs to the JavaFX thread, or to the one thread of the executor it was made with; needs no
 * toolkit.
 */
final class CatalogueModel implements AutoCloseable {
    private static final String ALL = "all";

    /** Which cards are shown. */
    enum Filter {
        ALL,
        /** Images of publishers. */
        IMAGES,
        /** What is built here. */
        RECIPES,
        /** What the library has. */
        HERE
    }

    private final CatalogueWork work;
    private final Jobs jobs;
    private final TimeSource time;
    private final Consumer<NewMachine.Source> make;
    private final List<CatalogueCard> cards = new ArrayList<>();
    private final ObservableList<CatalogueCard> shown = FXCollections.observableArrayList();
    private final StringProperty search = new SimpleStringProperty("");
    private final ObjectProperty<Filter> filter = new SimpleObjectProperty<>(Filter.ALL);
    private final ReadOnlyObjectWrapper<CatalogueLook> seen = new ReadOnlyObjectWrapper<>(CatalogueLook.NONE);
    private final ReadOnlyObjectWrapper<Optional<Problem>> failure = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final Bringing bringing;
    private final FxRelay<String, CatalogueLook> looks;
    private final FxRelay<Long, JobSnapshot> news;
    private final FxRelay<String, Optional<Problem>> updates;
    private final Looking looking;
    private final Jobs.Listening listening;

    /**
     * A model of this catalogue; it looks when it is asked to.
     *
     * @param fx runs everything that changes the model
     * @param make leads to a machine that is made from an image of the library
     */
    CatalogueModel(CatalogueWork work, Jobs jobs, Executor fx, TimeSource time, Consumer<NewMachine.Source> make) {
        this.work = work;
        this.jobs = jobs;
        this.time = time;
        this.make = make;
        this.looking = new Looking("catalogue-look", time, this::look);
        this.bringing = new Bringing(work, jobs, seen::get, looking::ask);
        this.looks = new FxRelay<>(fx, all -> all.values().forEach(this::show));
        this.news = new FxRelay<>(fx, all -> {
            all.values().forEach(bringing::heard);
            showStates();
        });
        this.updates = new FxRelay<>(fx, all -> all.values().forEach(failure::set));
        this.listening = jobs.listen(this::hear);
        jobs.running().forEach(job -> hear(job.snapshot()));
        search.subscribe(text -> filterCards());
        filter.subscribe(which -> filterCards());
    }

    private void hear(JobSnapshot snapshot) {
        switch (snapshot.title().key()) {
            case "job.image-pull", "job.image-build" -> news.put(snapshot.id(), snapshot);
            case "job.image-delete", "job.image-add", "job.catalogue-update" -> {
                if (snapshot.state().isOver()) {
                    looking.ask();
                }
            }
            default -> {
                // Work that has nothing to do with what can be had.
            }
        }
    }

    private void look() {
        looks.put(ALL, CatalogueLook.of(work));
    }

    private void show(CatalogueLook look) {
        seen.set(look);
        Map<String, CatalogueCard> known = new HashMap<>();
        cards.forEach(card -> known.put(card.id(), card));
        cards.clear();
        look.cards().forEach((id, offers) -> {
            CatalogueCard card = known.computeIfAbsent(id, one -> new CatalogueCard(one, offers));
            card.offer(offers);
            cards.add(card);
        });
        bringing.looked();
        showStates();
        filterCards();
    }

    private void showStates() {
        cards.forEach(card -> card.show(bringing.stateOf(card.chosen())));
    }

    private void filterCards() {
        String text = search.get().strip().toLowerCase(Locale.ROOT);
        List<CatalogueCard> wanted = cards.stream()
                .filter(this::isOfFilter)
                .filter(card -> card.offersProperty().get().stream()
                        .anyMatch(offer -> text.isEmpty() || words(offer).contains(text)))
                .toList();
        if (!wanted.equals(shown)) {
            shown.setAll(wanted);
        }
    }

    private boolean isOfFilter(CatalogueCard card) {
        return switch (filter.get()) {
            case ALL -> true;
            case IMAGES -> card.chosen() instanceof Offer.Entry;
            case RECIPES -> card.chosen() instanceof Offer.Built;
            case HERE ->
                card.offersProperty().get().stream()
                        .anyMatch(offer -> seen.get().here().contains(offer.imageName()));
        };
    }

    private static String words(Offer offer) {
        String more = offer instanceof Offer.Entry(var entry) ? entry.system() + " " + entry.edition() : "";
        return String.join(" ", offer.imageName(), offer.version(), offer.architecture(), more)
                .toLowerCase(Locale.ROOT);
    }

    /** Looks now. */
    void lookAgain() {
        looking.ask();
    }

    /** The cards that are searched for. */
    ObservableList<CatalogueCard> shown() {
        return shown;
    }

    /** How many cards there are. */
    int count() {
        return cards.size();
    }

    /** What the last look came to. */
    ReadOnlyObjectProperty<CatalogueLook> seenProperty() {
        return seen.getReadOnlyProperty();
    }

    /** Why the last update of the catalogue failed. */
    ReadOnlyObjectProperty<Optional<Problem>> failureProperty() {
        return failure.getReadOnlyProperty();
    }

    /** What is searched for. */
    StringProperty searchProperty() {
        return search;
    }

    /** Which cards are shown. */
    ObjectProperty<Filter> filterProperty() {
        return filter;
    }

    /** Chooses this version, for the same processor where there is one. */
    void chooseVersion(CatalogueCard card, String version) {
        choose(card, version, card.chosen().architecture());
    }

    /** Chooses this processor. */
    void chooseArchitecture(CatalogueCard card, String architecture) {
        choose(card, card.chosen().version(), architecture);
    }

    private void choose(CatalogueCard card, String version, String architecture) {
        List<Offer> ofVersion = card.offersProperty().get().stream()
                .filter(offer -> offer.version().equals(version))
                .toList();
        ofVersion.stream()
                .filter(offer -> offer.architecture().equals(architecture))
                .findFirst()
                .or(() -> ofVersion.stream().findFirst())
                .ifPresent(card::choose);
        showStates();
    }

    /** Brings or builds what is chosen: from the beginning, or from where an earlier try has stopped. */
    void bring(CatalogueCard card) {
        bringing.begin(card.chosen());
        showStates();
    }

    /** Stops the download and keeps what came. */
    void pause(CatalogueCard card) {
        bringing.pause(card.chosen());
        showStates();
    }

    /** Stops what is under way, and keeps nothing of it. */
    void cancel(CatalogueCard card) {
        bringing.cancel(card.chosen());
        showStates();
    }

    /** Leads to a machine made from what is chosen. */
    void make(CatalogueCard card) {
        if (card.stateProperty().get() instanceof OfferState.Here) {
            make.accept(new NewMachine.Source.Image(card.chosen().imageName()));
        }
    }

    /** Brings the user's catalogue from an address that the user trusts. */
    void update(String address) {
        failure.set(Optional.empty());
        Job<?> job = jobs.start(Phrase.of("job.catalogue-update"), progress -> {
            work.update(address);
            return address;
        });
        Thread _ = Threads.virtual("await-catalogue", () -> {
            try {
                job.await();
            } catch (ProblemException e) {
                updates.put(ALL, Optional.of(e.problem()));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /** The person has seen why the update failed. */
    void dismiss() {
        failure.set(Optional.empty());
    }

    /** The clock. */
    Instant now() {
        return time.now();
    }

    /** Ends the listening; downloads go on. */
    @Override
    public void close() {
        listening.close();
        looking.close();
    }
}
