package dev.hamlet.app.machines;

import dev.hamlet.app.containers.ContainerLine;
import dev.hamlet.app.containers.ContainerRow;
import dev.hamlet.app.fx.RowUse;
import dev.hamlet.app.fx.StateGlyph;
import dev.hamlet.app.fx.SystemTile;
import dev.hamlet.app.fx.UsageTrace;
import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.display.Thumbnail;
import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.usage.UsageEvent;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.value.ObservableValue;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.control.Tooltip;
import javafx.scene.input.MouseButton;
import javafx.scene.input.MouseEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/**
 * A line of the list. Of a machine: its system, or while its console is open a small picture of its screen, name and state
 * on the left; on the right what it uses while it runs, else
 * what it is given. Of a container: {@link ContainerLine}. Of a group: its name and how many machines stand in it; a click folds it.
 */
final class MachineCell extends ListCell<ListEntry> {
    private static final PseudoClass GROUP = PseudoClass.getPseudoClass("group");

    private final Messages words;
    private final ObservableValue<Boolean> narrow;
    private final ObservableValue<Boolean> narrowest;
    private final Consumer<String> fold;
    private final Runnable doubleClicked;
    private final SystemTile tile = new SystemTile();
    private final StateGlyph glyph = new StateGlyph();
    private final Label name = label("strong");
    private final Label state = label("muted");
    private final Label memory = label("muted");
    private final Label vcpus = label("muted");
    private final VBox given = new VBox(memory, vcpus);
    private final HBox box;
    private final FontIcon arrow = new FontIcon(Feather.CHEVRON_DOWN);
    private final Label groupName = label("strong");
    private final Label groupCount = label("muted");
    private final HBox head = new HBox(arrow, groupName, groupCount);
    private final ReadOnlyObjectWrapper<@Nullable MachineRow> row = new ReadOnlyObjectWrapper<>();

    /** Bindings of JavaFX are weak: these live as long as their cell. */
    private final ObservableValue<MachineFace> face;

    private final ObservableValue<Instant> now;
    private final ObservableValue<Optional<UsageEvent.Sampled>> use;
    private final ObservableValue<Optional<Thumbnail>> picture;

    private final ObservableValue<Boolean> shown;

    /** Made when a container first stands here. */
    private @Nullable ContainerLine containerLine;

    /** Made when a machine that runs first stands here. */
    private @Nullable RowUse usePane;

    /**
     * A line that shows nothing yet.
     *
     * @param seen whether somebody can see the list; what machines use is not followed otherwise
     * @param narrow whether the list has no room for curves
     * @param narrowest whether it has none for figures either
     * @param now up to which ages are told
     */
    MachineCell(
            Messages words,
            ObservableValue<Boolean> seen,
            ObservableValue<Boolean> narrow,
            ObservableValue<Boolean> narrowest,
            ObservableValue<Instant> now,
            Consumer<String> fold,
            Runnable doubleClicked) {
        this.words = words;
        this.narrow = narrow;
        this.narrowest = narrowest;
        this.fold = fold;
        this.doubleClicked = doubleClicked;
        tellWhole(name);
        tellWhole(state);
        HBox second = new HBox(glyph, state);
        second.getStyleClass().add("machine-state");
        VBox left = new VBox(name, second);
        left.setMinWidth(0);
        HBox.setHgrow(left, Priority.ALWAYS);
        memory.setMinWidth(USE_PREF_SIZE);
        vcpus.setMinWidth(USE_PREF_SIZE);
        given.setAlignment(Pos.CENTER_RIGHT);
        given.setMinWidth(USE_PREF_SIZE);
        left.setAlignment(Pos.CENTER_LEFT);
        box = new HBox(tile, left, given);
        box.setAlignment(Pos.CENTER_LEFT);
        box.getStyleClass().add("machine-row");
        head.getStyleClass().add("group-row");
        head.setAlignment(Pos.CENTER_LEFT);
        getStyleClass().add("machine-cell");
        setPrefWidth(0);
        face = row.flatMap(MachineRow::faceProperty);
        face.subscribe(this::show);
        // A list keeps cells that stand beyond its edges for later.
        ObservableValue<Boolean> shown =
                seen.flatMap(inList -> inList ? visibleProperty() : null).orElse(false);
        this.now = now.when(shown);
        this.now.subscribe(this::showAge);
        this.shown = shown;
        use = row.flatMap(MachineRow::useProperty).when(shown);
        use.subscribe(changed -> showRight());
        picture = row.flatMap(MachineRow::pictureProperty).when(shown).orElse(Optional.empty());
        picture.subscribe(tile::picture);
        narrowest.subscribe(this::makeRoom);
        addEventHandler(MouseEvent.MOUSE_CLICKED, this::clicked);
    }

