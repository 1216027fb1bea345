package dev.hamlet.app.console;

import dev.hamlet.app.preferences.ConsolePreferences;
import dev.hamlet.app.preferences.KeyChord;
import dev.hamlet.app.words.MachineWords;
import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.display.PhysicalKey;
import java.util.List;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.CheckMenuItem;
import javafx.scene.control.Labeled;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.RadioMenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.ToggleButton;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** What can be done at a console. What this guest cannot do is not there. */
final class ConsoleBar extends HBox {
    private static final int FUNCTION_KEYS = 12;

    private final ConsoleView view;
    private final Messages words;
    private final CheckMenuItem grab;
    private final MenuItem record;

    /** So many items of the menu of keys are always there. */
    private int own;

    private final MenuButton send;
    private final MenuItem give;
    private final MenuItem follow;
    private final List<Node> ofScreen;
    private final List<Node> ofLine;
    private final MenuButton scale;

    ConsoleBar(ConsoleView view, Messages words) {
        this.view = view;
        this.words = words;
        grab = new CheckMenuItem(words.text("console.grab"));
        record = item("send-record", words.text("console.record"), view::record);
        setId("console-bar");
        getStyleClass().addAll("toolbar", "console-bar");
        setAccessibleRole(AccessibleRole.TOOL_BAR);
        send = menu("send", Feather.COMMAND);
        keys();
        MenuButton text = menu("clipboard", Feather.CLIPBOARD);
        give = item("clipboard-give", words.text("console.clipboard.give"), view.exchange()::giveClipboard);
        text.getItems()
                .addAll(
                        item("clipboard-type", words.text("console.clipboard.type"), view.exchange()::typeClipboard),
                        give);
        text.setOnShowing(event -> view.lookForAgent());
        scale = menu("scale", Feather.MAXIMIZE_2);
        scales(view, scale);
        follow = scale.getItems().getLast();
        MenuButton picture = menu("picture", Feather.CAMERA);
        picture.getItems()
                .addAll(
                        item("picture-save", words.text("console.picture.save"), view.exchange()::savePicture),
                        item("picture-copy", words.text("console.picture.copy"), view.exchange()::copyPicture));
        Button full = named(new Button("", new FontIcon(Feather.MAXIMIZE)), "full");
        full.setOnAction(event -> view.fullScreen());
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        ToggleButton serial = named(new ToggleButton("", new FontIcon(Feather.TERMINAL)), "serial");
        serial.selectedProperty().bindBidirectional(view.serialProperty());
        ofScreen = List.of(send, text, picture);
        ofLine = List.of(
                ofLine("copy", Feather.COPY, view::copyText),
                ofLine("paste", Feather.CLIPBOARD, view::pasteText),
                ofLine("search", Feather.SEARCH, view::searchText),
                ofLine("size", Feather.MAXIMIZE_2, view::tellSize));
        getChildren().addAll(send, text);
        getChildren().addAll(ofLine);
        getChildren().addAll(gap, serial, scale, picture, full);
        serial.selectedProperty().subscribe(this::kind);
    }

    private Button ofLine(String word, Ikon icon, Runnable deed) {
        Button button = new Button(words.text("terminal." + word + ".text"), new FontIcon(icon));
        button.setId("terminal-" + word);
        button.setAccessibleText(words.text("terminal." + word + ".accessible"));
        button.setTooltip(new Tooltip(words.text("terminal." + word + ".accessible")));
        button.setMinWidth(USE_PREF_SIZE);
        button.setOnAction(event -> deed.run());
        return button;
    }

    /** What is of no use at the serial line, or at the screen, is not there. */
    private void kind(boolean serial) {
        ofScreen.forEach(node -> show(node, !serial));
        show(scale, !serial);
        ofLine.forEach(node -> show(node, serial));
    }

    private static void show(Node node, boolean now) {
        node.setVisible(now);
        node.setManaged(now);
    }

    private void keys() {
        key("ctrl-alt-del", PhysicalKey.CONTROL_LEFT, PhysicalKey.ALT_LEFT, PhysicalKey.DELETE);
        key("print", PhysicalKey.PRINT_SCREEN);
        key("pause", PhysicalKey.PAUSE);
        key("windows", PhysicalKey.META_LEFT);
        send.getItems().add(new SeparatorMenuItem());
        for (int i = 1; i <= FUNCTION_KEYS; i++) {
            PhysicalKey key = PhysicalKey.valueOf("F" + i);
            send.getItems()
                    .add(item(
                            "send-f" + i,
                            words.text("console.send.function", i),
                            () -> view.send(List.of(PhysicalKey.CONTROL_LEFT, PhysicalKey.ALT_LEFT, key))));
        }
        own = send.getItems().size();
        grab.setId("console-send-grab");
        grab.setMnemonicParsing(false);
        grab.setOnAction(event -> view.grab(grab.isSelected()));
    }

    /** What the person keeps for sending, and whether the guest gets every key. */
    void wishes(ConsolePreferences now) {
        send.getItems().subList(own, send.getItems().size()).clear();
        send.getItems().add(new SeparatorMenuItem());
        Menu remove = new Menu(words.text("console.record.remove"));
        remove.setId("console-send-remove");
        for (KeyChord chord : now.chords()) {
            int number = remove.getItems().size() + 1;
            String name = KeyWords.of(chord, words);
            send.getItems().add(item("send-own-" + number, name, () -> view.send(chord.keys())));
            remove.getItems().add(item("send-remove-" + number, name, () -> view.forget(chord)));
        }
        send.getItems().add(record);
        if (!now.chords().isEmpty()) {
            send.getItems().add(remove);
        }
        send.getItems().addAll(new SeparatorMenuItem(), grab);
        grab.setSelected(now.grab());
    }

    /** Whether there are physical keys: no others can be had before the desktop takes them. */
    void physical(boolean now) {
        grab.setVisible(now);
    }

    /** Hides what hangs from the buttons. */
    void hideMenus() {
        getChildren().stream()
                .filter(MenuButton.class::isInstance)
                .map(MenuButton.class::cast)
                .forEach(MenuButton::hide);
    }

    private void key(String word, PhysicalKey... keys) {
        send.getItems().add(item("send-" + word, words.text("console.send." + word), () -> view.send(List.of(keys))));
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
        control.setMinWidth(USE_PREF_SIZE);
        return control;
    }

    private static MenuItem item(String word, String text, Runnable deed) {
        MenuItem item = new MenuItem(text);
        item.setId("console-" + word);
        item.setMnemonicParsing(false);
        item.setOnAction(event -> deed.run());
        return item;
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

    /** What the guest takes part in. */
    void devices(ConsoleModel.Devices now) {
        give.setVisible(now.sharesText());
        follow.setVisible(now.features().resizable());
    }

    /** Where the keyboard goes that a guest gives back. */
    Node first() {
        return send.isDisabled() || !send.isVisible() ? getChildren().getLast() : send;
    }

    /** Opens the menu of keys. */
    void openSend() {
        send.requestFocus();
        send.show();
    }
}
