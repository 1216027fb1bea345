package dev.hamlet.app.wizard;

import dev.hamlet.app.wizard.NamedFile.Look;
import dev.hamlet.engine.job.Phrase;
import dev.hamlet.engine.job.Threads;
import dev.hamlet.engine.problem.DownloadProblem;
import dev.hamlet.engine.problem.Problem;
import dev.hamlet.engine.problem.ProblemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.beans.value.ObservableValue;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.collections.transformation.FilteredList;
import org.jspecify.annotations.Nullable;

/** The first step: what the machine is made from. Belongs to the thread of its model. */
final class WhatModel {
    /** Where a machine comes from. */
    enum Kind {
        SYSTEM,
        CD,
        DISK,
        EMPTY
    }

    /** How far the list of systems has come. */
    enum Loading {
        UNDER_WAY,
        /** It is there; which of them can be had right now is being asked. */
        LISTED,
        DONE
    }

    private final Workshop workshop;
    private final Consumer<Runnable> later;
    private final ObjectProperty<Kind> kind = new SimpleObjectProperty<>(Kind.SYSTEM);
    private final ObservableList<Offer> offers = FXCollections.observableArrayList();
    private final FilteredList<Offer> shown = new FilteredList<>(offers);
    private final StringProperty search = new SimpleStringProperty("");
    private final ObjectProperty<@Nullable Offer> selected = new SimpleObjectProperty<>();
    private final ReadOnlyObjectWrapper<Loading> loading = new ReadOnlyObjectWrapper<>(Loading.UNDER_WAY);
    private final ReadOnlyObjectWrapper<List<Problem>> problems = new ReadOnlyObjectWrapper<>(List.of());
    private final NamedFile cd;
    private final NamedFile disk;
    private final ReadOnlyObjectWrapper<Optional<Source>> source = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<Phrase>> obstacle = new ReadOnlyObjectWrapper<>(Optional.empty());
    private @Nullable Needs needs;
    private @Nullable String wanted;

    WhatModel(Workshop workshop, Path home, Consumer<Runnable> later) {
        this.workshop = workshop;
        this.later = later;
        cd = new NamedFile(workshop::cd, home, later);
        disk = new NamedFile(workshop::disk, home, later);
        search.subscribe(this::filter);
        selected.subscribe(this::selected);
        kind.subscribe(changed -> decide());
        cd.lookProperty().subscribe(changed -> decide());
        disk.lookProperty().subscribe(changed -> decide());
        loading.subscribe(changed -> decide());
    }