    private static Label label(String styleClass) {
        Label label = new Label();
        label.getStyleClass().add(styleClass);
        return label;
    }

    /** What has too little room is said whole where the mouse rests on it. */
    private static void tellWhole(Label label) {
        Tooltip whole = new Tooltip();
        whole.textProperty().bind(label.textProperty());
        label.textTruncatedProperty().subscribe(cut -> label.setTooltip(cut ? whole : null));
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
        if (containerLine != null && !(entry instanceof ListEntry.Container)) {
            containerLine.show(null);
        }
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
        } else if (entry instanceof ListEntry.Container(ContainerRow container)) {
            ContainerLine line = containerLine();
            line.show(container);
            setAccessibleText(line.saidProperty().get());
            setGraphic(line);
        } else {
            setGraphic(box);
        }
    }

    private ContainerLine containerLine() {
        if (containerLine != null) {
            return containerLine;
        }
        ContainerLine made = new ContainerLine(words, shown, narrow, narrowest, now);
        containerLine = made;
        made.saidProperty().subscribe(said -> {
            if (getItem() instanceof ListEntry.Container) {
                setAccessibleText(said);
            }
        });
        return made;
    }

    private void show(@Nullable MachineFace shown) {
        if (shown == null) {
            if (getItem() == null) {
                setAccessibleText("");
            }
            return;
        }
        tile.show(shown.system());
        name.setText(shown.name());
        glyph.show(shown.look().shape(), shown.look().tone());
        showState();
    }

    private void showState() {
        MachineRow shown = row.get();
        if (shown != null) {
            state.setText(shown.face().stateWithAge(now.getValue(), words));
            showRight();
        }
    }

    /** Most seconds change no word. */
    private void showAge(Instant until) {
        MachineRow shown = row.get();
        if (shown != null && !shown.face().stateWithAge(until, words).equals(state.getText())) {
            showState();
        }
    }

    private void showRight() {
        MachineRow shown = row.get();
        if (shown == null) {
            return;
        }
        String name = shown.face().name();
        ByteSize all = shown.face().memory();
        if (all == null) {
            memory.setText("");
            vcpus.setText("");
            show(given);
            setAccessibleText(words.text("machines.row.accessible.unreadable", name, state.getText()));
            return;
        }
        memory.setText(words.figures().size(all));
        vcpus.setText(vcpus(shown.face().vcpus(), words));
        String said = words.text("machines.row.accessible", name, state.getText(), vcpus.getText(), memory.getText());
        Optional<UsageTrace> trace = shown.snapshot().state().isLive() ? shown.trace() : Optional.empty();
        if (trace.isEmpty()) {
            show(given);
            setAccessibleText(said);
            return;
        }
        RowUse pane = usePane == null ? new RowUse(narrow, words) : usePane;
        usePane = pane;
        pane.show(trace.get(), 1, (double) all.bytes());
        show(pane);
        setAccessibleText(words.text("machines.row.accessible.use", said, pane.cpu(), pane.memory()));
    }

    private void show(Node right) {
        if (!box.getChildren().getLast().equals(right)) {
            box.getChildren().set(box.getChildren().size() - 1, right);
        }
        makeRoom();
    }

    private void makeRoom() {
        Node right = box.getChildren().getLast();
        right.setManaged(!narrowest.getValue());
        right.setVisible(right.isManaged());
    }

    static String vcpus(int count, Messages words) {
        return words.text(count == 1 ? "machines.vcpus.one" : "machines.vcpus.many", count);
    }
}
