package dev.hamlet.app.wizard;

import dev.hamlet.engine.job.Threads;
import dev.hamlet.engine.problem.CommandProblem;
import dev.hamlet.engine.problem.Problem;
import dev.hamlet.engine.problem.ProblemException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/**
 * A file that the person names, and what it was found to be. Each name is looked at on a thread of its own, so that one
 * on a disk that does not answer keeps nobody from naming another. Belongs to the thread of its model.
 */
final class NamedFile {
    /** What is known of the file. */
    sealed interface Look {
        /** No file is named. */
        record Nothing() implements Look {}

        /** It is being looked at. */
        record Looking(Path file) implements Look {}

        /** It can be used. */
        record Good(Source source) implements Look {}

        /** It cannot be used. */
        record Wrong(Problem problem) implements Look {}
    }

    /** Finds out what a file is. */
    @FunctionalInterface
    interface Looker {
        Source look(Path file) throws ProblemException, InterruptedException;
    }

    private final Looker looker;
    private final Path home;
    private final Consumer<Runnable> later;
    private final StringProperty text = new SimpleStringProperty("");
    private final ReadOnlyObjectWrapper<Look> look = new ReadOnlyObjectWrapper<>(new Look.Nothing());
    private long asked;

    /**
     * No file yet.
     *
     * @param home what a name without a folder lies in
     * @param later brings an answer to the thread of the model
     */
    NamedFile(Looker looker, Path home, Consumer<Runnable> later) {
        this.looker = looker;
        this.home = home;
        this.later = later;
        text.subscribe(this::named);
    }

    /** The name of the file as the person writes it. */
    StringProperty textProperty() {
        return text;
    }

    /** What is known of it. */
    ReadOnlyObjectProperty<Look> lookProperty() {
        return look.getReadOnlyProperty();
    }

    /** What a machine can be made from; empty where there is nothing yet. */
    Optional<Source> source() {
        return look.get() instanceof Look.Good(Source source) ? Optional.of(source) : Optional.empty();
    }

    /** Takes this file. */
    void choose(Path file) {
        text.set(file.toString());
    }

    /** Looks once more at the same file. */
    void again() {
        named(text.get());
    }

    private void named(String name) {
        long mine = ++asked;
        if (name.isBlank()) {
            look.set(new Look.Nothing());
            return;
        }
        try {
            Path file = path(name.strip());
            look.set(new Look.Looking(file));
            Threads.virtual("look-at-file", () -> {
                Look found = lookAt(file);
                later.accept(() -> show(mine, found));
            });
        } catch (InvalidPathException e) {
            look.set(new Look.Wrong(
                    new CommandProblem.ArgumentInvalid("file", name, "no file of this computer is called so")));
        }
    }

    private Path path(String name) {
        boolean below = name.startsWith("~/");
        return home.resolve(below ? name.substring(2) : name).toAbsolutePath().normalize();
    }

    private Look lookAt(Path file) {
        try {
            return new Look.Good(looker.look(file));
        } catch (ProblemException e) {
            return new Look.Wrong(e.problem());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return new Look.Nothing();
        }
    }

    /** Only the answer for the latest name counts. */
    private void show(long mine, Look found) {
        if (mine == asked) {
            look.set(found);
        }
    }
}
