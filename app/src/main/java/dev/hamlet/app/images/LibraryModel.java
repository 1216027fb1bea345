package dev.hamlet.app.images;

import dev.hamlet.app.fx.Dialogs;
import dev.hamlet.app.fx.FxRelay;
import dev.hamlet.app.fx.Looking;
import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.inventory.KnownImage;
import dev.hamlet.engine.job.Job;
import dev.hamlet.engine.job.Phrase;
import dev.hamlet.engine.job.Threads;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.machine.NewMachine;
import dev.hamlet.engine.media.LibraryImage;
import dev.hamlet.engine.problem.CommandProblem;
import dev.hamlet.engine.problem.Problem;
import dev.hamlet.engine.problem.ProblemException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
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
import javafx.beans.value.ObservableValue;
import org.jspecify.annotations.Nullable;

/**
 * All disks and CD images, and what is done to them. Belongs to the JavaFX thread, or to the one thread of the executor
 * it was made with; needs no toolkit.
 */
final class LibraryModel implements AutoCloseable {
    private static final String ALL = "all";
    private static final Duration LOOK_EVERY = Duration.ofSeconds(5);

    /** How far the first look has come. */
    enum Loading {
        UNDER_WAY,
        DONE
    }

    private final LibraryWork work;
    private final TimeSource time;
    private final Dialogs dialogs;
    private final Consumer<NewMachine.Source> make;
    private final ReadOnlyObjectWrapper<List<ImageRow>> rows = new ReadOnlyObjectWrapper<>(List.of());
    private final ObjectProperty<@Nullable ImageRow> selected = new SimpleObjectProperty<>();
    private final StringProperty search = new SimpleStringProperty("");
    private final ReadOnlyObjectWrapper<Loading> loading = new ReadOnlyObjectWrapper<>(Loading.UNDER_WAY);
    private final ReadOnlyObjectWrapper<Optional<Problem>> problem = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final ReadOnlyObjectWrapper<Optional<Problem>> failure = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final FxRelay<String, Look> looks;
    private final FxRelay<String, Optional<Problem>> failures;
    private final FxRelay<String, Path> wanted;
    private final Looking looking;
    private volatile Threads.@Nullable Repeating watching;
    private @Nullable Path toSelect;

    /** What one look came to. */
    private record Look(Optional<List<ImageRow>> rows, Optional<Problem> problem) {}

    /**
     * A model of these images; it looks when it is first {@link #watch}ed.
     *
     * @param fx runs everything that changes the model
     * @param dialogs asks before what cannot be taken back
     * @param make leads to a machine that is made from an image
     */
    LibraryModel(LibraryWork work, Executor fx, TimeSource time, Dialogs dialogs, Consumer<NewMachine.Source> make) {
        this.work = work;
        this.time = time;
        this.dialogs = dialogs;
        this.make = make;
        this.looks = new FxRelay<>(fx, news -> news.values().forEach(this::show));
        this.failures = new FxRelay<>(fx, news -> news.values().forEach(failure::set));
        this.wanted = new FxRelay<>(fx, news -> news.values().forEach(this::selectSoon));
        this.looking = new Looking("images-look", time, this::look);
    }

    private void look() throws InterruptedException {
        try {
            List<ImageRow> found = rowsOf(work.list());
            looks.put(ALL, new Look(Optional.of(found), work.problems().stream().findFirst()));
        } catch (ProblemException e) {
            looks.put(ALL, new Look(Optional.empty(), Optional.of(e.problem())));
        }
    }

    /** Each image with those that build on it. */
    static List<ImageRow> rowsOf(List<KnownImage> images) {
        Map<Path, List<String>> builders = new HashMap<>();
        for (KnownImage image : images) {
            if (image.base() != null) {
                List<String> names = image.place() == KnownImage.Place.MACHINE ? image.users() : List.of(image.name());
                builders.computeIfAbsent(image.base(), base -> new ArrayList<>())
                        .addAll(names);
            }
        }
        return images.stream()
                .map(image -> new ImageRow(
                        image,
                        builders.getOrDefault(image.file(), List.of()).stream()
                                .distinct()
                                .sorted()
                                .toList()))
                .toList();
    }

    private void show(Look look) {
        problem.set(look.problem());
        // What was seen before stays, since it is better than nothing.
        if (look.rows().isPresent()) {
            if (!look.rows().get().equals(rows.get())) {
                rows.set(look.rows().get());
            }
            Path key = toSelect;
            toSelect = null;
            if (key == null && selected.get() != null) {
                key = selected.get().key();
            }
            selected.set(find(key));
        }
        loading.set(Loading.DONE);
    }

    private @Nullable ImageRow find(@Nullable Path key) {
        return rows.get().stream()
                .filter(row -> row.key().equals(key))
                .findFirst()
                .orElse(null);
    }

    private void selectSoon(Path file) {
        toSelect = file;
        looking.ask();
    }

