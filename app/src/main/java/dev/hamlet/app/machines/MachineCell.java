package dev.hamlet.app.machines;

import dev.hamlet.app.fx.StateGlyph;
import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.host.ByteSize;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** A row of the list: name and state on the left, what the machine is given on the right. */
final class MachineCell extends ListCell<MachineRow> {
    private final Messages words;
    private final StateGlyph glyph = new StateGlyph();
    private final Label name = label("strong");
    private final Label state = label("muted");
    private final Label memory = label("muted");
    private final Label vcpus = label("muted");
    private final HBox box;

    /** Bindings of JavaFX are weak: this one lives as long as its cell. */
    private final ObservableValue<MachineFace> face;

    MachineCell(Messages words) {
        this.words = words;
        HBox second = new HBox(glyph, state);
        second.getStyleClass().add("machine-state");
        VBox left = new VBox(name, second);
        left.setMinWidth(0);
        HBox.setHgrow(left, Priority.ALWAYS);
        memory.setMinWidth(USE_PREF_SIZE);
        vcpus.setMinWidth(USE_PREF_SIZE);
        VBox right = new VBox(memory, vcpus);
        right.setAlignment(Pos.CENTER_RIGHT);
        right.setMinWidth(USE_PREF_SIZE);
        left.setAlignment(Pos.CENTER_LEFT);
        box = new HBox(left, right);
        box.setAlignment(Pos.CENTER_LEFT);
        box.getStyleClass().add("machine-row");
        getStyleClass().add("machine-cell");
        setPrefWidth(0);
        face = itemProperty().flatMap(MachineRow::faceProperty);
        face.subscribe(this::show);
    }

    private static Label label(String styleClass) {
        Label label = new Label();
        label.getStyleClass().add(styleClass);
        return label;
    }

    @Override
    protected void updateItem(@Nullable MachineRow row, boolean empty) {
        super.updateItem(row, empty);
        setGraphic(empty || row == null ? null : box);
    }

    private void show(@Nullable MachineFace shown) {
        if (shown == null) {
            setAccessibleText("");
            return;
        }
        name.setText(shown.name());
        glyph.show(shown.look().shape(), shown.look().tone());
        state.setText(stateWithAge(shown, words));
        ByteSize given = shown.memory();
        if (given == null) {
            memory.setText("");
            vcpus.setText("");
            setAccessibleText(words.text("machines.row.accessible.unreadable", shown.name(), state.getText()));
        } else {
            memory.setText(words.figures().size(given));
            vcpus.setText(vcpus(shown.vcpus(), words));
            setAccessibleText(words.text(
                    "machines.row.accessible", shown.name(), state.getText(), vcpus.getText(), memory.getText()));
        }
    }

    /** Such as {@code Running · 2 h 14 min}. */
    static String stateWithAge(MachineFace face, Messages words) {
        return face.stateWithAge(words);
    }

    static String vcpus(int count, Messages words) {
        return words.text(count == 1 ? "machines.vcpus.one" : "machines.vcpus.many", count);
    }
}
