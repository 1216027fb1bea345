package dev.hamlet.app.details;

import dev.hamlet.engine.usage.UsageSpan;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.VBox;

/** What the machine uses and has used in the last minute, hour or day. */
final class ResourcesTab implements DetailsTab {
    private final UsageModel model;
    private final Graphs graphs;
    private final ScrollPane scroll;

    ResourcesTab(DetailsContext context) {
        model = new UsageModel(context);
        graphs = new Graphs("resources", 2, model, context.words());
        Segments spans = Segments.of(
                "resources",
                List.of(UsageSpan.values()),
                UsageSpan::word,
                span -> context.words().text("details.usage.last." + span.word()),
                graphs::show);
        VBox body = new VBox(spans);
        body.getChildren().addAll(graphs.rows());
        body.getStyleClass().add("large-graphs");
        scroll = Pages.scrolling("resources-scroll", body);
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
