package dev.hamlet.app.console;

import dev.hamlet.app.words.MachineWords;
import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.display.PhysicalKey;
import java.util.ArrayList;
import java.util.List;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Labeled;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.RadioMenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** What can be done at a console. */
final class ConsoleBar extends HBox {
    private static final int FUNCTION_KEYS = 12;

    private final Messages words;
    private final MenuButton send;
    private final List<Node> ofScreen = new ArrayList<>();

    ConsoleBar(ConsoleView view, Messages words) {
        this.words = words;
        setId("console-bar");
        getStyleClass().add("toolbar");
        setAccessibleRole(AccessibleRole.TOOL_BAR);
        send = menu("send", Feather.COMMAND);
        item(
                send,
                "ctrl-alt-del",
                () -> view.send(PhysicalKey.CONTROL_LEFT, PhysicalKey.ALT_LEFT, PhysicalKey.DELETE));
        item(send, "print", () -> view.send(PhysicalKey.PRINT_SCREEN));
        item(send, "pause", () -> view.send(PhysicalKey.PAUSE));
        item(send, "menu", () -> view.send(PhysicalKey.META_LEFT));
        send.getItems().add(new SeparatorMenuItem());
        for (int i = 1; i <= FUNCTION_KEYS; i++) {
            PhysicalKey key = PhysicalKey.valueOf("F" + i);
            MenuItem item = new MenuItem(words.text("console.send.function", i));
            item.setId("console-send-f" + i);
            item.setMnemonicParsing(false);
            item.setOnAction(event -> view.send(PhysicalKey.CONTROL_LEFT, PhysicalKey.ALT_LEFT, key));
            send.getItems().add(item);
        }
        MenuButton text = menu("clipboard", Feather.CLIPBOARD);
        item(text, "type", view::typeClipboard);
        item(text, "give", view::giveClipboard);
        MenuButton scale = menu("scale", Feather.MAXIMIZE_2);
        scales(view, scale);
        MenuButton picture = menu("picture", Feather.CAMERA);
        item(picture, "save", view::savePicture);
        item(picture, "copy", view::copyPicture);
        Button full = named(new Button("", new FontIcon(Feather.MAXIMIZE)), "full");
        full.setOnAction(event -> view.fullScreen());
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        ofScreen.addAll(List.of(send, text, picture));
        getChildren().addAll(send, text, gap, scale, picture, full);
    }

    private MenuButton menu(String word, Ikon icon) {
        return named(new MenuButton("", new FontIcon(icon)), word);
    }

    private <T extends Labeled> T named(T control, String word) {
        control.setId("console-" + word);
        control.setMnemonicParsing(false);
        control.setText(words.text("console." + word + ".text"));
        control.setAccessibleText(words.text("console." + word + ".accessible"));
        Tooltip.install(control, new Tooltip(words.text("console." + word + ".accessible")));
        return control;
    }

    private void item(MenuButton menu, String word, Runnable deed) {
        MenuItem item = new MenuItem(words.text(menu.getId().replace('-', '.') + "." + word));
        item.setId(menu.getId() + "-" + word);
        item.setMnemonicParsing(false);
        item.setOnAction(event -> deed.run());
        menu.getItems().add(item);
    }

    private void scales(ConsoleView view, MenuButton menu) {
        ToggleGroup group = new ToggleGroup();
        for (ScaleMode mode : ScaleMode.values()) {
            String word = MachineWords.word(mode);
            RadioMenuItem item = new RadioMenuItem(words.text("console.scale." + word));
            item.setId("console-scale-" + word);
            item.setMnemonicParsing(false);
            item.setToggleGroup(group);
            item.setOnAction(event -> view.scaleProperty().set(mode));
            menu.getItems().add(item);
            view.scaleProperty().subscribe(now -> item.setSelected(now == mode));
        }
    }

    /** Whether there is a screen to do anything with. */
    void usable(boolean now) {
        ofScreen.forEach(node -> node.setDisable(!now));
    }

    /** Where the keyboard goes that a guest gives back. */
    Node first() {
        return send.isDisabled() ? getChildren().getLast() : send;
    }

    /** Opens the menu of keys. */
    void openSend() {
        send.requestFocus();
        send.show();
    }
}
