package dev.hamlet.app.machines;

import atlantafx.base.theme.Styles;
import dev.hamlet.app.fx.Action;
import dev.hamlet.app.fx.ActionButton;
import dev.hamlet.app.fx.ActionItem;
import dev.hamlet.app.words.Messages;
import java.util.ArrayList;
import java.util.List;
import javafx.beans.property.SimpleObjectProperty;
import javafx.geometry.Orientation;
import javafx.scene.AccessibleRole;
import javafx.scene.control.MenuButton;
import javafx.scene.control.Separator;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** The actions for the chosen machines, by icon and word. */
final class MachineToolbar extends HBox {
    private final Messages words;
    private final List<ActionButton> buttons = new ArrayList<>();
    private final List<ActionItem> items = new ArrayList<>();
    private final Action make;

    MachineToolbar(MachineActions actions, Messages words) {
        this.words = words;
        this.make = actions.make();
        getStyleClass().add("toolbar");
        setId("machines-toolbar");
        setAccessibleRole(AccessibleRole.TOOL_BAR);
        ActionButton begin = button(make);
        begin.primary();
        // Not a split button, which is disabled as a whole: the plug is needed most when asking is not possible any
        // more.
        HBox stop = new HBox(
                button(actions.stop()),
                menu("machines-stop-more", "machines.stop.more", null, actions.reset(), actions.forceOff()));
        stop.getStyleClass().add("split");
        MenuButton more =
                menu("machines-more", "machines.more", new FontIcon(Feather.MORE_HORIZONTAL), actions.further());
        more.getStyleClass().add("no-arrow");
        getChildren()
                .addAll(
                        begin,
                        new Separator(Orientation.VERTICAL),
                        button(actions.start()),
                        button(actions.pause()),
                        stop,
                        button(actions.console()),
                        button(actions.settings()),
                        more);
    }

    /** What can be made besides machines: in a menu beside their button. */
    void alsoMakes(Action other) {
        Action machine = new Action(
                "machines-make-machine",
                new SimpleObjectProperty<>("machines.make-machine"),
                make.icon(),
                null,
                make.obstacle(),
                make.deed());
        MenuButton more = menu("machines-make-more", "machines.make.more", null, machine, other);
        more.getStyleClass().add(Styles.ACCENT);
        HBox split = new HBox(getChildren().removeFirst(), more);
        split.getStyleClass().add("split");
        getChildren().addFirst(split);
    }

    private ActionButton button(Action action) {
        ActionButton button = ActionButton.of(action, words);
        buttons.add(button);
        return button;
    }

    private MenuButton menu(String id, String key, @Nullable FontIcon icon, Action... actions) {
        MenuButton menu = new MenuButton("", icon);
        for (Action action : actions) {
            ActionItem item = new ActionItem(action, words);
            items.add(item);
            menu.getItems().add(item);
        }
        menu.setId(id);
        menu.getStyleClass().addAll(Styles.BUTTON_ICON, "split-arrow");
        menu.setAccessibleText(words.text(key));
        menu.setTooltip(new Tooltip(words.text(key)));
        return menu;
    }

    void dispose() {
        buttons.forEach(ActionButton::dispose);
        items.forEach(ActionItem::dispose);
    }
}
