package dev.hamlet.app.fx;

import atlantafx.base.theme.Styles;
import dev.hamlet.app.words.Messages;
import javafx.scene.control.Button;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.StackPane;
import javafx.util.Subscription;
import org.kordamp.ikonli.javafx.FontIcon;

/**
 * A button for an {@link Action}. A disabled node of JavaFX shows no tooltip, so that the reason is told by this pane
 * around it, to the mouse and to a screen reader.
 */
public final class ActionButton extends StackPane {
    private final Tooltip tooltip = new Tooltip();
    private final Button button = new Button();
    private final Subscription subscription;

    private ActionButton(Action action, Messages words, boolean iconOnly) {
        getChildren().add(button);
        getStyleClass().add("action-button");
        button.setId(action.id());
        button.setGraphic(new FontIcon(action.icon()));
        button.setMnemonicParsing(false);
        button.setOnAction(event -> action.run());
        if (iconOnly) {
            button.setContentDisplay(ContentDisplay.GRAPHIC_ONLY);
        }
        Tooltip.install(this, tooltip);
        subscription = action.obstacle()
                .subscribe(changed -> describe(action, words))
                .and(action.key().subscribe(changed -> describe(action, words)));
    }

    /** Makes it the one button of its page that is meant first. */
    public void primary() {
        button.getStyleClass().add(Styles.ACCENT);
    }

    /** The same for a page that changes which one is meant first. */
    public void primary(boolean is) {
        button.getStyleClass().remove(Styles.ACCENT);
        if (is) {
            primary();
        }
    }

    /** Whether it is what Enter does, wherever the keyboard is; one in each window or dialog. */
    public void ofEnter(boolean does) {
        button.setDefaultButton(does);
    }

    /** A button with icon and word. */
    public static ActionButton of(Action action, Messages words) {
        return new ActionButton(action, words, false);
    }

    /** A button whose word is its tooltip. */
    public static ActionButton icon(Action action, Messages words) {
        return new ActionButton(action, words, true);
    }

    private void describe(Action action, Messages words) {
        String key = action.key().getValue();
        String text = words.text(key + ".text");
        String reason = action.obstacle().getValue().map(words::text).orElse("");
        button.setText(text);
        button.setDisable(!reason.isEmpty());
        button.setAccessibleText(words.text(key + ".accessible"));
        button.setAccessibleHelp(reason);
        setAccessibleText(words.text(key + ".accessible"));
        setAccessibleHelp(reason);
        String keys = action.shortcut() == null ? "" : action.shortcut().getDisplayText();
        String title = keys.isEmpty() ? text : words.text("window.tooltip.keys", text, keys);
        tooltip.setText(reason.isEmpty() ? title : words.text("window.tooltip.obstacle", title, reason));
    }

    /** Ends the following of the action. */
    public void dispose() {
        subscription.unsubscribe();
    }
}
