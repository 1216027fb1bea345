package dev.hamlet.app.fx;

import atlantafx.base.theme.Styles;
import dev.hamlet.app.words.Messages;
import javafx.geometry.Pos;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Tooltip;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/**
 * A dialog above the content of a window: a title with a way to close it, steps or sections at its side, a body, which
 * alone scrolls, and a foot with its buttons. Shown by an {@link Overlay}. Its size is that of its style class
 * {@code <id>}, at most nine tenths of the window. Belongs to the JavaFX thread.
 */
public class DialogFrame extends BorderPane {
    private final ScrollPane scroll = new ScrollPane();
    private final HBox foot = new HBox();
    private final Label title = new Label();
    private Runnable closing = () -> {};

    /**
     * A dialog.
     *
     * @param id its id and style class, such as {@code wizard}
     * @param words of its button
     */
    protected DialogFrame(String id, Messages words) {
        setId(id);
        getStyleClass().addAll("dialog-frame", id);
        setAccessibleRole(AccessibleRole.DIALOG);
        title.getStyleClass().addAll("strong", "dialog-title");
        title.setId(id + "-title");
        title.setMaxWidth(Double.MAX_VALUE);
        title.setWrapText(true);
        title.setMinHeight(USE_PREF_SIZE);
        HBox.setHgrow(title, Priority.ALWAYS);
        Button close = new Button("", new FontIcon(Feather.X));
        close.setId(id + "-close");
        close.getStyleClass().addAll(Styles.BUTTON_ICON, Styles.FLAT);
        close.setAccessibleText(words.text("window.dialog.close"));
        close.setTooltip(new Tooltip(words.text("window.dialog.close")));
        close.setOnAction(event -> askToClose());
        HBox head = new HBox(title, close);
        head.getStyleClass().add("dialog-head");
        head.setAlignment(Pos.CENTER_LEFT);
        scroll.setFitToWidth(true);
        scroll.setFitToHeight(true);
        scroll.setId(id + "-scroll");
        foot.getStyleClass().add("dialog-foot");
        foot.setAlignment(Pos.CENTER_LEFT);
        setTop(head);
        setCenter(scroll);
        setBottom(foot);
        addEventHandler(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.ESCAPE) {
                event.consume();
                askToClose();
            }
        });
    }

    /** What the dialog is for. */
    protected final void setTitle(String text) {
        title.setText(text);
        setAccessibleText(text);
    }

    /** What stands at the left: the steps or sections. */
    protected final void setSide(Node side) {
        side.getStyleClass().add("dialog-side");
        setLeft(side);
    }

    /** What is worked at. */
    protected final void setBody(Node body) {
        scroll.setContent(body);
        scroll.setVvalue(0);
    }

    /** What stands below: a word at the left, the buttons at the right. */
    protected final void setFoot(Node... nodes) {
        foot.getChildren().setAll(nodes);
    }

    /** What the guide has a page about: its id, unless it is several dialogs in one. */
    protected String topic() {
        return getId();
    }

    /** Where the keyboard begins; the first thing of the body that takes it unless another is named. */
    protected Node first() {
        Node content = scroll.getContent();
        return content == null ? foot : content;
    }

    /** The person wants to leave: by the button of the title or by Escape. Closes unless overridden. */
    protected void askToClose() {
        close();
    }

    /** Takes the dialog away. */
    public final void close() {
        closing.run();
    }

    /** Called once it has been taken away: ends the following of its models. */
    protected void dispose() {}

    final void whenClosing(Runnable taken) {
        closing = taken;
    }
}
