package dev.hamlet.app.containers;

import dev.hamlet.app.fx.RowUse;
import dev.hamlet.app.fx.StateGlyph;
import dev.hamlet.app.words.Messages;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** A line of the list for a container: its name and state, and on the right what it uses while it runs. */
public final class ContainerLine extends HBox {
    private final Messages words;
    private final StateGlyph glyph = new StateGlyph();
    private final Label name = label("strong");
    private final Label state = label("muted");
    private final Label processors = label("muted");
    private final Label memory = label("muted");
    private final VBox use = new VBox(processors, memory);
    private final ObservableValue<Boolean> narrow;
    private final ObservableValue<Boolean> narrowest;
    private @Nullable RowUse curves;
    private final ReadOnlyObjectWrapper<@Nullable ContainerRow> row = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyStringWrapper said = new ReadOnlyStringWrapper("");

    /** Bindings of JavaFX are weak: these live as long as their line. */
    private final ObservableValue<ContainerFace> face;

    private final ObservableValue<Instant> now;

    private final ObservableValue<Optional<ContainerRow.Sample>> sample;

    /**
     * A line that shows nothing yet.
     *
     * @param shown whether somebody can see it
     * @param narrow whether there is room for figures alone
     * @param narrowest whether there is no room for figures
     * @param now up to which ages are told
     */
    public ContainerLine(
            Messages words,
            ObservableValue<Boolean> shown,
            ObservableValue<Boolean> narrow,
            ObservableValue<Boolean> narrowest,
            ObservableValue<Instant> now) {
        this.words = words;
        this.narrow = narrow;
        this.narrowest = narrowest;
        tellWhole(name);
        tellWhole(state);
        HBox second = new HBox(glyph, state);
        second.getStyleClass().add("machine-state");
        VBox left = new VBox(name, second);
        left.setMinWidth(0);
        left.setAlignment(Pos.CENTER_LEFT);
        setHgrow(left, Priority.ALWAYS);
        processors.setMinWidth(USE_PREF_SIZE);
        memory.setMinWidth(USE_PREF_SIZE);
        use.setAlignment(Pos.CENTER_RIGHT);
        use.setMinWidth(USE_PREF_SIZE);
        getChildren().addAll(tile(), left, use);
        setAlignment(Pos.CENTER_LEFT);
        getStyleClass().add("machine-row");
        narrowest.subscribe(without -> makeRoom());
        face = row.flatMap(ContainerRow::faceProperty);
        face.subscribe(changed -> show());
        this.now = now.when(shown);
        this.now.subscribe(changed -> show());
        sample = row.flatMap(ContainerRow::useProperty).when(shown).orElse(Optional.empty());
        sample.subscribe(changed -> show());
    }

    private void makeRoom() {
        Node right = getChildren().getLast();
        right.setManaged(!narrowest.getValue());
        right.setVisible(right.isManaged());
    }

    /** At the end: the curves of one that is measured, else what was seen last. */
    private void showRight(Node right) {
        if (!getChildren().getLast().equals(right)) {
            getChildren().set(getChildren().size() - 1, right);
        }
        makeRoom();
    }

    private RowUse showCurves(ContainerRow.Sample measured) {
        RowUse pane = curves == null ? new RowUse(narrow, words) : curves;
        curves = pane;
        pane.show(measured.trace(), measured.processors(), measured.memory());
        showRight(pane);
        return pane;
    }

    /** The sign of a container, as large as that of a machine's system. */
    public static StackPane tile() {
        StackPane tile = new StackPane(new FontIcon(Feather.BOX));
        tile.getStyleClass().addAll("system-tile", "system-colour-3");
        tile.setMouseTransparent(true);
        return tile;
    }

    private static Label label(String styleClass) {
        Label label = new Label();
        label.getStyleClass().add(styleClass);
        return label;
    }

    private static void tellWhole(Label label) {
        Tooltip whole = new Tooltip();
        whole.textProperty().bind(label.textProperty());
        label.textTruncatedProperty().subscribe(cut -> label.setTooltip(cut ? whole : null));
    }

    /** Shows this container, or none. */
    public void show(@Nullable ContainerRow next) {
        row.set(next);
    }

    private void show() {
        ContainerRow shown = row.get();
        if (shown == null) {
            return;
        }
        ContainerFace now = shown.face();
        name.setText(now.name());
        glyph.show(now.look().shape(), now.look().tone());
        state.setText(now.stateWithAge(this.now.getValue(), words));
        Optional<RowUse> measured =
                now.look().isActive() ? shown.useProperty().get().map(this::showCurves) : Optional.empty();
        Optional<String> busy = measured.map(RowUse::cpu)
                .or(() -> now.use().flatMap(ContainerUse::processors).map(words.figures()::percent))
                .map(share -> words.text("containers.row.cpu", share));
        Optional<String> held = measured.map(RowUse::memory)
                .or(() -> now.use().map(used -> words.figures().size(used.memory())));
        if (measured.isEmpty()) {
            processors.setText(busy.orElse(""));
            memory.setText(held.orElse(""));
            processors.setManaged(busy.isPresent());
            showRight(use);
        }
        List<String> parts = new ArrayList<>();
        parts.add(words.text("containers.row.accessible", now.name(), state.getText()));
        busy.ifPresent(parts::add);
        held.ifPresent(size -> parts.add(words.text("containers.row.memory", size)));
        said.set(String.join(", ", parts));
    }

    /** What a screen reader says of it. */
    public ReadOnlyStringProperty saidProperty() {
        return said.getReadOnlyProperty();
    }
}
