package dev.hamlet.app.machines;

import dev.hamlet.app.containers.ContainerRow;
import dev.hamlet.app.fx.Shown;
import dev.hamlet.app.fx.StateGlyph;
import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.container.ContainerLimits;
import dev.hamlet.engine.usage.Usage;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.value.ObservableValue;
import javafx.collections.ObservableList;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import org.jspecify.annotations.Nullable;

/** Machines and containers side by side: what they have, and what they use now. Belongs to the JavaFX thread. */
final class SeveralTable extends TableView<ListEntry> {
    private static final double STATE_WIDTH = 150;
    private static final double FIGURES_WIDTH = 76;

    private final MachinesModel model;
    private final Messages words;

    /** A table of these; none of them is the head of a group. */
    SeveralTable(ObservableList<ListEntry> rows, MachinesModel model, Messages words) {
        super(rows);
        this.model = model;
        this.words = words;
        setId("several-table");
        setAccessibleText(words.text("machines.list.accessible"));
        // What is compared is the state alone; its cell says the age.
        TableColumn<ListEntry, String> state = column("state", this::state);
        ObservableValue<Boolean> seen = Shown.of(this);
        state.setCellFactory(column -> new StateCell(model.nowProperty().when(seen), words));
        state.setCellValueFactory(cell -> face(cell.getValue())
                .when(seen)
                .map(now -> state(cell.getValue()))
                .orElse(""));
        getColumns().add(column("name", SeveralTable::name));
        state.setPrefWidth(STATE_WIDTH);
        getColumns().add(state);
        getColumns().add(figures(column("vcpus", this::processors)));
        getColumns().add(figures(column("memory", this::memory)));
        getColumns().add(used("cpu-now", seen, this::cpuNow));
        getColumns().add(used("memory-now", seen, this::memoryNow));
        getColumns().add(used("network-now", seen, this::networkNow));
        getColumns().add(column("system", this::system));
        setColumnResizePolicy(CONSTRAINED_RESIZE_POLICY_FLEX_LAST_COLUMN);
    }

    private TableColumn<ListEntry, String> column(String word, Function<ListEntry, String> text) {
        TableColumn<ListEntry, String> column = new TableColumn<>(words.text("machines.several.head." + word));
        column.setId("several-column-" + word);
        column.setCellValueFactory(cell -> new ReadOnlyStringWrapper(text.apply(cell.getValue())));
        return column;
    }

    private static TableColumn<ListEntry, String> figures(TableColumn<ListEntry, String> column) {
        column.getStyleClass().add("figures");
        column.setPrefWidth(FIGURES_WIDTH);
        return column;
    }

    /** Of what changes with every second. */
    private TableColumn<ListEntry, String> used(
            String word, ObservableValue<Boolean> seen, Function<ListEntry, String> text) {
        TableColumn<ListEntry, String> column = figures(column(word, text));
        column.setCellValueFactory(cell -> use(cell.getValue())
                .when(seen)
                .map(now -> text.apply(cell.getValue()))
                .orElse(""));
        return column;
    }

    static String name(ListEntry entry) {
        return switch (entry) {
            case ListEntry.Of(MachineRow row) -> row.face().name();
            case ListEntry.Container(ContainerRow row) -> row.face().name();
            case ListEntry.Group group -> group.name();
        };
    }

    private String state(ListEntry entry) {
        return switch (entry) {
            case ListEntry.Of(MachineRow row) -> words.text(row.face().look().key());
            case ListEntry.Container(ContainerRow row) -> row.face().state(words);
            case ListEntry.Group group -> "";
        };
    }

    private static Optional<ContainerLimits> limits(ContainerRow row) {
        return row.snapshot().spec().map(spec -> spec.wish().limits());
    }

