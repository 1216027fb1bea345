package dev.hamlet.app.details;

import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.usage.UsageSpan;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** What the machine or container uses and has used in the last minute, hour or day. */
final class ResourcesTab implements DetailsTab {
    private final UsageModel model;
    private final Graphs graphs;
    private final @Nullable DetailsTab above;
    private final ScrollPane scroll;

    /**
     * Graphs of this.
     *
     * @param id begins the ids of its parts
     * @param above what stands above them, or null
     */
    ResourcesTab(String id, UsageModel model, Messages words, @Nullable DetailsTab above) {
        this.model = model;
        this.above = above;
        graphs = new Graphs(id, 2, model, words);
        Segments spans = Segments.of(
                id,
                List.of(UsageSpan.values()),
                UsageSpan::word,
                span -> words.text("details.usage.last." + span.word()),
                graphs::show);
        VBox body = new VBox();
        if (above != null) {
            body.getChildren().add(above.node());
        }
        body.getChildren().add(spans);
        body.getChildren().addAll(graphs.rows());
        body.getStyleClass().add("large-graphs");
        scroll = Pages.scrolling(id + "-scroll", body);
    }

    @Override
    public Node node() {
        return scroll;
    }

    @Override
    public void seen(boolean now) {
        model.seen(now);
        if (above != null) {
            above.seen(now);
        }
    }

    @Override
    public void dispose() {
        if (above != null) {
            above.dispose();
        }
        graphs.dispose();
        model.close();
    }
}
