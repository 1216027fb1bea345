package dev.hamlet.app.wizard;

import javafx.geometry.VPos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;

/** Facts, one a line: a name and a value. */
final class FactGrid extends GridPane {
    private final String id;
    private int rows;

    /** No facts yet; those that come have the ids {@code <id>-<name>}. */
    FactGrid(String id) {
        this.id = id;
        getStyleClass().addAll("card", "wizard-facts");
        ColumnConstraints names = new ColumnConstraints();
        names.setMinWidth(Region.USE_PREF_SIZE);
        ColumnConstraints values = new ColumnConstraints();
        values.setHgrow(Priority.ALWAYS);
        getColumnConstraints().addAll(names, values);
    }

    /** Adds a line. */
    void add(String name, String title, String text) {
        Label label = new Label(title);
        label.getStyleClass().add("muted");
        GridPane.setValignment(label, VPos.TOP);
        Label value = new Label(text);
        value.setId(id + "-" + name);
        value.setWrapText(true);
        value.setMinHeight(Region.USE_PREF_SIZE);
        label.setLabelFor(value);
        addRow(rows++, label, value);
    }

    /** Stands beside the value of the last line. */
    void beside(Node node) {
        add(node, 2, rows - 1);
    }
}
