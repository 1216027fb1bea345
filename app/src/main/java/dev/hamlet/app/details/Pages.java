package dev.hamlet.app.details;

import javafx.scene.Node;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.Region;

/** The frame of what a tab shows. */
final class Pages {
    private Pages() {}

    /** A body as wide as the tab, that scrolls up and down where it is too high. */
    static ScrollPane scrolling(String id, Region body) {
        body.getStyleClass().add("page-body");
        ScrollPane scroll = new ScrollPane(body);
        scroll.setFitToWidth(true);
        scroll.setId(id);
        scroll.skinProperty().subscribe(skin -> drawWhatChanges(scroll));
        return scroll;
    }

    /**
     * A scroll pane keeps a picture of all its content, for scrolling by moving it; with every figure that changes, the
     * whole of it would be drawn anew.
     */
    private static void drawWhatChanges(ScrollPane scroll) {
        Node viewport = scroll.lookup(".viewport");
        if (viewport != null) {
            viewport.setCache(false);
        }
    }
}
