package dev.hamlet.app.fx;

import dev.hamlet.app.words.Messages;
import javafx.scene.control.MenuItem;
import javafx.util.Subscription;
import org.kordamp.ikonli.javafx.FontIcon;

/** A menu's item for an {@link Action}; where it cannot be done now, the item says why. */
public final class ActionItem extends MenuItem {
    private final Subscription subscription;

    /**
     * An item.
     *
     * @param withKeys whether this item is the one that listens to the action's keys: one in each window
     */
    public ActionItem(Action action, Messages words, boolean withKeys) {
        setId(action.id() + "-item");
        setGraphic(new FontIcon(action.icon()));
        setMnemonicParsing(false);
        setOnAction(event -> action.run());
        if (withKeys) {
            setAccelerator(action.shortcut());
        }
        subscription = action.obstacle()
                .subscribe(changed -> describe(action, words))
                .and(action.key().subscribe(changed -> describe(action, words)));
    }

    private void describe(Action action, Messages words) {
        String text = words.text(action.key().getValue() + ".text");
        String reason = action.obstacle().getValue().map(words::text).orElse("");
        setText(reason.isEmpty() ? text : words.text("window.item.obstacle", text, reason));
        setDisable(!reason.isEmpty());
    }

    /** Ends the following of the action. */
    public void dispose() {
        subscription.unsubscribe();
    }
}
