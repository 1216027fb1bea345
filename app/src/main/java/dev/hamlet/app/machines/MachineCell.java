package dev.hamlet.app.machines;

import dev.hamlet.app.fx.StateGlyph;
import dev.hamlet.app.fx.SystemTile;
import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.host.ByteSize;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.value.ObservableValue;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/**
 * A line of the list. Of a machine: its system, name and state on the left, what it is given on the right. Of a group:
 * its name and how many machines stand in it; a click folds it.
 */
final class MachineCell extends ListCell<ListEntry> {
    private static final PseudoClass GROUP = PseudoClass.getPseudoClass("group");

    private final Messages words;
    private final Consumer<String> fold;
    private final Runnable doubleClicked;
    private final SystemTile tile = new SystemTile();
    private final StateGlyph glyph = new StateGlyph();
    private final Label name = label("strong");
    private final Label state = label("muted");
    private final Label memory = label("muted");
    private final Label vcpus = label("muted");
    private final HBox box;
    private final FontIcon arrow = new FontIcon(Feather.CHEVRON_DOWN);
    private final Label groupName = label("strong");
    private final Label groupCount = label("muted");
    private final HBox head = new HBox(arrow, groupName, groupCount);
    private final ReadOnlyObjectWrapper<@Nullable MachineRow> row = new ReadOnlyObjectWrapper<>();

    /** Bindings of JavaFX are weak: this one lives as long as its cell. */
    private final ObservableValue<MachineFace> face;

    MachineCell(Messages words, Consumer<String> fold, Runnable doubleClicked) {
        this.words = words;
        this.fold = fold;
        this.doubleClicked = doubleClicked;
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
        box = new HBox(tile, left, right);
        box.setAlignment(Pos.CENTER_LEFT);
        box.getStyleClass().add("machine-row");
        head.getStyleClass().add("group-row");
        head.setAlignment(Pos.CENTER_LEFT);
        getStyleClass().add("machine-cell");
        setPrefWidth(0);
        face = row.flatMap(MachineRow::faceProperty);
        face.subscribe(this::show);
        addEventHandler(MouseEvent.MOUSE_CLICKED, this::clicked);
    }

    private static Label label(String styleClass) {
        Label label = new Label();
        label.getStyleClass().add(styleClass);
        return label;
    }

    private void clicked(MouseEvent event) {
        if (event.getButton() != MouseButton.PRIMARY) {
            return;
        }
        switch (getItem()) {
            case ListEntry.Group(String group, int count, boolean folded) -> fold.accept(group);
            case ListEntry.Of machine when event.getClickCount() == 2 -> doubleClicked.run();
            case null, default -> {
                // A single click selects.
            }
        }
    }

    @Override
    protected void updateItem(@Nullable ListEntry entry, boolean empty) {
        super.updateItem(entry, empty);
        row.set(!empty && entry instanceof ListEntry.Of(MachineRow machine) ? machine : null);
        boolean group = !empty && entry instanceof ListEntry.Group;
        pseudoClassStateChanged(GROUP, group);
        if (empty || entry == null) {
            setGraphic(null);
        } else if (entry instanceof ListEntry.Group(String named, int count, boolean folded)) {
            groupName.setText(named);
            groupCount.setText(words.text(count == 1 ? "machines.group.one" : "machines.group.many", count));
            arrow.setIconCode(folded ? Feather.CHEVRON_RIGHT : Feather.CHEVRON_DOWN);
            setAccessibleText(words.text(
                    folded ? "machines.group.accessible.folded" : "machines.group.accessible.open",
                    named,
                    groupCount.getText()));
            setGraphic(head);
        } else {
            setGraphic(box);
        }
    }

    private void show(@Nullable MachineFace shown) {
        if (shown == null) {
            if (!(getItem() instanceof ListEntry.Group)) {
                setAccessibleText("");
            }
            return;
        }
        tile.show(shown.system());
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
