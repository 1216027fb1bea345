package dev.hamlet.app.details;

import dev.hamlet.app.fx.Graph;
import dev.hamlet.app.fx.WrappingRow;
import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.usage.UsageHistory;
import dev.hamlet.engine.usage.UsageSpan;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import javafx.scene.layout.Region;
import javafx.util.Subscription;

/** One graph for each thing that is measured of the machine or container. */
final class Graphs {
    private final UsageModel model;
    private final Messages words;
    private final Map<Metric, Graph> graphs = new EnumMap<>(Metric.class);
    private final List<WrappingRow> rows;
    private final boolean brief;
    private final Subscription subscription;
    private UsageSpan span = UsageSpan.MINUTE;

    /**
     * Graphs of the last minute.
     *
     * @param id begins their ids
     * @param inRow how many stand side by side where there is room
     */
    Graphs(String id, int inRow, UsageModel model, Messages words) {
        this.model = model;
        this.words = words;
        // All in one line are small ones.
        this.brief = inRow == Metric.values().length;
        for (Metric metric : Metric.values()) {
            graphs.put(metric, metric.graph(id, words));
        }
        List<Graph> all = List.copyOf(graphs.values());
        double[] equal = new double[inRow];
        Arrays.fill(equal, 1);
        rows = IntStream.iterate(0, from -> from < all.size(), from -> from + inRow)
                .mapToObj(from -> new WrappingRow(all.subList(from, from + inRow), equal))
                .toList();
        subscription = model.historyProperty().subscribe(changed -> show());
    }

    /** The lines of graphs. */
    List<? extends Region> rows() {
        return rows;
    }

    /** Shows so much of the past. */
    void show(UsageSpan next) {
        span = next;
        show();
    }

    private void show() {
        Optional<UsageHistory> history = model.historyProperty().get();
        UsageSubject subject = model.subject();
        if (history.isPresent() && subject != null) {
            graphs.forEach(
                    (metric, graph) -> graph.show(metric.reading(history.get().series(span), subject, brief, words)));
        }
    }

    void dispose() {
        subscription.unsubscribe();
    }
}
