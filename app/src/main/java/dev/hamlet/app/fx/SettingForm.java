package dev.hamlet.app.fx;

import dev.hamlet.app.words.Messages;
import java.util.ArrayList;
import java.util.List;
import javafx.geometry.HPos;
import javafx.geometry.VPos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;

/** Settings, one a line: its name, its control, and when a change acts. */
public final class SettingForm extends GridPane {
    /** With less than so many times the size of the text, names stand above their controls. */
    private static final double ROOM = 38;

    private final Messages words;
    private final List<Line> lines = new ArrayList<>();

    private record Line(Label label, Node control, ActsMark mark) {}

    /** A form without a line. */
    public SettingForm(Messages words) {
        this.words = words;
        getStyleClass().add("form");
        ColumnConstraints names = new ColumnConstraints();
        names.setMinWidth(Region.USE_PREF_SIZE);
        ColumnConstraints controls = new ColumnConstraints();
        controls.setHgrow(Priority.ALWAYS);
        ColumnConstraints marks = new ColumnConstraints();
        marks.setMinWidth(Region.USE_PREF_SIZE);
        marks.setHalignment(HPos.RIGHT);
        getColumnConstraints().addAll(names, controls, marks);
        widthProperty().subscribe(width -> arrange());
    }

    /**
     * Adds a line.
     *
     * @param id of the control
     * @return its mark
     */
    public ActsMark add(String id, String name, Node control) {
        Label label = new Label(name);
        label.getStyleClass().addAll("strong", "form-label");
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        label.setLabelFor(control);
        ActsMark mark = new ActsMark(id, words);
        mark.getStyleClass().add("form-label");
        for (Node node : List.of(label, mark)) {
            GridPane.setValignment(node, VPos.TOP);
        }
        if (control.getAccessibleText() == null) {
            control.setAccessibleText(name);
        }
        lines.add(new Line(label, control, mark));
        getChildren().addAll(label, control, mark);
        arrange();
        return mark;
    }

    private void arrange() {
        boolean narrow = !lines.isEmpty()
                && getWidth() < ROOM * lines.getFirst().label().getFont().getSize();
        int row = 0;
        for (Line line : lines) {
            GridPane.setConstraints(line.label(), 0, row, narrow ? 2 : 1, 1);
            GridPane.setConstraints(line.mark(), 2, row);
            row += narrow ? 1 : 0;
            GridPane.setConstraints(line.control(), narrow ? 0 : 1, row, narrow ? 3 : 1, 1);
            row++;
        }
    }
}