    private String processors(ListEntry entry) {
        return switch (entry) {
            case ListEntry.Of(MachineRow row) ->
                row.face().vcpus() == 0 ? "" : words.figures().number(row.face().vcpus(), 0);
            case ListEntry.Container(ContainerRow row) ->
                limits(row)
                        .filter(limits -> limits.cpus() > 0)
                        .map(limits -> words.figures().number(limits.cpus(), 2))
                        .orElse("");
            case ListEntry.Group group -> "";
        };
    }

    private String memory(ListEntry entry) {
        return switch (entry) {
            case ListEntry.Of(MachineRow row) ->
                row.face().memory() == null
                        ? ""
                        : words.figures().size(row.face().memory());
            case ListEntry.Container(ContainerRow row) ->
                limits(row)
                        .flatMap(ContainerLimits::memory)
                        .map(words.figures()::size)
                        .orElse("");
            case ListEntry.Group group -> "";
        };
    }

    private String system(ListEntry entry) {
        return switch (entry) {
            case ListEntry.Of(MachineRow row) -> model.systems().name(row.face().system());
            case ListEntry.Container(ContainerRow row) -> row.face().image();
            case ListEntry.Group group -> "";
        };
    }

    /** Changes with each change of its state. */
    private static ObservableValue<?> face(ListEntry entry) {
        return switch (entry) {
            case ListEntry.Of(MachineRow row) -> row.faceProperty();
            case ListEntry.Container(ContainerRow row) -> row.faceProperty();
            case ListEntry.Group group -> new ReadOnlyStringWrapper("");
        };
    }

    /** Changes with each sample of it. */
    private static ObservableValue<?> use(ListEntry entry) {
        return switch (entry) {
            case ListEntry.Of(MachineRow row) -> row.useProperty();
            case ListEntry.Container(ContainerRow row) -> row.useProperty();
            case ListEntry.Group group -> new ReadOnlyStringWrapper("");
        };
    }

    /** What it uses now; of a guest's processors as a share of its own, of a container's by the processor. */
    private static Optional<Usage> now(ListEntry entry) {
        return switch (entry) {
            case ListEntry.Of(MachineRow row) -> row.useProperty().get().map(sample -> sample.usage());
            case ListEntry.Container(ContainerRow row) ->
                row.useProperty().get().map(ContainerRow.Sample::usage);
            case ListEntry.Group group -> Optional.empty();
        };
    }

    /** How many processors it keeps busy; NaN where nobody knows. */
    static double busy(ListEntry entry) {
        return now(entry).map(Usage::cpu).orElse(Double.NaN);
    }

    /** How many bytes it holds; NaN where nobody knows. */
    static double held(ListEntry entry) {
        return now(entry).map(Usage::memory).orElse(Double.NaN);
    }

    private String cpuNow(ListEntry entry) {
        double share = entry instanceof ListEntry.Of
                ? now(entry).map(Usage::cpuOfGuest).orElse(Double.NaN)
                : busy(entry);
        return Double.isNaN(share) ? "" : words.figures().percent(share);
    }

    private String memoryNow(ListEntry entry) {
        double bytes = held(entry);
        return Double.isNaN(bytes) ? "" : words.figures().briefSize(Math.round(bytes));
    }

    private String networkNow(ListEntry entry) {
        double both = now(entry).map(used -> used.received() + used.sent()).orElse(Double.NaN);
        return Double.isNaN(both) ? "" : words.figures().rate(Math.round(both));
    }

    /** The word of a state with its sign and its age. */
    private static final class StateCell extends TableCell<ListEntry, String> {
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
            ListEntry entry =
                    isEmpty() || getTableRow() == null ? null : getTableRow().getItem();
            switch (entry) {
                case ListEntry.Of(MachineRow row) -> {
                    setText(row.face().stateWithAge(now.getValue(), words));
                    glyph.show(row.face().look().shape(), row.face().look().tone());
                }
                case ListEntry.Container(ContainerRow row) -> {
                    setText(row.face().stateWithAge(now.getValue(), words));
                    glyph.show(row.face().look().shape(), row.face().look().tone());
                }
                case null, default -> setText("");
            }
            setGraphic(entry == null ? null : glyph);
        }
    }
}
