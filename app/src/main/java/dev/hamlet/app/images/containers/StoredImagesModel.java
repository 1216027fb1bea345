package dev.hamlet.app.images.containers;

import dev.hamlet.app.fx.Dialogs;
import dev.hamlet.app.fx.FxRelay;
import dev.hamlet.app.fx.Looking;
import dev.hamlet.engine.image.ExportForm;
import dev.hamlet.engine.image.Image;
import dev.hamlet.engine.image.ImageReference;
import dev.hamlet.engine.image.ImageStore;
import dev.hamlet.engine.image.registry.FoundImage;
import dev.hamlet.engine.job.Job;
import dev.hamlet.engine.job.JobSnapshot;
import dev.hamlet.engine.job.Jobs;
import dev.hamlet.engine.job.Phrase;
import dev.hamlet.engine.job.Threads;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.problem.CommandProblem;
import dev.hamlet.engine.problem.Problem;
import dev.hamlet.engine.problem.ProblemException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.beans.value.ObservableValue;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/**
 * The images that containers are made from, and what is done to them. Belongs to the JavaFX thread, or to the one thread of
 * the executor it was made with; needs no toolkit.
 */
final class StoredImagesModel implements AutoCloseable {
    private static final String ALL = "all";
    private static final Duration LOOK_EVERY = Duration.ofSeconds(5);

    /**
     * Something that failed.
     *
     * @param again tries it once more, where that makes sense
     */
    record Failure(Problem problem, Optional<Runnable> again) {}

    private final StoredImagesWork work;
    private final Executor fx;
    private final TimeSource time;
    private final Dialogs dialogs;
    private final ReadOnlyObjectWrapper<List<StoredImage>> rows = new ReadOnlyObjectWrapper<>(List.of());
    private final ObjectProperty<@Nullable StoredImage> selected = new SimpleObjectProperty<>();
    private final StringProperty search = new SimpleStringProperty("");
    private final ReadOnlyObjectWrapper<Boolean> looked = new ReadOnlyObjectWrapper<>(false);
    private final ReadOnlyObjectWrapper<Optional<Problem>> problem = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<Failure>> failure = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ObservableList<JobSnapshot> transfers = FXCollections.observableArrayList();
    private final FxRelay<String, Look> looks;
    private final FxRelay<String, Failure> failures;
    private final FxRelay<String, String> wanted;
    private final FxRelay<Long, JobSnapshot> news;
    private final Jobs.Listening listening;
    private final Looking looking;
    private volatile Threads.@Nullable Repeating watching;
    private @Nullable String toSelect;

    /** What one look came to. */
    private record Look(Optional<List<StoredImage>> rows, Optional<Problem> problem) {}

    /**
     * A model of these images; it looks when it is first {@link #watch}ed.
     *
     * @param fx runs everything that changes the model
     * @param dialogs asks before what cannot be taken back
     */
    StoredImagesModel(StoredImagesWork work, Executor fx, TimeSource time, Dialogs dialogs) {
        this.work = work;
        this.fx = fx;
        this.time = time;
        this.dialogs = dialogs;
        this.looks = new FxRelay<>(fx, news -> news.values().forEach(this::show));
        this.failures = new FxRelay<>(fx, news -> news.values().forEach(why -> failure.set(Optional.of(why))));
        this.wanted = new FxRelay<>(fx, news -> news.values().forEach(this::selectSoon));
        this.news = new FxRelay<>(fx, this::heard);
        this.looking = new Looking("stored-images-look", time, this::look);
        this.listening = work.jobs().listen(job -> {
            // Whoever began it: bringing one for a new container is seen here, too.
            if (!job.parts().isEmpty() || job.state().isOver()) {
                news.put(job.id(), job);
            }
        });
    }

    private void look() throws InterruptedException {
        try {
            looks.put(ALL, new Look(Optional.of(work.list()), Optional.empty()));
        } catch (ProblemException e) {
            looks.put(ALL, new Look(Optional.empty(), Optional.of(e.problem())));
        }
    }

