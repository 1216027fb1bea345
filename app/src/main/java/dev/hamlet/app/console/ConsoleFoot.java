package dev.hamlet.app.console;

import dev.hamlet.app.words.MachineWords;
import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.display.Framebuffer;
import dev.hamlet.engine.display.PhysicalKey;
import dev.hamlet.engine.job.Phrase;
import java.util.List;
import javafx.animation.PauseTransition;
import javafx.scene.AccessibleAttribute;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.util.Duration;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** How keyboard and screen of a console stand, and a word in passing. */
final class ConsoleFoot extends HBox {
    private static final Duration TOLD_FOR = Duration.seconds(6);

    private final Messages words;
    private final Label captured = new Label();
    private final Label told = new Label();
    private final Label layout = new Label();
    private final Label shared = new Label();
    private final Label caps = new Label();
    private final Label num = new Label();
    private final Label size = new Label();
    private final Tooltip chords = new Tooltip();
    private final PauseTransition forget = new PauseTransition(TOLD_FOR);

    ConsoleFoot(Messages words) {
        this.words = words;
        getStyleClass().addAll("foot", "console-foot");
        captured.setId("console-captured");
        told.setId("console-told");
        told.setMinWidth(0);
        told.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(told, Priority.ALWAYS);
        mark(layout, "layout", "console.layout");
        mark(shared, "shared", "console.shared");
        mark(caps, "caps", "console.caps");
        mark(num, "num", "console.num");
        size.setId("console-size");
        Tooltip.install(captured, chords);
        forget.setOnFinished(event -> told.setText(""));
        getChildren().addAll(captured, told, layout, shared, caps, num, size);
        List.of(captured, layout, shared, caps, num, size).forEach(label -> label.setMinWidth(USE_PREF_SIZE));
    }

    private void mark(Label label, String word, String key) {
        label.setId("console-" + word);
        label.setText(words.text(key + ".text"));
        Tooltip about = new Tooltip(words.text(key + ".about"));
        Tooltip.install(label, about);
        label.setAccessibleHelp(about.getText());
        show(label, false);
    }

    private static void show(Label label, boolean now) {
        label.setVisible(now);
        label.setManaged(now);
    }

    /**
     * Where keys go.
     *
     * @param there whether there is a guest that could have them
     * @param guest whether they go to it
     * @param host the key that takes them back
     * @param physical whether they are the keyboard's own keys, and not what a layout made of them
     * @param all whether the desktop takes none of them before
     */
    void keys(boolean there, boolean guest, PhysicalKey host, boolean physical, boolean all) {
        String key = words.text("console.key." + MachineWords.word(host));
        captured.setText(
                guest
                        ? words.text(all ? "console.captured.all" : "console.captured", key)
                        : words.text("console.free"));
        captured.setGraphic(new FontIcon(guest ? Feather.LOCK : Feather.UNLOCK));
        chords.setText(words.text("console.chords", key));
        captured.setAccessibleHelp(chords.getText());
        show(captured, there);
        show(layout, there && !physical);
    }

    /** The lamps of the guest's keyboard, and whether its clipboard takes part. */
    void devices(ConsoleModel.Devices now) {
        show(caps, now.leds().capsLock());
        show(num, now.leds().numLock());
        show(shared, now.sharesText());
    }

    /** How large the guest's screen is, and how large it is shown. */
    void size(Framebuffer.Size guest, int percent) {
        size.setText(words.text("console.size", guest.width(), guest.height(), percent));
    }

    /** There is no screen. */
    void noSize() {
        size.setText("");
    }

    /** Says this for some seconds. */
    void tell(Phrase phrase) {
        told.setText(words.text(phrase));
        told.notifyAccessibleAttributeChanged(AccessibleAttribute.TEXT);
        forget.playFromStart();
    }

    void dispose() {
        forget.stop();
    }
}
