package dev.hamlet.app.details;

import dev.hamlet.app.containers.ContainerRow;
import dev.hamlet.engine.container.ContainerId;
import dev.hamlet.engine.container.ContainerSnapshot;
import dev.hamlet.engine.job.Threads;
import dev.hamlet.engine.problem.Problem;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.FXCollections;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import javafx.util.Subscription;

/**
 * What the chosen containers write, followed while somebody sees it: of each by itself, and of all in the order in which it
 * was written. All of it is read in one look. Belongs to the JavaFX thread; needs no toolkit.
 */
final class SeveralLogsModel implements AutoCloseable {
    private static final Duration EVERY = Duration.ofMillis(500);

    /** Whose log, of which run. */
    private record Run(ContainerId id, Optional<Instant> started) {}

    /**
     * A container, and where it stands among the chosen ones.
     *
     * @param width of the longest of their names
     */
    record Source(ContainerId id, String name, int place, int width, ContainerTail tail) {}

    /** A line, and whose it is. */
    record Named(Source source, LogLine line) {}

    /** What one look came to. */
    private record Seen(Map<ContainerId, List<Named>> apart, List<Named> all, List<Problem> problems) {}

    private final ContainerContext context;
    private final Map<ContainerId, Run> runs = new HashMap<>();
    private final ObservableList<Source> sources = FXCollections.observableArrayList();
    private final Map<ContainerId, ObservableList<Named>> columns = new HashMap<>();
    private final ObservableList<Named> merged = FXCollections.observableArrayList();
    private final ObservableList<Problem> problems = FXCollections.observableArrayList();
    private final StringProperty query = new SimpleStringProperty("");
    private final LiveLook<List<Source>, Seen> look;
    private final ListChangeListener<ContainerRow> chosen = change -> choose();
    private final Subscription subscription;
    private Seen latest = new Seen(Map.of(), List.of(), List.of());

    SeveralLogsModel(ContainerContext context) {
        this.context = context;
        look = new LiveLook<>(
                "several-logs",
                context.time(),
                any -> EVERY,
                context.fx(),
                context.fx(),
                SeveralLogsModel::read,
                seen -> {
                    latest = seen;
                    show();
                });
        context.containers().chosen().addListener(chosen);
        // The list of rows tells of each change in one of them: another run has another log.
        context.containers().rows().addListener(chosen);
        subscription = query.subscribe(words -> show());
        choose();
    }

    private void choose() {
        List<ContainerRow> rows = context.containers().chosen();
        List<Source> next = new ArrayList<>();
        // One is read by its own tab.
        int width = rows.stream()
                .mapToInt(row -> row.snapshot().name().length())
                .max()
                .orElse(0);
        for (ContainerRow row : rows.size() < 2 ? List.<ContainerRow>of() : rows) {
            next.add(source(row.snapshot(), next.size(), width));
        }
        for (Source before : sources) {
            if (next.stream().noneMatch(source -> source.tail().equals(before.tail()))) {
                Threads.virtual("container-log-close", before.tail()::close);
            }
        }
        if (!next.equals(sources)) {
            List<ContainerId> there = next.stream().map(Source::id).toList();
            runs.keySet().retainAll(there);
            columns.keySet().retainAll(there);
            sources.setAll(next);
            look.at(next.isEmpty() ? null : next);
            show();
        }
    }

    private Source source(ContainerSnapshot container, int place, int width) {
        Run run = new Run(container.id(), container.started());
        Optional<Source> known = sources.stream()
                .filter(source -> source.id().equals(container.id()) && run.equals(runs.get(container.id())))
                .findFirst();
        runs.put(container.id(), run);
        return new Source(
                container.id(),
                container.name(),
                place,
                width,
                known.map(Source::tail)
                        .orElseGet(() -> new ContainerTail(context.containers().engine(), container)));
    }

    private static Seen read(List<Source> sources) throws InterruptedException {
        Map<ContainerId, List<Named>> apart = new HashMap<>();
        List<Named> all = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        for (Source source : sources) {
            source.tail().read().problem().ifPresent(problems::add);
            List<Named> lines = source.tail().lines().stream()
                    .map(line -> new Named(source, line))
                    .toList();
            apart.put(source.id(), lines);
            all.addAll(lines);
        }
        // What one container wrote stays in its order.
        all.sort(Comparator.comparing(named -> named.line().time()));
        return new Seen(
                apart, List.copyOf(all.subList(Math.max(0, all.size() - LogTail.MOST_LINES), all.size())), problems);
    }

    private void show() {
        String words = query.get().strip().toLowerCase(Locale.ROOT);
        for (Source source : sources) {
            KeptLines.show(column(source.id()), filtered(latest.apart().getOrDefault(source.id(), List.of()), words));
        }
        KeptLines.show(merged, sources.isEmpty() ? List.of() : filtered(latest.all(), words));
        if (!problems.equals(latest.problems())) {
            problems.setAll(latest.problems());
        }
    }

    private static List<Named> filtered(List<Named> lines, String words) {
        return words.isEmpty()
                ? lines
                : lines.stream()
                        .filter(named ->
                                named.line().text().toLowerCase(Locale.ROOT).contains(words))
                        .toList();
    }

    private ObservableList<Named> column(ContainerId id) {
        return columns.computeIfAbsent(id, fresh -> FXCollections.observableArrayList());
    }

    /** The chosen containers, in the order in which they stand. */
    ObservableList<Source> sources() {
        return sources;
    }

    /** What this one writes. */
    ObservableList<Named> lines(Source source) {
        return column(source.id());
    }

    /** What all of them write, in the order in which it was written. */
    ObservableList<Named> merged() {
        return merged;
    }

    /** Why some of it cannot be read. */
    ObservableList<Problem> problems() {
        return problems;
    }

    /** Only lines with these words are shown; all of them where it is blank. */
    StringProperty queryProperty() {
        return query;
    }

    /** Whether somebody can see it. */
    void seen(boolean now) {
        look.seen(now);
    }

    @Override
    public void close() {
        context.containers().chosen().removeListener(chosen);
        context.containers().rows().removeListener(chosen);
        subscription.unsubscribe();
        look.close();
        sources.forEach(source -> Threads.virtual("container-log-close", source.tail()::close));
    }
}
