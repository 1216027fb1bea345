package dev.hamlet.app.fx;

import atlantafx.base.theme.Styles;
import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.host.ByteSize;
import java.util.Optional;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.control.TextInputControl;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/**
 * A dialog of a few fields and one deed. The deed can be done exactly when every field can be read; else the dialog says
 * what is wrong.
 */
public abstract class FormDialog extends DialogFrame {
    private final Messages words;
    private final VBox body = new VBox();
    private final Label wrong = new Label();
    private final Button deed = new Button();

    /**
     * An empty form.
     *
     * @param id of the dialog; of its words: {@code <id>.title}, {@code <id>.deed}
     */
    protected FormDialog(String id, Messages words) {
        super(id, words);
        this.words = words;
        getStyleClass().add("form-dialog");
        setTitle(words.text(id + ".title"));
        body.getStyleClass().add("form-body");
        wrong.setId(id + "-wrong");
        wrong.getStyleClass().addAll("caption", "form-wrong");
        wrong.setWrapText(true);
        wrong.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(wrong, Priority.ALWAYS);
        Button cancel = new Button(words.text("window.cancel"));
        cancel.setId(id + "-cancel");
        cancel.setMinWidth(Region.USE_PREF_SIZE);
        cancel.setOnAction(event -> close());
        deed.setText(words.text(id + ".deed"));
        deed.setId(id + "-deed");
        deed.setMinWidth(Region.USE_PREF_SIZE);
        deed.setDefaultButton(true);
        deed.getStyleClass().add(Styles.ACCENT);
        deed.setOnAction(event -> {
            if (obstacle().isEmpty()) {
                perform();
                close();
            }
        });
        setBody(body);
        setFoot(wrong, cancel, deed);
    }

    /** A word in the dialog's language. */
    protected final String text(String key, Object... arguments) {
        return words.text(key, arguments);
    }

    /** The size that this text means, in gibibytes where no unit is said. */
    protected final Optional<ByteSize> size(String written) {
        return words.figures().readSize(written, "GiB");
    }

    /** A paragraph. */
    protected final Label say(String text) {
        Label label = new Label(text);
        label.setWrapText(true);
        label.setMinHeight(Region.USE_PREF_SIZE);
        label.getStyleClass().add("muted");
        body.getChildren().add(label);
        return label;
    }

    /** A field with its name above it. */
    protected final void field(String name, TextInputControl field, Node... beside) {
        Label label = new Label(name);
        label.setLabelFor(field);
        field.setAccessibleText(name);
        HBox line = new HBox(field);
        line.getChildren().addAll(beside);
        line.getStyleClass().add("form-line");
        HBox.setHgrow(field, Priority.ALWAYS);
        VBox box = new VBox(label, line);
        box.getStyleClass().add("form-field");
        body.getChildren().add(box);
        field.textProperty().subscribe(text -> check());
    }

    /** Something else. */
    protected final void add(Node node) {
        body.getChildren().add(node);
    }

    /** Looks at the fields again. */
    protected final void check() {
        Optional<String> obstacle = obstacle();
        deed.setDisable(obstacle.isPresent());
        deed.setAccessibleHelp(obstacle.orElse(""));
        wrong.setText(obstacle.orElse(""));
    }

    /** Why it cannot be done with what the fields say; an empty text where nothing is said yet. */
    protected abstract Optional<String> obstacle();

    /** Does it. */
    protected abstract void perform();
}
