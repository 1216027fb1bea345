package dev.hamlet.app.help;

import atlantafx.base.theme.Styles;
import dev.hamlet.app.words.Messages;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import javafx.css.PseudoClass;
import javafx.scene.AccessibleAttribute;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** Above a page: the way back and forward, and a field that finds words in the page. */
final class HelpBar extends HBox {
    private static final PseudoClass FOUND = PseudoClass.getPseudoClass("found");

    private final Messages words;
    private final Consumer<Region> bring;
    private final Button back;
    private final Button forward;
    private final TextField field = new TextField();
    private final Label count = new Label();
    private Map<Region, String> pieces = Map.of();
    private List<Region> found = List.of();
    private int at;

    /**
     * A bar.
     *
     * @param goBack goes to what was read before
     * @param goForward goes to what was read after that
     * @param bring scrolls to a piece of the page
     */
    HelpBar(Messages words, Runnable goBack, Runnable goForward, Consumer<Region> bring) {
        this.words = words;
        this.bring = bring;
        this.back = button("help-back", Feather.ARROW_LEFT, "help.back", goBack);
        this.forward = button("help-forward", Feather.ARROW_RIGHT, "help.forward", goForward);
        getStyleClass().add("toolbar");
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        count.setId("help-count");
        count.getStyleClass().add("muted");
        count.setMinWidth(Region.USE_PREF_SIZE);
        field.setId("help-find");
        field.setPromptText(words.text("help.find"));
        field.setAccessibleText(words.text("help.find"));
        field.getStyleClass().add("help-find");
        field.textProperty().subscribe((before, now) -> search());
        field.addEventHandler(KeyEvent.KEY_PRESSED, this::key);
        getChildren().addAll(back, forward, gap, count, field);
    }

    private Button button(String id, Ikon icon, String key, Runnable deed) {
        Button button = new Button("", new FontIcon(icon));
        button.setId(id);
        button.getStyleClass().addAll(Styles.BUTTON_ICON, Styles.FLAT);
        button.setAccessibleText(words.text(key));
        button.setTooltip(new Tooltip(words.text(key)));
        button.setOnAction(event -> deed.run());
        return button;
    }

    private void key(KeyEvent event) {
        if (event.getCode() == KeyCode.ENTER && !found.isEmpty()) {
            at = Math.floorMod(at + (event.isShiftDown() ? -1 : 1), found.size());
            tell();
            event.consume();
        } else if (event.getCode() == KeyCode.ESCAPE) {
            field.clear();
            event.consume();
        }
    }

    /** There is something to go back or forward to. */
    void offer(boolean goesBack, boolean goesForward) {
        back.setDisable(!goesBack);
        forward.setDisable(!goesForward);
    }

    /** Another page is shown: looks for the same words there. */
    void look(Map<Region, String> page) {
        pieces = page;
        found = List.of();
        String wanted = field.getText().strip();
        if (!wanted.isEmpty()) {
            search();
        }
    }

    /** Gives the keyboard to the field. */
    void find() {
        field.requestFocus();
        field.selectAll();
    }

    private void search() {
        found.forEach(piece -> piece.pseudoClassStateChanged(FOUND, false));
        String wanted = field.getText().strip().toLowerCase(Locale.ROOT);
        List<Region> all = new ArrayList<>();
        if (!wanted.isEmpty()) {
            pieces.forEach((piece, text) -> {
                if (text.toLowerCase(Locale.ROOT).contains(wanted)) {
                    all.add(piece);
                }
            });
        }
        found = all;
        at = 0;
        if (wanted.isEmpty()) {
            count.setText("");
        } else {
            tell();
        }
    }

    private void tell() {
        found.forEach(piece -> piece.pseudoClassStateChanged(FOUND, false));
        if (found.isEmpty()) {
            count.setText(words.text("help.found.none"));
        } else {
            count.setText(words.text("help.found", at + 1, found.size()));
            found.get(at).pseudoClassStateChanged(FOUND, true);
            bring.accept(found.get(at));
        }
        count.notifyAccessibleAttributeChanged(AccessibleAttribute.TEXT);
    }
}
