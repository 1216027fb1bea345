package dev.hamlet.app.console;

import dev.hamlet.app.fx.FxRelay;
import dev.hamlet.app.words.MachineWords;
import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.job.Phrase;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.machine.Machine;
import java.util.Map;
import java.util.function.Consumer;
import javafx.scene.Scene;
import javafx.scene.input.KeyCombination;
import javafx.stage.Screen;
import javafx.stage.Stage;
import javafx.util.Subscription;

/** The window of one console. */
final class ConsoleWindow {
    private static final double WIDTH = 1040;
    private static final double HEIGHT = 740;

    private final Stage stage = new Stage();
    private final ConsoleModel model;
    private final ConsoleView view;
    private final Subscription following;

    /**
     * Where a console leads.
     *
     * @param fullScreen takes the whole screen, or gives it back
     * @param savePicture lets the person choose a file for a picture of the screen
     * @param tell says a short word to the person
     * @param time the clock
     */
    record Doors(Runnable fullScreen, Runnable savePicture, Consumer<Phrase> tell, TimeSource time) {}

    /**
     * A window that is shown at once.
     *
     * @param dress gives its scene the look of all windows
     * @param closed is run when it has closed
     */
    ConsoleWindow(
            Machine machine,
            Map<String, String> environment,
            Consumer<Machine> savePicture,
            Consumer<Phrase> tell,
            Messages words,
            Consumer<Scene> dress,
            Runnable closed) {
        ScreenPane screen = new ScreenPane();
        TimeSource time = TimeSource.system();
        this.model = new ConsoleModel(machine, time, FxRelay.fxThread(), screen::painted);
        Doors doors = new Doors(
                () -> stage.setFullScreen(!stage.isFullScreen()), () -> savePicture.accept(machine), tell, time);
        this.view = new ConsoleView(
                model, screen, stage.focusedProperty(), stage.fullScreenProperty(), environment, doors, words);
        Scene scene = new Scene(view, WIDTH, HEIGHT);
        dress.accept(scene);
        stage.setScene(scene);
        // The way back is the host key: every other key is the guest's.
        stage.setFullScreenExitKeyCombination(KeyCombination.NO_MATCH);
        stage.setFullScreenExitHint(words.text("console.full.hint"));
        stage.setMinWidth(480);
        stage.setMinHeight(360);
        var room = Screen.getPrimary().getVisualBounds();
        stage.setWidth(Math.min(WIDTH, room.getWidth()));
        stage.setHeight(Math.min(HEIGHT, room.getHeight()));
        MachineWords state = new MachineWords(words);
        this.following = model.stateProperty()
                .subscribe(now -> stage.setTitle(words.text(
                        "console.title",
                        now.name(), state.state(now.machine()))));
        stage.setOnHidden(event -> {
            following.unsubscribe();
            view.dispose();
            model.close();
            closed.run();
        });
        stage.show();
        screen.requestFocus();
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
