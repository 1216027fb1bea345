package dev.hamlet.app.terminal;

import atlantafx.base.theme.Styles;
import dev.hamlet.app.words.Messages;
import dev.hamlet.app.words.ProblemWords;
import dev.hamlet.engine.container.ContainerId;
import dev.hamlet.engine.container.ContainerSnapshot;
import dev.hamlet.engine.container.ContainerState;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.util.Subscription;

/**
 * A terminal in a container, and what can be begun there. What was said last stays to be read. Belongs to the JavaFX thread.
 */
public final class ExecView extends BorderPane {
    private final ExecModel model;
    private final TerminalPane pane;
    private final Messages words;
    private final Label place = new Label();
    private final Button shell = new Button();
    private final Button attach = new Button();
    private final HBox strip = new HBox(place, shell, attach);
    private final Subscription following;
    private ContainerSnapshot container;

    /** The terminal in this container, with what runs there already. */
    public ExecView(ContainerShells shells, ContainerSnapshot container, Messages words) {
        this.words = words;
        this.container = container;
        this.model = shells.of(container.id());
        this.pane = new TerminalPane(model.emulation(), model, words);
        model.whenChanged(pane::changed);
        pane.changed();
        setId("container-terminal");
        strip.setId("container-terminal-strip");
        strip.getStyleClass().add("terminal-strip");
        place.setId("container-terminal-place");
        place.setWrapText(true);
        place.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(place, Priority.ALWAYS);
        button(shell, "shell", ExecModel.Seat.SHELL);
        button(attach, "attach", ExecModel.Seat.PROGRAM);
        shell.getStyleClass().add(Styles.ACCENT);
        setCenter(pane);
        following = model.standProperty().subscribe(now -> show());
    }

    private void button(Button button, String word, ExecModel.Seat seat) {
        button.setId("container-terminal-" + word);
        button.setText(words.text("containers.terminal." + word));
        button.setMinWidth(USE_PREF_SIZE);
        button.setOnAction(event -> {
            // First: what goes away with the keyboard in it leaves that to the page, and not to the terminal.
            pane.requestFocus();
            model.open(seat);
        });
    }

    /** The container stands so now. */
    public void show(ContainerSnapshot now) {
        container = now;
        show();
    }

    /** Whose terminal it is. */
    public ContainerId id() {
        return container.id();
    }

    private void show() {
        pane.setAccessibleText(words.text("containers.terminal.accessible", container.name()));
        ExecModel.Stand stand = model.standProperty().get();
        boolean running = container.state() == ContainerState.RUNNING;
        boolean busy = stand instanceof ExecModel.Stand.Open || stand instanceof ExecModel.Stand.Opening;
        place.setText(
                switch (stand) {
                    case ExecModel.Stand.Idle idle ->
                        words.text(running ? "containers.terminal.idle" : "containers.terminal.off", container.name());
                    case ExecModel.Stand.Opening opening -> words.text("containers.terminal.opening");
                    case ExecModel.Stand.Open open -> "";
                    case ExecModel.Stand.Ended ended ->
                        ended.code().isPresent()
                                ? words.text(
                                        "containers.terminal.ended",
                                        ended.code().getAsInt())
                                : words.text("containers.terminal.over");
                    case ExecModel.Stand.Failed failed ->
                        ProblemWords.of(failed.why(), words).title();
                });
        show(shell, running && !busy);
        show(
                attach,
                running
                        && !busy
                        && container
                                .spec()
                                .filter(spec -> spec.wish().terminal())
                                .isPresent());
        setBottom(stand instanceof ExecModel.Stand.Open ? null : strip);
    }

    private static void show(Button button, boolean now) {
        button.setVisible(now);
        button.setManaged(now);
    }

    /** The terminal. */
    public TerminalPane terminal() {
        return pane;
    }

    /** Shows it no more; what runs in it goes on. */
    public void dispose() {
        following.unsubscribe();
        model.whenChanged(() -> {});
        pane.dispose();
    }
}
