package dev.hamlet.app.console;

import dev.hamlet.app.words.MachineWords;
import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.machine.Machine;
import javafx.geometry.Rectangle2D;
import javafx.scene.Scene;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.stage.Screen;
import javafx.stage.Stage;
import javafx.util.Subscription;

/** The window of one console. */
final class ConsoleWindow {
    private static final double WIDTH = 1040;
    private static final double HEIGHT = 740;
    private static final double LEAST_WIDTH = 480;
    private static final double LEAST_HEIGHT = 360;

    private final Stage stage = new Stage();
    private final ConsoleModel model;
    private final ConsoleView view;
    private final Subscription following;

    /**
     * A window that is shown at once.
     *
     * @param closed is run when it has closed
     */
    ConsoleWindow(Machine machine, ConsoleContext context, Runnable closed) {
        ScreenPane screen = new ScreenPane();
        this.model = new ConsoleModel(machine, context.time(), context.fx(), screen::painted);
        this.view = new ConsoleView(model, screen, stage, context);
        Scene scene = new Scene(view, WIDTH, HEIGHT);
        context.dress().accept(scene);
        stage.setScene(scene);
        // These are the guest's while it has the keyboard.
        scene.getAccelerators().put(new KeyCodeCombination(KeyCode.W, KeyCombination.SHORTCUT_DOWN), this::close);
        scene.getAccelerators().put(new KeyCodeCombination(KeyCode.F11), view::fullScreen);
        // The way back is the host key: every other key is the guest's.
        stage.setFullScreenExitKeyCombination(KeyCombination.NO_MATCH);
        stage.setMinWidth(LEAST_WIDTH);
        stage.setMinHeight(LEAST_HEIGHT);
        Rectangle2D room = Screen.getPrimary().getVisualBounds();
        stage.setWidth(Math.min(WIDTH, room.getWidth()));
        stage.setHeight(Math.min(HEIGHT, room.getHeight()));
        Messages words = context.words();
        MachineWords state = new MachineWords(words);
        this.following = model.stateProperty()
                .subscribe(now -> stage.setTitle(words.text("console.title", now.name(), state.state(now.machine()))));
        stage.setOnHidden(event -> {
            following.unsubscribe();
            view.dispose();
            model.close();
            closed.run();
        });
        stage.show();
        view.focus();
    }

    /** Brings it before the person. */
    void toFront() {
        stage.setIconified(false);
        stage.toFront();
        stage.requestFocus();
    }

    void close() {
        stage.close();
    }
}