    /** Reads what there is to make a machine of, and which of it to begin with. */
    void load() {
        Threads.virtual("wizard-offers", () -> {
            try {
                Workshop.Offers found = workshop.offers();
                later.accept(() -> show(found));
                Optional<Offer> best = workshop.best(found.systems());
                later.accept(() -> suggest(best));
            } catch (ProblemException e) {
                later.accept(() -> show(new Workshop.Offers(List.of(), List.of(e.problem()))));
                later.accept(() -> suggest(Optional.empty()));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    private void show(Workshop.Offers found) {
        offers.setAll(found.systems());
        problems.set(found.problems());
        loading.set(Loading.LISTED);
        String name = wanted;
        if (name != null) {
            want(name);
        }
    }

    /** Begins with this one, unless the person has chosen meanwhile; says so where nothing of the list can be had. */
    private void suggest(Optional<Offer> best) {
        if (best.isEmpty() && !offers.isEmpty()) {
            List<Problem> all = new ArrayList<>(problems.get());
            all.add(new DownloadProblem.NothingInReach(site()));
            problems.set(List.copyOf(all));
        }
        if (selected.get() == null) {
            best.filter(shown::contains).ifPresentOrElse(selected::set, this::selectFirst);
        }
        loading.set(Loading.DONE);
    }

    /** What would be downloaded first comes from there. */
    private String site() {
        return offers.stream()
                .map(Offer::way)
                .filter(Offer.Way.Fetch.class::isInstance)
                .map(Offer.Way.Fetch.class::cast)
                .map(Offer.Way.Fetch::site)
                .findFirst()
                .orElse("");
    }

    private void filter(String words) {
        shown.setPredicate(offer -> offer.fits(words));
        Offer now = selected.get();
        if (now == null ? loading.get() == Loading.DONE || !words.isBlank() : !shown.contains(now)) {
            selectFirst();
        }
    }

    private void selectFirst() {
        selected.set(shown.isEmpty() ? null : shown.getFirst());
    }

    /** What an image needs is known for sure only when it is looked at. */
    private void selected(@Nullable Offer offer) {
        needs = null;
        decide();
        if (offer == null) {
            return;
        }
        Threads.virtual("wizard-needs", () -> {
            Needs found = offer.needs();
            try {
                found = workshop.needs(offer);
            } catch (ProblemException e) {
                // What is wrong with the image is told where it is used.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            Needs known = found;
            later.accept(() -> {
                if (offer.equals(selected.get())) {
                    needs = known;
                    decide();
                }
            });
        });
    }

    /** Makes a machine of the image of this name, once the list is there. */
    void want(String image) {
        wanted = image;
        kind.set(Kind.SYSTEM);
        search.set("");
        offers.stream().filter(offer -> offer.name().equals(image)).findFirst().ifPresent(selected::set);
    }

    /** Makes a machine from this file, whatever it is. */
    void begin(Path file) {
        Threads.virtual("wizard-file", () -> {
            boolean isCd = workshop.isCd(file);
            later.accept(() -> {
                if (isCd) {
                    asCd(file);
                } else {
                    asDisk(file);
                }
            });
        });
    }

    /** Makes a machine from this file as a CD image. */
    void asCd(Path file) {
        kind.set(Kind.CD);
        cd.choose(file);
    }

    /** Makes a machine from this file as a disk. */
    void asDisk(Path file) {
        kind.set(Kind.DISK);
        disk.choose(file);
    }

    private void decide() {
        switch (kind.get()) {
            case SYSTEM -> decideSystem();
            case CD -> decideFile(cd, "wizard.obstacle.cd");
            case DISK -> decideFile(disk, "wizard.obstacle.disk");
            case EMPTY ->
                settle(Optional.of(new Source.Empty(Needs.usual(workshop.usual(), Recognised.ANY))), Optional.empty());
        }
    }

    private void decideSystem() {
        Offer offer = selected.get();
        if (offer != null && needs != null) {
            settle(Optional.of(new Source.Listed(offer, needs)), Optional.empty());
        } else if (offer != null || loading.get() != Loading.DONE) {
            settle(Optional.empty(), Optional.of(Phrase.of("wizard.obstacle.looking")));
        } else {
            settle(Optional.empty(), Optional.of(Phrase.of("wizard.obstacle.system")));
        }
    }

    private void decideFile(NamedFile file, String missing) {
        String key = switch (file.lookProperty().get()) {
            case Look.Nothing _ -> missing;
            case Look.Looking _ -> "wizard.obstacle.looking";
            case Look.Wrong _ -> "wizard.obstacle.file";
            case Look.Good _ -> "";
        };
        settle(file.source(), key.isEmpty() ? Optional.empty() : Optional.of(Phrase.of(key)));
    }

    private void settle(Optional<Source> found, Optional<Phrase> why) {
        source.set(found);
        obstacle.set(why);
    }

    ObjectProperty<Kind> kindProperty() {
        return kind;
    }

    /** The systems that fit the search. */
    ObservableList<Offer> shown() {
        return shown;
    }

    /** All systems. */
    ObservableList<Offer> offers() {
        return offers;
    }

    StringProperty searchProperty() {
        return search;
    }

    ObjectProperty<@Nullable Offer> selectedProperty() {
        return selected;
    }

    ReadOnlyObjectProperty<Loading> loadingProperty() {
        return loading.getReadOnlyProperty();
    }

    /** What is wrong with the lists. */
    ReadOnlyObjectProperty<List<Problem>> problemsProperty() {
        return problems.getReadOnlyProperty();
    }

    NamedFile cd() {
        return cd;
    }

    NamedFile disk() {
        return disk;
    }

    /** What the machine is made from; empty until something is chosen and looked at. */
    ObservableValue<Optional<Source>> sourceProperty() {
        return source.getReadOnlyProperty();
    }

    /** Why this step is not done. */
    ObservableValue<Optional<Phrase>> obstacleProperty() {
        return obstacle.getReadOnlyProperty();
    }
}
