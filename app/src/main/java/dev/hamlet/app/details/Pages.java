package dev.hamlet.app.details;

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
        return scroll;
    }
}
