package dev.hamlet.app.console;

import atlantafx.base.theme.Styles;
import dev.hamlet.app.preferences.ConsolePreferences;
import dev.hamlet.app.preferences.KeyChord;
import dev.hamlet.app.preferences.Preferences;
import dev.hamlet.app.terminal.SerialView;
import dev.hamlet.app.words.MachineWords;
import dev.hamlet.app.words.Messages;
import dev.hamlet.app.words.ProblemWords;
import dev.hamlet.engine.display.DisplaySession;
import dev.hamlet.engine.display.PhysicalKey;
import dev.hamlet.engine.job.Phrase;
import java.util.List;
import javafx.animation.PauseTransition;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.geometry.Pos;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;
import javafx.util.Duration;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;

/** A console: its buttons, the guest's screen or why there is none, and how keys and pointer stand. */
final class ConsoleView extends BorderPane {
    /** A window has the size that it shall have when it has not changed for so long. */
    private static final Duration SETTLED = Duration.millis(150);

    private final ConsoleModel model;
    private final Stage stage;
    private final ConsoleContext context;
    private final Messages words;
    private final ScreenPane screen;
    private final ConsoleKeys keys;
    private final ConsoleBar bar;
    private final ConsoleFoot foot;
    private final ConsoleExchange exchange;
    private final VBox place = new VBox();
    private final Label placeText = new Label();
    private final Label problem = new Label();
    private final Button start = new Button();
    private final SimpleObjectProperty<ScaleMode> scale = new SimpleObjectProperty<>(ScaleMode.FIT);
    private final SimpleBooleanProperty serial = new SimpleBooleanProperty();
    private final StackPane display;
    private final PauseTransition settled = new PauseTransition(SETTLED);
    private final Subscription following;
    private @Nullable SerialView line;

    /** A console in this window. */
    ConsoleView(ConsoleModel model, ScreenPane screen, Stage stage, ConsoleContext context) {
        this.model = model;
        this.screen = screen;
        this.stage = stage;
        this.context = context;
        this.words = context.words();
        getStyleClass().add("console");
        var wishes = context.preferences().preferencesProperty().map(Preferences::console);
        this.keys = new ConsoleKeys(
                screen,
                stage.focusedProperty(),
                context.environment(),
                wishes.map(now -> PhysicalKey.valueOf(now.key().name())),
                wishes.map(ConsolePreferences::grab),
                context.fx(),
                context.time(),
                this::obey);
        this.foot = new ConsoleFoot(words);
        this.exchange = new ConsoleExchange(
                model, screen, keys, foot, context, context.files().apply(stage));
        this.bar = new ConsoleBar(this, words);
        ScrollPane scroll = new ScrollPane(screen);
        scroll.setFitToWidth(true);
        scroll.setFitToHeight(true);
        scroll.setFocusTraversable(false);
        scroll.getStyleClass().add("console-scroll");
        scroll.setId("console-scroll");
        settled.setOnFinished(event -> askSize());
        display = new StackPane(scroll, place);
        setCenter(display);
        place();
        following = Subscription.combine(
                stage.fullScreenProperty().subscribe(this::frame),
                serial.subscribe((before, now) -> turn(now)),
                model.stateProperty().subscribe(this::show),
                model.sessionProperty().subscribe(this::connect),
                model.cursorProperty().subscribe(screen::shape),
                model.guestTextProperty().subscribe((before, now) -> exchange.take(now)),
                model.devicesProperty().subscribe(this::showDevices),
                scale.subscribe(screen::scale),
                scale.subscribe(now -> follow()),
                // A window may be moved to a screen of another density.
                stage.outputScaleXProperty().subscribe(now -> screen.scale(scale.get())),
                screen.layoutBoundsProperty().subscribe(now -> follow()),
                screen.geometryProperty().subscribe(now -> showScale()),
                keys.readyProperty().subscribe(this::showKeys),
                keys.capturedProperty().subscribe(model::lookForAgent),
                keys.hostKeyProperty().subscribe(this::showKeys),
                keys.grabbedProperty().subscribe(this::showKeys),
                keys.physicalProperty().subscribe(this::showKeys),
                keys.physicalProperty().subscribe(bar::physical),
                wishes.subscribe(bar::wishes));
    }

