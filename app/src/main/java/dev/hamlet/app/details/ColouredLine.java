package dev.hamlet.app.details;

import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;

/** The parts of a line in their colours, beside each other in a cell. */
final class ColouredLine {
    private ColouredLine() {}

    /** A node for each part. */
    static Node[] of(ColouredText line) {
        return line.parts().stream().map(ColouredLine::part).toArray(Node[]::new);
    }

    private static Label part(ColouredText.Part part) {
        Label label = part(part.text());
        if (part.colour() >= 0) {
            label.getStyleClass().add("log-colour-" + part.colour());
        }
        if (part.strong()) {
            label.getStyleClass().add("log-strong");
        }
        return label;
    }

    /** Text that is never cut. */
    static Label part(String text) {
        Label label = new Label(text);
        label.setMinWidth(Region.USE_PREF_SIZE);
        return label;
    }
}
