package dev.hamlet.app.fx;

import dev.hamlet.app.words.Messages;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBase;
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
    private final Subscription subscription;

    private ActionButton(Action action, ButtonBase button, Messages words, boolean iconOnly) {
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
                .subscribe(changed -> describe(action, button, words))
                .and(action.key().subscribe(changed -> describe(action, button, words)));
    }

    /** A button with icon and word. */
    public static ActionButton of(Action action, Messages words) {
        return new ActionButton(action, new Button(), words, false);
    }

    /** A button whose word is its tooltip. */
    public static ActionButton icon(Action action, Messages words) {
        return new ActionButton(action, new Button(), words, true);
    }

    /** The look and the duties of an action's button for a control made elsewhere, such as a split button. */
    public static ActionButton around(ButtonBase button, Action action, Messages words) {
        return new ActionButton(action, button, words, false);
    }

    private void describe(Action action, ButtonBase button, Messages words) {
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
