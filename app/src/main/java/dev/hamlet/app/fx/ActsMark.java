package dev.hamlet.app.fx;

import dev.hamlet.app.words.Messages;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** Says when a change of a setting acts: now, or at the next start. */
public final class ActsMark extends Label {
    private final Messages words;
    private final FontIcon icon = new FontIcon(Feather.CLOCK);

    /** A mark of the control of this id. */
    public ActsMark(String id, Messages words) {
        this.words = words;
        setId(id + "-acts");
        getStyleClass().addAll("muted", "acts-mark");
        setMinWidth(Region.USE_PREF_SIZE);
        setGraphic(icon);
        show(false);
    }

    /** Shows it; answers the words, for the control's own description. */
    public String show(boolean now) {
        icon.setIconCode(now ? Feather.ZAP : Feather.CLOCK);
        icon.getStyleClass().removeAll("icon-success", "icon-warning");
        icon.getStyleClass().add(now ? "icon-success" : "icon-warning");
        String text = words.text(now ? "settings.acts.now" : "settings.acts.start");
        setText(text);
        return text;
    }
}
