package dev.hamlet.app.machines;

import atlantafx.base.theme.Styles;
import dev.hamlet.app.fx.Shown;
import dev.hamlet.app.fx.StateGlyph;
import dev.hamlet.app.words.Messages;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.value.ObservableValue;
import javafx.collections.FXCollections;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import javafx.scene.layout.FlowPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;

/** Several machines side by side, and what can be done to all that can be told so, with their counts. */
final class SeveralView extends VBox {
    private static final List<MachineCommand> OFFERED = List.of(
            MachineCommand.START,
            MachineCommand.RESUME,
            MachineCommand.PAUSE,
            MachineCommand.STOP,
            MachineCommand.FORCE_OFF,
            MachineCommand.DELETE);

    private final MachinesModel model;
    private final Messages words;
    private final Label title = new Label();
    private final FlowPane deeds = new FlowPane();
    private final ObservableList<MachineRow> rows =
            FXCollections.observableArrayList(row -> new javafx.beans.Observable[] {row.faceProperty()});
    private final ListChangeListener<MachineRow> chosen = change -> showRows();
    private final Subscription subscription;
    private List<String> offered = List.of();

    SeveralView(MachinesModel model, Messages words) {
        this.model = model;
        this.words = words;
        getStyleClass().add("several");
        setId("several");
        title.getStyleClass().addAll(Styles.TITLE_3, "strong");
        title.setId("several-title");
        HBox head = new HBox(title);
        head.getStyleClass().add("page-head");
        deeds.getStyleClass().add("several-deeds");
        TableView<MachineRow> table = table();
        VBox.setVgrow(table, Priority.ALWAYS);
        VBox body = new VBox(deeds, table);
        body.getStyleClass().add("page-body");
        VBox.setVgrow(body, Priority.ALWAYS);
        getChildren().addAll(head, body);
        model.chosen().addListener(chosen);
        subscription = Subscription.combine(
                model.standingProperty().subscribe(standing -> offer()),
                model.systems().knownProperty().subscribe(names -> table.refresh()));
        showRows();
    }

    private TableView<MachineRow> table() {
        TableView<MachineRow> table = new TableView<>(rows);
        table.setId("several-table");
        table.setAccessibleText(words.text("machines.list.accessible"));
        // What is compared is the state alone; its cell says the age.
        TableColumn<MachineRow, String> state =
                column("state", face -> words.text(face.look().key()));
        ObservableValue<Boolean> seen = Shown.of(table);
        state.setCellFactory(column -> new StateCell(model.nowProperty().when(seen), words));
        TableColumn<MachineRow, String> vcpus =
                column("vcpus", face -> face.vcpus() == 0 ? "" : words.figures().number(face.vcpus(), 0));
        TableColumn<MachineRow, String> memory = column(
                "memory", face -> face.memory() == null ? "" : words.figures().size(face.memory()));
        vcpus.getStyleClass().add("figures");
        memory.getStyleClass().add("figures");
        table.getColumns().add(column("name", MachineFace::name));
        table.getColumns().add(state);
        table.getColumns().add(vcpus);
        table.getColumns().add(memory);
        table.getColumns().add(column("system", face -> model.systems().name(face.system())));
        table.setColumnResizePolicy(TableView.CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
        return table;
    }

    private TableColumn<MachineRow, String> column(String word, Function<MachineFace, String> text) {
        TableColumn<MachineRow, String> column = new TableColumn<>(words.text("machines.several.head." + word));
        column.setCellValueFactory(
                cell -> new ReadOnlyStringWrapper(text.apply(cell.getValue().face())));
        return column;
    }

    /** The word of a state with its sign and its age. */
    private static final class StateCell extends TableCell<MachineRow, String> {
        private final StateGlyph glyph = new StateGlyph();
        private final ObservableValue<Instant> now;
        private final Messages words;

        StateCell(ObservableValue<Instant> now, Messages words) {
            this.now = now;
            this.words = words;
            now.subscribe(changed -> showState());
        }

        @Override
        protected void updateItem(@Nullable String text, boolean empty) {
            super.updateItem(text, empty);
            showState();
        }

        private void showState() {
            MachineRow row =
                    isEmpty() || getTableRow() == null ? null : getTableRow().getItem();
            setText(row == null ? "" : row.face().stateWithAge(now.getValue(), words));
            setGraphic(row == null ? null : glyph);
            if (row != null) {
                glyph.show(row.face().look().shape(), row.face().look().tone());
            }
        }
    }

    private void showRows() {
        rows.setAll(model.chosen());
        title.setText(words.text("machines.several.title", model.chosen().size()));
    }

    /** Buttons are made anew only where their words change, so that a focused one stays focused. */
    private void offer() {
        List<MachineCommand> able = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        for (MachineCommand command : OFFERED) {
            long count = model.chosen().stream()
                    .filter(row -> command.obstacle(row.snapshot()).isEmpty())
                    .count();
            if (count > 0) {
                able.add(command);
                texts.add(words.text(command.key() + ".several", count));
            }
        }
        if (texts.equals(offered)) {
            return;
        }
        offered = texts;
        deeds.getChildren().clear();
        for (int i = 0; i < able.size(); i++) {
            MachineCommand command = able.get(i);
            Button button = new Button(texts.get(i));
            button.setId("several-" + command.name().toLowerCase(Locale.ROOT).replace('_', '-'));
            button.setMnemonicParsing(false);
            if (command.asksFirst()) {
                button.getStyleClass().addAll(Styles.DANGER, Styles.BUTTON_OUTLINED);
            }
            button.setOnAction(event -> model.perform(command));
            deeds.getChildren().add(button);
        }
    }

    void dispose() {
        model.chosen().removeListener(chosen);
        subscription.unsubscribe();
    }
}
