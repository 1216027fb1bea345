package dev.hamlet.app.shell;

import dev.hamlet.app.fx.Page;
import dev.hamlet.app.words.Messages;
import java.util.List;
import java.util.function.Consumer;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** The pages of the window, at its left side. Up and down go from one to the next. */
final class Rail extends VBox {
    private final ToggleGroup group = new ToggleGroup();

    /**
     * A rail to these pages.
     *
     * @param below the pages that stand at its lower end, such as the preferences
     * @param open shows the page
     * @param help opens the guide
     */
    Rail(List<Door> above, List<Door> below, Messages words, Consumer<String> open, Runnable help) {
        getStyleClass().add("rail");
        setId("rail");
        setAccessibleRole(AccessibleRole.TOOL_BAR);
        setAlignment(Pos.TOP_CENTER);
        for (Door door : above) {
            getChildren().add(button(door, words, open));
        }
        Region gap = new Region();
        VBox.setVgrow(gap, Priority.ALWAYS);
        getChildren().add(gap);
        for (Door door : below) {
            getChildren().add(button(door, words, open));
        }
        getChildren().add(help(words, help));
        addEventFilter(KeyEvent.KEY_PRESSED, this::move);
    }

    /**
     * A page that may not be made yet.
     *
     * @param id of the page
     * @param icon its picture
     */
    record Door(String id, org.kordamp.ikonli.Ikon icon) {
        static Door to(Page page) {
            return new Door(page.id(), page.icon());
        }
    }

    private ToggleButton button(Door door, Messages words, Consumer<String> open) {
        ToggleButton button = new ToggleButton(words.text("page." + door.id() + ".text"), new FontIcon(door.icon()));
        button.setId("rail-" + door.id());
        button.setUserData(door.id());
        button.getStyleClass().add("rail-item");
        button.setContentDisplay(ContentDisplay.TOP);
        button.setMnemonicParsing(false);
        button.setToggleGroup(group);
        button.setAccessibleText(words.text("page." + door.id() + ".accessible"));
        button.setTooltip(new Tooltip(words.text("page." + door.id() + ".accessible")));
        button.setOnAction(event -> open.accept(door.id()));
        return button;
    }

    /** No page of this window: it opens one of its own. */
    private static Button help(Messages words, Runnable open) {
        Button button = new Button(words.text("window.help"), new FontIcon(Feather.HELP_CIRCLE));
        button.setId("rail-help");
        button.getStyleClass().add("rail-item");
        button.setContentDisplay(ContentDisplay.TOP);
        button.setMnemonicParsing(false);
        button.setAccessibleText(words.text("window.help.accessible"));
        button.setTooltip(new Tooltip(words.text("window.help.accessible")));
        button.setOnAction(event -> open.run());
        return button;
    }

    private void move(KeyEvent event) {
        int step = switch (event.getCode()) {
            case UP -> -1;
            case DOWN -> 1;
            default -> 0;
        };
        if (step == 0) {
            return;
        }
        List<ButtonBase> buttons = getChildren().stream()
                .filter(ButtonBase.class::isInstance)
                .map(ButtonBase.class::cast)
                .toList();
        for (int i = 0; i < buttons.size(); i++) {
            if (buttons.get(i).isFocused()) {
                buttons.get(Math.floorMod(i + step, buttons.size())).requestFocus();
                break;
            }
        }
        event.consume();
    }

    /** Marks the page that is shown. */
    void show(String id) {
        group.getToggles().stream()
                .filter(toggle -> id.equals(toggle.getUserData()))
                .forEach(group::selectToggle);
    }
}
