package dev.hamlet.app.console;

import dev.hamlet.app.fx.WindowIcon;
import dev.hamlet.app.words.MachineWords;
import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.display.Framebuffer;
import dev.hamlet.engine.machine.Machine;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import javafx.geometry.Rectangle2D;
import javafx.scene.Scene;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.stage.Screen;
import javafx.stage.Stage;
import javafx.stage.WindowEvent;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;

/** The window of one console. */
final class ConsoleWindow {
    private static final double WIDTH = 1040;
    private static final double HEIGHT = 740;
    private static final double LEAST_WIDTH = 480;
    private static final double LEAST_HEIGHT = 360;

    private final Stage stage = new Stage();
    private final ConsoleModel model;
    /** What the guest paints on now; another one after each language. */
    private final AtomicReference<@Nullable ScreenPane> screen = new AtomicReference<>();

    private ConsoleView view;
    private Subscription title;
    private Runnable help;

    /**
     * A window that is shown at once.
     *
     * @param closed is run when it has closed
     */
    ConsoleWindow(Machine machine, ConsoleContext context, Runnable closed) {
        this.model = new ConsoleModel(machine, context.time(), context.fx(), this::painted);
        this.view = view(context);
        this.title = title(context.words());
        this.help = context.help();
        Scene scene = new Scene(view, WIDTH, HEIGHT);
        context.dress().accept(scene);
        WindowIcon.give(stage);
        stage.setScene(scene);
        // These are the guest's while it has the keyboard.
        scene.getAccelerators().put(new KeyCodeCombination(KeyCode.W, KeyCombination.SHORTCUT_DOWN), this::close);
        scene.getAccelerators().put(new KeyCodeCombination(KeyCode.F11), () -> view.fullScreen());
        scene.getAccelerators().put(new KeyCodeCombination(KeyCode.F1), () -> help.run());
        // The way back is the host key: every other key is the guest's.
        stage.setFullScreenExitKeyCombination(KeyCombination.NO_MATCH);
        stage.setMinWidth(LEAST_WIDTH);
        stage.setMinHeight(LEAST_HEIGHT);
        Rectangle2D room = Screen.getPrimary().getVisualBounds();
        stage.setWidth(Math.min(WIDTH, room.getWidth()));
        stage.setHeight(Math.min(HEIGHT, room.getHeight()));
        stage.addEventHandler(WindowEvent.WINDOW_HIDING, event -> view.hideMenus());
        stage.setOnHidden(event -> {
            title.unsubscribe();
            view.dispose();
            model.close();
            closed.run();
        });
        stage.show();
        view.focus();
    }

    private ConsoleView view(ConsoleContext context) {
        ScreenPane fresh = new ScreenPane();
        screen.set(fresh);
        return new ConsoleView(model, fresh, stage, context);
    }

    private Subscription title(Messages words) {
        MachineWords state = new MachineWords(words);
        return model.stateProperty()
                .subscribe(now -> stage.setTitle(words.text("console.title", now.name(), state.state(now.machine()))));
    }

    private void painted() {
        ScreenPane now = screen.get();
        if (now != null) {
            now.painted();
        }
    }

    /** Says all in other words from now on; the line to the guest stays. */
    void speak(ConsoleContext context) {
        ScaleMode scale = view.scaleProperty().get();
        boolean serial = view.serialProperty().get();
        view.dispose();
        title.unsubscribe();
        view = view(context);
        title = title(context.words());
        help = context.help();
        view.scaleProperty().set(scale);
        view.serialProperty().set(serial);
        stage.getScene().setRoot(view);
        view.focus();
    }

    /** What it shows, if it shows anything. Any thread may ask. */
    Optional<Framebuffer> framebuffer() {
        return model.framebuffer();
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
