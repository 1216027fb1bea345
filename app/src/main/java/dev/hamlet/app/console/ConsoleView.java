package dev.hamlet.app.console;

import dev.hamlet.app.fx.FxRelay;
import dev.hamlet.app.words.MachineWords;
import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.display.DisplaySession;
import dev.hamlet.engine.display.PhysicalKey;
import dev.hamlet.engine.job.Phrase;
import java.util.Map;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.value.ObservableValue;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.image.Image;
import javafx.scene.input.Clipboard;
import javafx.scene.input.ClipboardContent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;

/** A console: its buttons, the guest's screen or why there is none, and how keys and pointer stand. */
final class ConsoleView extends BorderPane {
    private final ConsoleModel model;
    private final Messages words;
    private final ConsoleWindow.Doors doors;
    private final ScreenPane screen;
    private final ConsoleKeys keys;
    private final ScrollPane scroll;
    private final ConsoleBar bar;
    private final ConsoleFoot foot;
    private final VBox place = new VBox();
    private final Label placeText = new Label();
    private final Button start = new Button();
    private final SimpleObjectProperty<ScaleMode> scale = new SimpleObjectProperty<>(ScaleMode.FIT);
    private final Subscription following;
    private @Nullable TextTyping typing;

    /**
     * A console.
     *
     * @param active whether its window has the keyboard
     * @param full whether its window takes the whole screen
     * @param environment of this program
     */
    ConsoleView(
            ConsoleModel model,
            ScreenPane screen,
            ObservableValue<Boolean> active,
            ReadOnlyBooleanProperty full,
            Map<String, String> environment,
            ConsoleWindow.Doors doors,
            Messages words) {
        this.model = model;
        this.words = words;
        this.doors = doors;
        this.screen = screen;
        getStyleClass().add("console");
        this.keys = new ConsoleKeys(screen, active, environment, FxRelay.fxThread(), this::obey);
        this.bar = new ConsoleBar(this, words);
        this.foot = new ConsoleFoot(words);
        scroll = new ScrollPane(screen);
        scroll.setFitToWidth(true);
        scroll.setFitToHeight(true);
        scroll.setFocusTraversable(false);
        scroll.getStyleClass().add("console-scroll");
        setCenter(new StackPane(scroll, place));
        place();
        following = Subscription.combine(
                full.subscribe(this::frame),
                model.stateProperty().subscribe(this::show),
                model.sessionProperty().subscribe(this::connect),
                model.cursorProperty().subscribe(now -> now.ifPresent(screen::pointer)),
                model.guestTextProperty().subscribe(this::take),
                scale.subscribe(screen::scale),
                screen.layoutBoundsProperty().subscribe(this::follow),
                model.devicesProperty().subscribe(now -> foot.devices(now.leds())),
                model.devicesProperty().subscribe(this::follow),
                keys.capturedProperty().subscribe(this::showKeys),
                keys.physicalProperty().subscribe(this::showKeys));
    }

    private void place() {
        place.getStyleClass().add("console-place");
        place.setAlignment(Pos.CENTER);
        place.setPickOnBounds(false);
        placeText.setId("console-place");
        placeText.setWrapText(true);
        start.setId("console-start");
        start.setText(words.text("console.start"));
        start.setOnAction(event -> model.start());
        place.getChildren().setAll(placeText, start);
    }

    /** On the whole screen there is nothing but the guest's. */
    private void frame(boolean full) {
        setTop(full ? null : bar);
        setBottom(full ? null : foot);
    }

    private void show(ConsoleModel.State now) {
        boolean shown = now.stand() == ConsoleModel.Stand.SHOWN;
        place.setVisible(!shown);
        String word = MachineWords.word(now.stand());
        placeText.setText(words.text("console.place." + word, now.name()));
        start.setVisible(now.stand() == ConsoleModel.Stand.OFF);
        start.setManaged(start.isVisible());
        screen.setAccessibleText(words.text("console.screen", now.name()));
        bar.usable(shown);
        if (now.stand() == ConsoleModel.Stand.OFF || now.stand() == ConsoleModel.Stand.GONE) {
            screen.blank();
        }
        showScale();
    }