    private void place() {
        place.getStyleClass().add("console-place");
        place.setAlignment(Pos.CENTER);
        placeText.setId("console-place");
        placeText.setWrapText(true);
        placeText.getStyleClass().add("console-place-text");
        placeText.setMinHeight(Region.USE_PREF_SIZE);
        problem.setId("console-problem");
        problem.setWrapText(true);
        problem.getStyleClass().add("muted");
        problem.setMinHeight(Region.USE_PREF_SIZE);
        start.setId("console-start");
        start.setText(words.text("console.start"));
        start.getStyleClass().add(Styles.ACCENT);
        start.setOnAction(event -> model.start());
        place.getChildren().setAll(placeText, problem, start);
    }

    /** On the whole screen there is nothing but the guest's. */
    private void frame(boolean full) {
        setTop(full ? null : bar);
        setBottom(full || serial.get() ? null : foot);
    }

    /** Shows the serial line instead of the screen, or the screen again; the line is held no longer than it is seen. */
    private void turn(boolean toLine) {
        if (line != null) {
            line.dispose();
            line = null;
        }
        if (toLine) {
            line = new SerialView(model.machine(), words, context.time(), context.fx());
            setCenter(line);
        } else {
            setCenter(display);
        }
        frame(stage.isFullScreen());
        focus();
    }

    /** Whether the serial line is shown, and not the screen. */
    BooleanProperty serialProperty() {
        return serial;
    }

    /** Puts what is selected in the terminal on the clipboard. */
    void copyText() {
        if (line != null) {
            line.terminal().copy();
            line.focus();
        }
    }

    /** Types the text of the clipboard at the serial line. */
    void pasteText() {
        if (line != null) {
            line.terminal().paste();
            line.focus();
        }
    }

    /** Tells the shell at the serial line how large the terminal is. */
    void tellSize() {
        if (line != null) {
            line.terminal().tellSize();
            line.focus();
        }
    }

    /** Lets the person look for text in the terminal. */
    void searchText() {
        if (line != null) {
            line.terminal().search();
        }
    }

    private void show(ConsoleModel.State now) {
        boolean shown = now.stand() == ConsoleModel.Stand.SHOWN;
        boolean focus = hasKeyboard(start) || hasKeyboard(screen);
        place.setVisible(!shown);
        String word = MachineWords.word(now.stand());
        placeText.setText(words.text("console.place." + word, now.name()));
        problem.setText(
                now.problem() == null
                        ? ""
                        : ProblemWords.of(now.problem(), words).title());
        problem.setVisible(now.problem() != null);
        problem.setManaged(problem.isVisible());
        start.setVisible(now.stand() == ConsoleModel.Stand.OFF);
        start.setManaged(start.isVisible());
        if (focus) {
            // What had the keyboard may have gone: it shall not go astray.
            focus();
        }
        screen.setAccessibleText(words.text("console.screen", now.name()));
        bar.usable(shown);
        if (now.stand() == ConsoleModel.Stand.OFF || now.stand() == ConsoleModel.Stand.GONE) {
            screen.blank();
        }
        showScale();
    }

    /** Not whether it is focused: while all keys are taken for the guest, no window is the one with the keyboard. */
    private boolean hasKeyboard(Node node) {
        return getScene() != null && node.equals(getScene().getFocusOwner());
    }

    /** Gives the keyboard to what a person came for. */
    void focus() {
        if (line != null) {
            line.focus();
        } else if (start.isVisible()) {
            start.requestFocus();
        } else {
            screen.requestFocus();
        }
    }

    private void connect(@Nullable DisplaySession now) {
        exchange.stopTyping();
        screen.show(now);
        keys.to(now);
        showKeys();
        follow();
    }

    private void showDevices(ConsoleModel.Devices now) {
        foot.devices(now);
        bar.devices(now);
        screen.pointer(now.pointer());
        follow();
    }