    private void show(Look look) {
        problem.set(look.problem());
        // What was seen before stays, since it is better than nothing.
        look.rows().ifPresent(now -> {
            if (!now.equals(rows.get())) {
                rows.set(now);
            }
            StoredImage before = selected.get();
            String key = toSelect != null ? toSelect : before == null ? null : before.key();
            toSelect = null;
            selected.set(now.stream()
                    .filter(row -> row.key().equals(key))
                    .findFirst()
                    .orElse(null));
        });
        looked.set(true);
    }

    private void heard(Map<Long, JobSnapshot> jobs) {
        for (JobSnapshot job : jobs.values()) {
            int place = 0;
            while (place < transfers.size() && transfers.get(place).id() != job.id()) {
                place++;
            }
            if (place < transfers.size() && job.state().isOver()) {
                transfers.remove(place);
                lookAgainIfSeen();
            } else if (place < transfers.size()) {
                transfers.set(place, job);
            } else if (!job.state().isOver()) {
                transfers.add(job);
            } else {
                lookAgainIfSeen();
            }
        }
    }

    private void selectSoon(String key) {
        toSelect = key;
        looking.ask();
    }

    /** Looks now, and again and again while somebody sees what it shows. */
    void watch(boolean seen) {
        Threads.Repeating now = watching;
        if (seen && now == null) {
            watching = Threads.repeat("stored-images-watch", time, LOOK_EVERY, looking::ask);
        } else if (!seen && now != null) {
            now.close();
            watching = null;
        }
    }

    /** Looks now. */
    void lookAgain() {
        looking.ask();
    }

    /** Something happened that it may show: looks now, if somebody sees it. May be called by any thread. */
    void lookAgainIfSeen() {
        if (watching != null) {
            looking.ask();
        }
    }

    /** All images, in the order of their names. */
    ReadOnlyObjectProperty<List<StoredImage>> rowsProperty() {
        return rows.getReadOnlyProperty();
    }

    /** The image whose details are shown; null where there is none. */
    ObjectProperty<@Nullable StoredImage> selectedProperty() {
        return selected;
    }

    /** What is searched for. */
    StringProperty searchProperty() {
        return search;
    }

    /** Whether the images have been looked at once. */
    ReadOnlyObjectProperty<Boolean> lookedProperty() {
        return looked.getReadOnlyProperty();
    }

    /** Why the images could not be looked at. */
    ReadOnlyObjectProperty<Optional<Problem>> problemProperty() {
        return problem.getReadOnlyProperty();
    }

    /** What failed last, until the person has seen it. */
    ReadOnlyObjectProperty<Optional<Failure>> failureProperty() {
        return failure.getReadOnlyProperty();
    }

    /** Work under way that tells of each of its layers, oldest first. */
    ObservableList<JobSnapshot> transfers() {
        return transfers;
    }

    /** The person has seen why it failed. */
    void dismiss() {
        failure.set(Optional.empty());
    }

    /** Asks this work to stop; no effect where it has ended. */
    void cancel(long job) {
        work.jobs().running().stream().filter(one -> one.snapshot().id() == job).forEach(Job::cancel);
    }

    /** Why this cannot be done to the selected image now. */
    ObservableValue<Optional<Phrase>> obstacle(StoredImageCommand command) {
        return selected.map(command::obstacle).orElse(Optional.of(Phrase.of("images.obstacle.none")));
    }

    /** Brings an image, and selects it. */
    void pull(ImageReference reference) {
        follow(() -> work.pull(reference), true, Optional.of(() -> pull(reference)));
    }

    /** Takes this image to a registry, whichever is selected by now. */
    void push(StoredImage image, ImageReference target) {
        follow(() -> work.push(image, target), false, Optional.of(() -> push(image, target)));
    }

    /** Gives this image another name besides, whichever is selected by now. */
    void tag(StoredImage image, ImageReference name) {
        away("stored-images-tag", () -> work.tag(image, name));
    }

    /** Takes one of several names away. */
    void untag(ImageReference name) {
        away("stored-images-untag", () -> work.untag(name));
    }