    private void connect(@Nullable DisplaySession now) {
        screen.show(now);
        keys.to(now);
    }

    private void showScale() {
        ConsoleModel.State now = model.stateProperty().get();
        if (now.stand() == ConsoleModel.Stand.SHOWN) {
            foot.size(now.size(), screen.geometry().percent());
        } else {
            foot.noSize();
        }
    }

    private void showKeys() {
        boolean physical = keys.physicalProperty().get();
        foot.keys(keys.capturedProperty().get(), physical);
    }

    /** The window has another size: a guest that follows is asked for it. */
    private void follow() {
        DisplaySession session = model.sessionProperty().get();
        if (scale.get() == ScaleMode.FOLLOW && session != null && screen.getWidth() >= 1 && screen.getHeight() >= 1) {
            double density =
                    getScene() == null || getScene().getWindow() == null ? 1 : getScene().getWindow().getOutputScaleX();
            var _ = session.askSize(
                    (int) Math.floor(screen.getWidth() * density), (int) Math.floor(screen.getHeight() * density));
        }
        showScale();
    }

    private void obey(HostKey.Order order) {
        switch (order) {
            case RELEASE -> bar.first().requestFocus();
            case FULL_SCREEN -> doors.fullScreen().run();
            case SECURE_ATTENTION ->
                keys.send(PhysicalKey.CONTROL_LEFT, PhysicalKey.ALT_LEFT, PhysicalKey.DELETE);
            case TYPE_CLIPBOARD -> typeClipboard();
            case SCREENSHOT -> savePicture();
            case MENU -> bar.openSend();
        }
    }

    /** Presses these keys in the guest, and gives the keyboard back to it. */
    void send(PhysicalKey... pressed) {
        keys.send(pressed);
        screen.requestFocus();
    }

    /** How large the guest's screen is shown. */
    SimpleObjectProperty<ScaleMode> scaleProperty() {
        return scale;
    }

    /** Writes what is on the clipboard, key by key. */
    void typeClipboard() {
        String text = Clipboard.getSystemClipboard().getString();
        DisplaySession session = model.sessionProperty().get();
        if (session == null || text == null || text.isEmpty()) {
            doors.tell().accept(Phrase.of("console.type.nothing"));
            return;
        }
        Typing.Script script = Typing.script(text);
        if (script.left() > 0) {
            doors.tell().accept(Phrase.of("console.type.left", script.left()));
        }
        stopTyping();
        typing = TextTyping.begin(session, script, doors.time());
        screen.requestFocus();
    }

    private void stopTyping() {
        if (typing != null) {
            typing.close();
            typing = null;
        }
    }

    /** Gives the guest the text of this computer's clipboard. */
    void giveClipboard() {
        String text = Clipboard.getSystemClipboard().getString();
        DisplaySession session = model.sessionProperty().get();
        if (session != null && text != null && !session.offerClipboard(text)) {
            doors.tell().accept(Phrase.of("console.clipboard.long"));
        }
        screen.requestFocus();
    }

    /** Text that was copied in the guest is on the clipboard here too. */
    private void take(String text) {
        if (!text.isEmpty()) {
            ClipboardContent content = new ClipboardContent();
            content.putString(text);
            boolean _ = Clipboard.getSystemClipboard().setContent(content);
        }
    }

    /** Lets the person choose a file for a picture of the screen as it is. */
    void savePicture() {
        doors.savePicture().run();
    }

    /** Puts a picture of the screen on the clipboard. */
    void copyPicture() {
        Image picture = screen.picture();
        if (picture != null) {
            ClipboardContent content = new ClipboardContent();
            content.putImage(picture);
            boolean _ = Clipboard.getSystemClipboard().setContent(content);
        }
    }

    /** Takes the whole screen, or gives it back. */
    void fullScreen() {
        doors.fullScreen().run();
        screen.requestFocus();
    }

    /** The guest's screen. */
    ScreenPane screen() {
        return screen;
    }

    /** Lets go of keyboard and pixels. */
    void dispose() {
        stopTyping();
        following.unsubscribe();
        keys.close();
        screen.dispose();
    }
}
