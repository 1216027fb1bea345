package dev.hamlet.app.terminal;

import atlantafx.base.theme.Styles;
import dev.hamlet.app.words.MachineWords;
import dev.hamlet.app.words.Messages;
import dev.hamlet.app.words.ProblemWords;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.machine.Machine;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;

/**
 * A terminal at the serial line of a machine, and how the line stands where it is not open. What was said last stays to be
 * read. Belongs to the JavaFX thread.
 */
public final class SerialView extends BorderPane {
    private final SerialModel model;
    private final TerminalPane pane;
    private final Messages words;
    private final Label place = new Label();
    private final Button start = new Button();
    private final Button take = new Button();
    private final HBox strip = new HBox(place, start, take);
    private final Subscription following;

    /**
     * A terminal that connects as soon as the guest runs.
     *
     * @param fx the JavaFX thread
     */
    public SerialView(Machine machine, Messages words, TimeSource time, Executor fx) {
        this.words = words;
        AtomicReference<@Nullable TerminalPane> made = new AtomicReference<>();
        this.model = new SerialModel(machine, time, fx, () -> {
            TerminalPane now = made.get();
            if (now != null) {
                now.changed();
            }
        });
        this.pane = new TerminalPane(model.emulation(), model::send, words);
        made.set(pane);
        pane.changed();
        setId("serial");
        strip.setId("serial-strip");
        strip.getStyleClass().add("terminal-strip");
        place.setId("serial-place");
        place.setWrapText(true);
        place.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(place, Priority.ALWAYS);
        start.setId("serial-start");
        start.setText(words.text("console.start"));
        start.getStyleClass().add(Styles.ACCENT);
        start.setMinWidth(USE_PREF_SIZE);
        start.setOnAction(event -> model.start());
        take.setId("serial-take");
        take.setText(words.text("serial.take"));
        take.setMinWidth(USE_PREF_SIZE);
        take.setOnAction(event -> {
            model.take();
            pane.requestFocus();
        });
        setCenter(pane);
        following = model.stateProperty().subscribe(this::show);
    }

    private void show(SerialModel.State now) {
        SerialModel.Stand stand = now.stand();
        boolean focus = start.isFocused() || take.isFocused();
        pane.setAccessibleText(words.text("serial.accessible", now.name()));
        SerialModel.Refusal refusal = now.refusal();
        String text = words.text(
                refusal == null
                        ? "serial.place." + MachineWords.word(stand)
                        : "serial.refused." + MachineWords.word(refusal),
                now.name());
        place.setText(
                now.problem() == null
                        ? text
                        : text + " " + ProblemWords.of(now.problem(), words).title());
        show(start, stand == SerialModel.Stand.OFF);
        show(take, stand == SerialModel.Stand.HELD || stand == SerialModel.Stand.MOVED);
        setBottom(stand == SerialModel.Stand.OPEN && refusal == null ? null : strip);
        if (focus) {
            focus();
        }
    }

    private static void show(Button button, boolean now) {
        button.setVisible(now);
        button.setManaged(now);
    }

    /** Gives the keyboard to what a person came for. */
    public void focus() {
        if (getBottom() != null && start.isVisible()) {
            start.requestFocus();
        } else {
            pane.requestFocus();
        }
    }

    /** The terminal. */
    public TerminalPane terminal() {
        return pane;
    }

    /** Lets go of the line; the guest runs on. */
    public void dispose() {
        following.unsubscribe();
        model.close();
        pane.dispose();
    }
}
