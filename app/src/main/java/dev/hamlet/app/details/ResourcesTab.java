package dev.hamlet.app.details;

import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.usage.UsageSpan;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.VBox;

/** What the machine or container uses and has used in the last minute, hour or day. */
final class ResourcesTab implements DetailsTab {
    private final UsageModel model;
    private final Graphs graphs;
    private final ScrollPane scroll;

    /**
     * Graphs of this.
     *
     * @param id begins the ids of its parts
     */
    ResourcesTab(String id, UsageModel model, Messages words) {
        this.model = model;
        graphs = new Graphs(id, 2, model, words);
        Segments spans = Segments.of(
                id,
                List.of(UsageSpan.values()),
                UsageSpan::word,
                span -> words.text("details.usage.last." + span.word()),
                graphs::show);
        VBox body = new VBox(spans);
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
    }

    @Override
    public void dispose() {
        graphs.dispose();
        model.close();
    }
}
