package dev.hamlet.app.fx;

import dev.hamlet.app.words.Messages;
import java.util.ArrayList;
import java.util.List;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.control.ContextMenu;
import javafx.scene.control.Control;
import javafx.scene.input.ContextMenuEvent;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyEvent;

/**
 * What can be done to what is chosen in a list, where it is pointed at: opened by the other button of the mouse, the
 * menu key, or Shift+F10. It shows the keys that do the same, and listens to none: the window does. Belongs to the JavaFX thread.
 */
public final class ActionMenu {
    private final ContextMenu menu = new ContextMenu();
    private final List<ActionItem> items = new ArrayList<>();

    /**
     * The menu of this list.
     *
     * @param owner opens it
     */
    public ActionMenu(Control owner, List<Action> actions, Messages words) {
        actions.forEach(action -> items.add(new ActionItem(action, words)));
        menu.getItems().addAll(items);
        // Not as the context menu of the control, whose keys JavaFX listens to in the whole window.
        owner.addEventHandler(ContextMenuEvent.CONTEXT_MENU_REQUESTED, event -> {
            menu.show(owner, event.getScreenX(), event.getScreenY());
            event.consume();
        });
        // JavaFX for Linux makes no such event of keys.
        owner.addEventHandler(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.CONTEXT_MENU || (event.getCode() == KeyCode.F10 && event.isShiftDown())) {
                Node chosen = owner.lookup(".cell:selected");
                Node at = chosen == null ? owner : chosen;
                Bounds place = at.localToScreen(at.getLayoutBounds());
                menu.show(owner, place.getCenterX(), place.getCenterY());
                event.consume();
            }
        });
    }

    /** Shows this key, which the list listens to by itself, beside the action. */
    public void tell(Action action, KeyCode key) {
        items.stream()
                .filter(item -> item.isFor(action))
                .forEach(item -> item.setAccelerator(new KeyCodeCombination(key)));
    }

    /** Ends the following of the actions. */
    public void dispose() {
        menu.hide();
        items.forEach(ActionItem::dispose);
    }
}
