package dev.hamlet.app.fx;

import dev.hamlet.app.words.Messages;
import javafx.scene.control.MenuItem;
import javafx.util.Subscription;
import org.kordamp.ikonli.javafx.FontIcon;

/** A menu's item for an {@link Action}; where it cannot be done now, the item says why. */
public final class ActionItem extends MenuItem {
    private final Action action;
    private final Subscription subscription;

    /** An item that shows the action's keys, and listens to them where JavaFX lets its menu: in that of a button. */
    public ActionItem(Action action, Messages words) {
        this.action = action;
        setId(action.id() + "-item");
        setGraphic(new FontIcon(action.icon()));
        setMnemonicParsing(false);
        setOnAction(event -> action.run());
        setAccelerator(action.shortcut());
        subscription = action.obstacle()
                .subscribe(changed -> describe(words))
                .and(action.key().subscribe(changed -> describe(words)));
    }

    /** Whether it does this. */
    boolean isFor(Action other) {
        return action.equals(other);
    }

    private void describe(Messages words) {
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
