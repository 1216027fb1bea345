package dev.hamlet.app.wizard;

import java.util.Locale;
import javafx.scene.control.Label;
import javafx.scene.layout.StackPane;

/** A coloured tile with the first letter of a system: tells rows apart at a glance, and says nothing of its own. */
final class SystemTile extends StackPane {
    private static final int COLOURS = 8;

    private final Label letter = new Label();
    private int colour;

    SystemTile() {
        getStyleClass().add("system-tile");
        letter.getStyleClass().add("strong");
        getChildren().add(letter);
    }

    /** Shows this system; the same family has the same colour. */
    void show(String name, String system) {
        letter.setText(
                name.isEmpty() ? "?" : new String(Character.toChars(name.codePointAt(0))).toUpperCase(Locale.ROOT));
        String family = (system.isEmpty() ? name : system).split("[- ]", 2)[0];
        getStyleClass().remove("system-tile-" + colour);
        colour = 1 + Math.floorMod(family.hashCode(), COLOURS);
        getStyleClass().add("system-tile-" + colour);
    }
}
