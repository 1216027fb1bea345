package dev.hamlet.app.details;

import dev.hamlet.engine.problem.Problem;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.beans.value.ObservableValue;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;

/**
 * Lines of text: the end of what is chosen, followed while it is seen, and what is searched in it. Belongs to the JavaFX
 * thread; needs no toolkit.
 */
final class LogModel implements AutoCloseable {
    private static final Duration EVERY = Duration.ofMillis(500);

    /** Whose words a log holds. */
    enum Source {
        /** What the guest wrote to its serial line. */
        SERIAL,
        /** What the hypervisor wrote. */
        HYPERVISOR,
        /** What Hamlet wrote. */
        HAMLET;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Where the search stands.
     *
     * @param current which of the found lines is shown, from 1; 0 where none is
     * @param found the places of all lines in which the words stand
     */
    record Finds(int current, List<Integer> found) {
        static final Finds NONE = new Finds(0, List.of());

        Finds {
            found = List.copyOf(found);
        }

        /** The place of the line that is shown; -1 where none is. */
        int place() {
            return current == 0 ? -1 : found.get(current - 1);
        }
    }

    private final Function<Source, Optional<LogSource>> logs;
    private final ObservableList<ColouredText> lines = FXCollections.observableArrayList();
    private final ObjectProperty<Source> source = new SimpleObjectProperty<>(Source.SERIAL);
    private final StringProperty query = new SimpleStringProperty("");
    private final ReadOnlyObjectWrapper<Finds> finds = new ReadOnlyObjectWrapper<>(Finds.NONE);
    private final ReadOnlyObjectWrapper<Optional<Problem>> problem = new ReadOnlyObjectWrapper<>(Optional.empty());
    private final LiveLook<LogSource, LogText> look;
    private final Subscription subscription;
    private LogText shown = LogText.NOTHING;
    private @Nullable LogSource tail;

    /**
     * A model that shows nothing before it is seen.
     *
     * @param subject what the text is of; it is asked for anew with each change
     * @param logs the text; the same object for as long as it is the same text
     */
    LogModel(LogsContext context, ObservableValue<?> subject, Function<Source, Optional<LogSource>> logs) {
        this.logs = logs;
        look = new LiveLook<>(
                "log", context.time(), any -> EVERY, context.fx(), context.fx(), LogSource::read, this::show);
        subscription = Subscription.combine(
                subject.subscribe(changed -> follow()),
                source.subscribe(changed -> follow()),
                query.subscribe(changed -> search(0)));
    }

    private void follow() {
        LogSource next = logs.apply(source.get()).orElse(null);
        if (!Objects.equals(next, tail)) {
            tail = next;
            shown = LogText.NOTHING;
            lines.clear();
            problem.set(Optional.empty());
            search(0);
            look.at(next);
        }
    }

    /** The file of what is shown; empty where there is none for people. */
    Optional<Path> file() {
        return tail == null ? Optional.empty() : tail.file();
    }

    /** Only what is new changes, so that a list keeps its place. */
    private void show(LogText now) {
        if (now.equals(shown)) {
            return;
        }
        problem.set(now.problem());
        List<ColouredText> next = now.lines();
        long dropped = now.first() - shown.first();
        if (now.generation() != shown.generation() || dropped > lines.size()) {
            lines.setAll(next);
        } else {
            if (dropped > 0) {
                lines.remove(0, (int) dropped);
            }
            // The last lines may not have been complete.
            for (int i = Math.max(0, lines.size() - LogText.INCOMPLETE); i < Math.min(lines.size(), next.size()); i++) {
                if (!lines.get(i).equals(next.get(i))) {
                    lines.set(i, next.get(i));
                }
            }
            if (next.size() < lines.size()) {
                lines.remove(next.size(), lines.size());
            } else if (next.size() > lines.size()) {
                lines.addAll(next.subList(lines.size(), next.size()));
            }
        }
        shown = now;
        int place = finds.get().place();
        search(place < 0 ? 0 : Math.max(0, place - (int) Math.max(0, dropped)));
    }

    /** Finds the words again; the current line is the first at or after this place. */
    private void search(int from) {
        String words = query.get().strip().toLowerCase(Locale.ROOT);
        if (words.isEmpty()) {
            finds.set(Finds.NONE);
            return;
        }
        List<Integer> found = IntStream.range(0, lines.size())
                .filter(i -> lines.get(i).text().toLowerCase(Locale.ROOT).contains(words))
                .boxed()
                .toList();
        int before = (int) found.stream().filter(place -> place < from).count();
        finds.set(found.isEmpty() ? Finds.NONE : new Finds(Math.min(found.size(), before + 1), found));
    }

    /** The last lines of the chosen log. */
    ObservableList<ColouredText> lines() {
        return FXCollections.unmodifiableObservableList(lines);
    }

    /** Which log is shown. */
    ObjectProperty<Source> sourceProperty() {
        return source;
    }

    /** What is searched. */
    StringProperty queryProperty() {
        return query;
    }

    /** What was found. */
    ReadOnlyObjectProperty<Finds> findsProperty() {
        return finds.getReadOnlyProperty();
    }

    /** Why the log cannot be read. */
    ReadOnlyObjectProperty<Optional<Problem>> problemProperty() {
        return problem.getReadOnlyProperty();
    }

    /** Goes to the next found line, or to the one before: {@code step} is 1 or -1. */
    void turn(int step) {
        Finds now = finds.get();
        int count = now.found().size();
        if (count > 0) {
            finds.set(new Finds(Math.floorMod(now.current() - 1 + step, count) + 1, now.found()));
        }
    }

    /** Whether somebody can see the log. */
    void seen(boolean now) {
        look.seen(now);
    }

    @Override
    public void close() {
        subscription.unsubscribe();
        look.close();
    }
}