    private void showScale() {
        ConsoleModel.State now = model.stateProperty().get();
        if (now.stand() == ConsoleModel.Stand.SHOWN) {
            foot.size(now.size(), screen.geometryProperty().get().percent());
        } else {
            foot.noSize();
        }
    }

    private void showKeys() {
        foot.keys(
                model.sessionProperty().get() != null,
                keys.readyProperty().get(),
                keys.hostKeyProperty().get(),
                keys.physicalProperty().get(),
                keys.grabbedProperty().get());
    }

    /** The window may have another size, and while a person draws at it has many: a guest that follows is asked once. */
    private void follow() {
        if (scale.get() == ScaleMode.FOLLOW) {
            settled.playFromStart();
        }
    }

    private void askSize() {
        DisplaySession session = model.sessionProperty().get();
        if (scale.get() == ScaleMode.FOLLOW && session != null) {
            double density = stage.getOutputScaleX();
            boolean _ = session.askSize(
                    (int) Math.floor(screen.getWidth() * density), (int) Math.floor(screen.getHeight() * density));
        }
    }

    private void obey(HostKey.Order order) {
        switch (order) {
            case RELEASE -> release();
            case FULL_SCREEN -> fullScreen();
            case SECURE_ATTENTION ->
                keys.send(List.of(PhysicalKey.CONTROL_LEFT, PhysicalKey.ALT_LEFT, PhysicalKey.DELETE));
            case TYPE_CLIPBOARD -> exchange.typeClipboard();
            case SCREENSHOT -> exchange.savePicture();
            case MENU -> {
                stage.setFullScreen(false);
                bar.openSend();
            }
        }
    }

    private void release() {
        exchange.stopTyping();
        // On the whole screen there is no button that could have the keyboard.
        stage.setFullScreen(false);
        bar.first().requestFocus();
    }

    /** Presses these keys in the guest, and gives the keyboard back to it. */
    void send(List<PhysicalKey> pressed) {
        keys.send(pressed);
        screen.requestFocus();
    }

    /** Takes down the keys that the person presses next, and keeps them in the menu. */
    void record() {
        screen.requestFocus();
        keys.record(pressed -> pressed.ifPresentOrElse(this::keep, () -> foot.tell(Phrase.of("console.record.ended"))));
        foot.tell(Phrase.of("console.record.press"));
    }

    private void keep(KeyChord chord) {
        context.preferences().console(now -> now.with(chord));
        foot.tell(Phrase.of("console.record.kept", KeyWords.of(chord, words)));
    }

    /** Keeps these keys no longer. */
    void forget(KeyChord chord) {
        context.preferences().console(now -> now.without(chord));
        screen.requestFocus();
    }

    /** Gives guests the keys too that the desktop takes for itself, or leaves them to the desktop. */
    void grab(boolean wanted) {
        context.preferences().console(now -> now.withGrab(wanted));
        screen.requestFocus();
    }

    /** No menu is left open: a window that closes under one fails. */
    void hideMenus() {
        bar.hideMenus();
    }

    /** How large the guest's screen is shown. */
    SimpleObjectProperty<ScaleMode> scaleProperty() {
        return scale;
    }

    /** Text and pictures that go between this computer and the guest. */
    ConsoleExchange exchange() {
        return exchange;
    }

    /** Looks whether the guest's clipboard can be had; it shows as soon as that is known. */
    void lookForAgent() {
        model.lookForAgent();
    }

    /** Takes the whole screen, or gives it back. */
    void fullScreen() {
        String key = words.text(
                "console.key." + MachineWords.word(keys.hostKeyProperty().get()));
        stage.setFullScreenExitHint(
                line == null ? words.text("console.full.hint", key) : words.text("console.serial.full.hint"));
        stage.setFullScreen(!stage.isFullScreen());
        focus();
    }

    /** Lets go of keyboard and pixels. */
    void dispose() {
        exchange.stopTyping();
        if (line != null) {
            line.dispose();
        }
        settled.stop();
        following.unsubscribe();
        keys.close();
        foot.dispose();
        screen.dispose();
    }
}
