package dev.hamlet.app.details;

import atlantafx.base.theme.Styles;
import dev.hamlet.app.fx.StateGlyph;
import dev.hamlet.app.fx.SystemTile;
import dev.hamlet.app.machines.MachineFace;
import dev.hamlet.app.machines.SystemNames;
import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.machine.LaunchRecord;
import dev.hamlet.engine.machine.MachineSnapshot;
import dev.hamlet.engine.machine.MachineSpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.VBox;
import org.jspecify.annotations.Nullable;

/** Above the tabs: name and state of the machine, and what kind it is. */
final class DetailsHead extends HBox {
    private final SystemNames systems;
    private final Messages words;
    private final Label name = new Label();
    private final StateGlyph glyph = new StateGlyph();
    private final Label state = new Label();
    private final HBox chip = new HBox(glyph, state);
    private final Label kind = new Label();
    private final SystemTile tile = new SystemTile();

    DetailsHead(SystemNames systems, Messages words) {
        this.systems = systems;
        this.words = words;
        getStyleClass().add("details-head");
        name.getStyleClass().addAll(Styles.TITLE_3, "strong");
        name.setId("machine-name");
        state.setId("machine-state");
        state.setMinWidth(USE_PREF_SIZE);
        chip.getStyleClass().add("state-chip");
        chip.setMinWidth(USE_PREF_SIZE);
        kind.getStyleClass().add("muted");
        kind.setId("machine-kind");
        HBox first = new HBox(name, chip);
        first.getStyleClass().add("details-title");
        VBox text = new VBox(first, kind);
        text.getStyleClass().add("details-lines");
        getChildren().addAll(tile, text);
    }

    void show(@Nullable MachineFace face, Instant now) {
        if (face != null) {
            name.setText(face.name());
            glyph.show(face.look().shape(), face.look().tone());
            state.setText(face.stateWithAge(now, words));
            List<String> classes = List.of("state-chip", face.look().tone().styleClass());
            if (!classes.equals(chip.getStyleClass())) {
                chip.getStyleClass().setAll(classes);
            }
        }
    }

    void show(@Nullable MachineSnapshot machine) {
        if (machine == null) {
            return;
        }
        List<String> parts = new ArrayList<>(List.of(words.text("details.kind.machine")));
        MachineSpec spec = machine.spec();
        tile.show(spec == null ? "" : spec.system());
        if (spec != null) {
            if (!spec.system().isEmpty()) {
                parts.add(systems.name(spec.system()));
            }
            parts.add(words.text("value.firmware." + spec.firmware().name().toLowerCase(Locale.ROOT)));
        }
        LaunchRecord launch = machine.launch();
        if (launch != null) {
            parts.add(words.text("details.kind." + launch.accelerator()));
        }
        kind.setText(String.join(" \u00b7 ", parts));
    }
}