    /**
     * Brings in what an archive or a folder has, and selects the first of it.
     *
     * @param name for the one image that is there; else those that it brings
     */
    void importFrom(Path source, Optional<ImageReference> name) {
        follow(() -> work.importFrom(source, name), true, Optional.empty());
    }

    /** Writes this image for other programs, whichever is selected by now. */
    void export(StoredImage image, ExportForm form, Path target) {
        follow(() -> work.export(image, form, target), false, Optional.empty());
    }

    /** Removes the selected image with all its names; asks first. */
    void remove() {
        withSelected(
                StoredImageCommand.REMOVE,
                image -> dialogs.ask(
                        new Dialogs.Question(
                                Phrase.of(
                                        "stored.remove.ask.title", image.image().shownName()),
                                question(image),
                                Phrase.of("stored.remove.ask.deed"),
                                true),
                        () -> follow(() -> work.remove(image), false, Optional.empty())));
    }

    private static Phrase question(StoredImage image) {
        List<ImageReference> names = image.image().references();
        return names.size() < 2
                ? Phrase.of("stored.remove.ask.text")
                : Phrase.of(
                        "stored.remove.ask.names",
                        String.join(
                                ", ",
                                names.stream().map(ImageReference::familiar).toList()));
    }

    /** Removes what nobody needs. */
    void prune(boolean all) {
        follow(() -> work.prune(all), false, Optional.empty());
    }

    /**
     * Finds out what a prune would do.
     *
     * @param told is given it, or why that cannot be told, on the thread of this model
     */
    void wouldPrune(boolean all, Consumer<ImageStore.Prunable> told, Consumer<Problem> failed) {
        ask("stored-images-prune", () -> work.wouldPrune(all), told, failed);
    }

    /**
     * Looks for images in a registry.
     *
     * @param told is given what was found, on the thread of this model
     */
    void search(String term, Consumer<List<FoundImage>> told, Consumer<Problem> failed) {
        ask("stored-images-search", () -> work.search(term), told, failed);
    }

    @FunctionalInterface
    private interface Question<T> {
        T ask() throws ProblemException, InterruptedException;
    }

    private <T> void ask(String name, Question<T> question, Consumer<T> told, Consumer<Problem> failed) {
        Thread _ = Threads.virtual(name, () -> {
            try {
                T answer = question.ask();
                fx.execute(() -> told.accept(answer));
            } catch (ProblemException e) {
                fx.execute(() -> failed.accept(e.problem()));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }

    @FunctionalInterface
    private interface Deed {
        void run() throws ProblemException, InterruptedException;
    }

    /** Something short, away from the thread of the window. */
    private void away(String name, Deed deed) {
        failure.set(Optional.empty());
        Thread _ = Threads.virtual(name, () -> {
            try {
                deed.run();
            } catch (ProblemException e) {
                failures.put(ALL, new Failure(e.problem(), Optional.empty()));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            looking.ask();
        });
    }

    private void withSelected(StoredImageCommand command, Consumer<StoredImage> deed) {
        StoredImage image = selected.get();
        if (image != null && command.obstacle(image).isEmpty()) {
            deed.accept(image);
        }
    }

    private void follow(Supplier<Job<?>> begin, boolean select, Optional<Runnable> again) {
        failure.set(Optional.empty());
        Thread _ = Threads.virtual("await-stored-images", () -> {
            try {
                Object made = begin.get().await();
                if (select) {
                    image(made).ifPresent(key -> wanted.put(ALL, key));
                }
            } catch (ProblemException e) {
                if (!(e.problem() instanceof CommandProblem.Cancelled)) {
                    failures.put(ALL, new Failure(e.problem(), again));
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            looking.ask();
        });
    }

    /** The key of what was made. */
    private static Optional<String> image(Object made) {
        return switch (made) {
            case Image image -> Optional.of(key(image));
            case List<?> images
            when !images.isEmpty() && images.getFirst() instanceof Image image -> Optional.of(key(image));
            default -> Optional.empty();
        };
    }

    private static String key(Image image) {
        return image.digest() + " " + image.manifestDigest();
    }

    /** Ends the looking; what was begun goes on. */
    @Override
    public void close() {
        watch(false);
        looking.close();
        listening.close();
    }
}
