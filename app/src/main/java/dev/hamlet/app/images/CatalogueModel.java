package dev.hamlet.app.images;

import dev.hamlet.app.fx.FxRelay;
import dev.hamlet.engine.catalog.PartialDownload;
import dev.hamlet.engine.job.Job;
import dev.hamlet.engine.job.JobSnapshot;
import dev.hamlet.engine.job.Jobs;
import dev.hamlet.engine.job.Phrase;
import dev.hamlet.engine.job.Progress;
import dev.hamlet.engine.job.Threads;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.machine.NewMachine;
import dev.hamlet.engine.media.LibraryEntry;
import dev.hamlet.engine.problem.Problem;
import dev.hamlet.engine.problem.ProblemException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.stream.Collectors;
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
    private final ReadOnlyObjectWrapper<Look> seen = new ReadOnlyObjectWrapper<>(Look.NONE);
    private final ReadOnlyObjectWrapper<Optional<Problem>> failure = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final Map<String, JobSnapshot> running = new HashMap<>();
    private final Map<String, Problem> failed = new HashMap<>();
    private final Map<String, Boolean> stopping = new HashMap<>();
    private final FxRelay<String, Look> looks;
    private final FxRelay<Long, JobSnapshot> news;
    private final FxRelay<String, Optional<Problem>> updates;
    private final Looking looking;
    private final Jobs.Listening listening;

    /**
     * What one look came to.
     *
     * @param cards what there is, by card
     * @param here the names of the images that the library has
     * @param parts what earlier tries have left, by the image's name
     * @param problems what is wrong with the user's own catalogue or with the library
     * @param address where the user's catalogue came from last
     * @param changed when it last changed
     */
    record Look(
            Map<String, List<Offer>> cards,
            Set<String> here,
            Map<String, PartialDownload> parts,
            List<Problem> problems,
            Optional<String> address,
            Optional<Instant> changed) {
        static final Look NONE = new Look(Map.of(), Set.of(), Map.of(), List.of(), Optional.empty(), Optional.empty());
    }

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
        this.looks = new FxRelay<>(fx, all -> all.values().forEach(this::show));
        this.news = new FxRelay<>(fx, all -> all.values().forEach(this::heard));
        this.updates = new FxRelay<>(fx, all -> all.values().forEach(failure::set));
        this.looking = new Looking("catalogue-look", time, this::look);
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

    private void look() throws InterruptedException {
        var catalog = work.catalog();
        List<Problem> problems = new ArrayList<>(catalog.problems());
        Map<String, List<Offer>> offers = new LinkedHashMap<>();
        catalog.entries()
                .forEach(entry -> offers.computeIfAbsent(
                                cardOf(entry.name() + " " + entry.edition()), id -> new ArrayList<>())
                        .add(new Offer.Entry(entry)));
        offers.values().forEach(CatalogueModel::newestFirst);
        work.recipes().forEach(recipe -> offers.put("recipe-" + recipe.id(), List.of(new Offer.Built(recipe))));
        Set<String> here = Set.of();
        try {
            here = work.library().stream().map(LibraryEntry::name).collect(Collectors.toSet());
        } catch (ProblemException e) {
            problems.add(e.problem());
        }
        Map<String, PartialDownload> parts = new HashMap<>();
        for (List<Offer> card : offers.values()) {
            for (Offer offer : card) {
                if (offer instanceof Offer.Entry(var entry)) {
                    work.partOf(entry).ifPresent(part -> parts.put(offer.imageName(), part));
                }
            }
        }
        looks.put(ALL, new Look(offers, here, parts, problems, work.address(), work.changed()));
    }

    private static String cardOf(String text) {
        return text.strip().toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
    }

    private static void newestFirst(List<Offer> offers) {
        offers.sort((one, other) -> Versions.compare(other.version(), one.version()));
    }

    private void show(Look look) {
        seen.set(look);
        Map<String, CatalogueCard> known = new HashMap<>();
        cards.forEach(card -> known.put(card.id(), card));
        cards.clear();
        look.cards().forEach((id, offers) -> {
            CatalogueCard card = known.computeIfAbsent(id, one -> new CatalogueCard(one, offers));
            card.offer(offers);
            cards.add(card);
        });
        stopping.keySet().removeIf(name -> !running.containsKey(name));
        showStates();
        filterCards();
    }

    private void heard(JobSnapshot job) {
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
        showStates();
    }

    private void ended(String name, JobSnapshot job) {
        JobSnapshot last = running.get(name);
        if (last == null || last.id() == job.id()) {
            running.remove(name);
        }
        if (Boolean.TRUE.equals(stopping.get(name))) {
            forget(name);
        } else {
            looking.ask();
        }
    }

    private void forget(String name) {
        failed.remove(name);
        List<Offer> offers = seen.get().cards().values().stream()
                .flatMap(List::stream)
                .filter(offer -> offer.imageName().equals(name))
                .toList();
        Thread _ = Threads.virtual("catalogue-forget", () -> {
            for (Offer offer : offers) {
                if (offer instanceof Offer.Entry(var entry)) {
                    work.forgetPart(entry);
                }
            }
            looking.ask();
        });
    }

    private void showStates() {
        cards.forEach(card -> card.show(stateOf(card.chosen())));
    }

    private OfferState stateOf(Offer offer) {
        String name = offer.imageName();
        JobSnapshot job = running.get(name);
        Boolean forGood = stopping.get(name);
        if (forGood != null) {
            return new OfferState.Stopping(forGood);
        } else if (job != null) {
            return new OfferState.Working(job);
        } else if (seen.get().here().contains(name)) {
            return new OfferState.Here();
        }
        Optional<PartialDownload> part = Optional.ofNullable(seen.get().parts().get(name));
        Problem problem = failed.get(name);
        if (problem != null) {
            return new OfferState.Failed(problem, part);
        }
        return part.<OfferState>map(OfferState.Paused::new).orElseGet(OfferState.Absent::new);
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
    ReadOnlyObjectProperty<Look> seenProperty() {
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
        Offer offer = card.chosen();
        String name = offer.imageName();
        if (running.containsKey(name) || stopping.containsKey(name)) {
            return;
        }
        failed.remove(name);
        Job<?> job = jobs.start(offer.job(), progress -> bringNow(offer, progress));
        // The relay tells it a moment later; until then a second click must find it.
        running.put(name, job.snapshot());
        showStates();
    }

    private Object bringNow(Offer offer, Progress progress) throws ProblemException, InterruptedException {
        return switch (offer) {
            case Offer.Entry(var entry) -> work.fetch(entry, progress);
            case Offer.Built(var recipe) -> recipe.build(progress);
        };
    }

    /** Stops the download and keeps what came. */
    void pause(CatalogueCard card) {
        stop(card.chosen().imageName(), false);
    }

    /** Stops what is under way, and keeps nothing of it. */
    void cancel(CatalogueCard card) {
        String name = card.chosen().imageName();
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
            showStates();
        }
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