    /** Looks now, and again and again while somebody sees what it shows. */
    void watch(boolean seen) {
        Threads.Repeating now = watching;
        if (seen && now == null) {
            watching = Threads.repeat("images-watch", time, LOOK_EVERY, looking::ask);
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

    /** All images, in the order of the engine. */
    ReadOnlyObjectProperty<List<ImageRow>> rowsProperty() {
        return rows.getReadOnlyProperty();
    }

    /** The image whose details are shown; null where there is none. */
    ObjectProperty<@Nullable ImageRow> selectedProperty() {
        return selected;
    }

    /** What is searched for. */
    StringProperty searchProperty() {
        return search;
    }

    /** Whether the images have been looked at once. */
    ReadOnlyObjectProperty<Loading> loadingProperty() {
        return loading.getReadOnlyProperty();
    }

    /** Why the images could not be looked at. */
    ReadOnlyObjectProperty<Optional<Problem>> problemProperty() {
        return problem.getReadOnlyProperty();
    }

    /** Why the last thing that was done failed. */
    ReadOnlyObjectProperty<Optional<Problem>> failureProperty() {
        return failure.getReadOnlyProperty();
    }

    /** The person has seen why it failed. */
    void dismiss() {
        failure.set(Optional.empty());
    }

    /** Why this cannot be done to the selected image now. */
    ObservableValue<Optional<Phrase>> obstacle(ImageCommand command) {
        return selected.map(command::obstacle).orElse(Optional.of(Phrase.of("images.obstacle.none")));
    }

    /** Makes an empty disk, and selects it. */
    void create(String name, ByteSize size) {
        follow(work.create(name, size), true);
    }

    /** Copies a disk or CD image into the library, and selects it. */
    void add(Path file, String name, boolean convert) {
        follow(work.add(file, name, convert), true);
    }

    /** Makes this disk larger, whichever is selected by now. */
    void grow(ImageRow disk, ByteSize size) {
        follow(work.grow(disk.key(), size), false);
    }

    /** Gives back what the selected disk does not need. */
    void compact() {
        withSelected(ImageCommand.COMPACT, row -> follow(work.compact(row.key()), false));
    }

    /** Looks at all bytes of the selected image. */
    void verify() {
        withSelected(ImageCommand.VERIFY, row -> follow(work.verify(row.key()), false));
    }

    /** Moves the selected image to the trash; asks first. */
    void delete() {
        withSelected(
                ImageCommand.DELETE,
                row -> dialogs.ask(
                        new Dialogs.Question(
                                Phrase.of("images.delete.ask.title", row.image().name()),
                                Phrase.of("images.delete.ask.text", row.image().name()),
                                Phrase.of("images.delete.ask.deed"),
                                true),
                        () -> follow(work.trash(row.key()), false)));
    }

    /** Shows the selected image in its folder. */
    void reveal() {
        withSelected(ImageCommand.REVEAL, row -> {
            Thread _ = Threads.virtual("images-reveal", () -> {
                try {
                    work.reveal(row.key());
                } catch (ProblemException e) {
                    failures.put(ALL, Optional.of(e.problem()));
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
        });
    }

    /** Leads to a machine made from the selected image. */
    void make() {
        withSelected(ImageCommand.MAKE, row -> make.accept(source(row.image())));
    }

    /** What a machine that is made from this image boots from. */
    static NewMachine.Source source(KnownImage image) {
        if (image.place() == KnownImage.Place.LIBRARY) {
            return new NewMachine.Source.Image(image.name());
        }
        return image.kind() == KnownImage.Kind.CD
                ? new NewMachine.Source.Cd(image.file())
                : new NewMachine.Source.Disk(image.file());
    }

    private void withSelected(ImageCommand command, Consumer<ImageRow> deed) {
        ImageRow row = selected.get();
        if (row != null && command.obstacle(row).isEmpty()) {
            deed.accept(row);
        }
    }

    private void follow(Job<?> job, boolean select) {
        failure.set(Optional.empty());
        Thread _ = Threads.virtual("await-images", () -> {
            try {
                Object made = job.await();
                if (select) {
                    file(made).ifPresent(file -> wanted.put(ALL, real(file)));
                }
            } catch (ProblemException e) {
                if (!(e.problem() instanceof CommandProblem.Cancelled)) {
                    failures.put(ALL, Optional.of(e.problem()));
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            looking.ask();
        });
    }

    /** What the library knows it by that was made. */
    private static Optional<Path> file(Object made) {
        return switch (made) {
            case Path file -> Optional.of(file);
            case LibraryImage image -> image.disk().or(image::cd);
            default -> Optional.empty();
        };
    }

    private static Path real(Path file) {
        try {
            return file.toRealPath();
        } catch (IOException e) {
            return file.toAbsolutePath();
        }
    }

    /** Ends the looking; what was begun goes on. */
    @Override
    public void close() {
        watch(false);
        looking.close();
    }
}
