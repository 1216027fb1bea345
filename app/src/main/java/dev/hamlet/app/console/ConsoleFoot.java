package dev.hamlet.app.console;

import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.display.DisplayEvent;
import dev.hamlet.engine.display.Framebuffer;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** How keyboard and screen of a console stand. */
final class ConsoleFoot extends HBox {
    private final Messages words;
    private final Label captured = new Label();
    private final Label kind = new Label();
    private final Label caps = new Label();
    private final Label num = new Label();
    private final Label size = new Label();

    ConsoleFoot(Messages words) {
        this.words = words;
        getStyleClass().addAll("foot", "console-foot");
        captured.setId("console-captured");
        kind.setId("console-kind");
        caps.setId("console-caps");
        num.setId("console-num");
        size.setId("console-size");
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        getChildren().addAll(captured, kind, gap, caps, num, size);
    }

    /** Whether keys go to the guest, and as what. */
    void keys(boolean now, boolean physical) {
        String host = words.text(physical ? "console.host.physical" : "console.host.fallback");
        captured.setText(now ? words.text("console.captured", host) : words.text("console.free"));
        captured.setGraphic(new FontIcon(now ? Feather.LOCK : Feather.UNLOCK));
        kind.setText(words.text(physical ? "console.kind.physical" : "console.kind.fallback"));
    }

    /** The lamps of the guest's keyboard. */
    void devices(DisplayEvent.LedsChanged leds) {
        caps.setText(leds.capsLock() ? words.text("console.caps") : "");
        num.setText(leds.numLock() ? words.text("console.num") : "");
    }

    /** How large the guest's screen is, and how large it is shown. */
    void size(Framebuffer.Size guest, int percent) {
        size.setText(words.text("console.size", guest.width(), guest.height(), percent));
    }

    /** There is no screen. */
    void noSize() {
        size.setText("");
    }
}
