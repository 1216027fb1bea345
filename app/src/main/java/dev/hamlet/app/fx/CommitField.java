package dev.hamlet.app.fx;

import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.job.Phrase;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import javafx.css.PseudoClass;
import javafx.scene.control.Label;
import javafx.scene.control.TextField;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;

/**
 * A text that counts once it is finished: by Enter, or by going elsewhere. Escape in it brings back what was. What cannot
 * be is said below and counts not.
 */
public final class CommitField extends VBox {
    private static final PseudoClass WRONG = PseudoClass.getPseudoClass("wrong");

    private final TextField field = new TextField();
    private final Label fault = new Label();
    private final Messages words;
    private final Function<String, Optional<Phrase>> check;
    private final Consumer<String> commit;
    private String settled = "";

    /**
     * A field.
     *
     * @param name what it sets, in the user's language
     * @param check what is wrong with a text
     * @param commit is given a finished text that is another one and not wrong
     */
    public CommitField(
            String id, String name, Messages words, Function<String, Optional<Phrase>> check, Consumer<String> commit) {
        this.words = words;
        this.check = check;
        this.commit = commit;
        field.setId(id);
        field.setAccessibleText(name);
        setAccessibleText(name);
        fault.setId(id + "-fault");
        fault.getStyleClass().add("field-fault");
        fault.setWrapText(true);
        fault.setMinHeight(Region.USE_PREF_SIZE);
        fault.visibleProperty().bind(fault.textProperty().isNotEmpty());
        fault.managedProperty().bind(fault.visibleProperty());
        getStyleClass().add("form-stack");
        getChildren().addAll(field, fault);
        field.addEventHandler(KeyEvent.KEY_PRESSED, event -> {
            if (event.getCode() == KeyCode.ENTER) {
                finish();
                event.consume();
            } else if (event.getCode() == KeyCode.ESCAPE && !field.getText().equals(settled)) {
                field.setText(settled);
                fault("");
                event.consume();
            }
        });
        field.focusedProperty().subscribe(focused -> {
            if (!focused) {
                finish();
            }
        });
    }

    /** Where the person writes. */
    public TextField field() {
        return field;
    }

    private void finish() {
        String text = field.getText() == null ? "" : field.getText();
        if (text.equals(settled)) {
            fault("");
            return;
        }
        Optional<Phrase> wrong = check.apply(text);
        fault(wrong.map(words::text).orElse(""));
        if (wrong.isEmpty()) {
            settled = text;
            commit.accept(text);
        }
    }

    private void fault(String text) {
        fault.setText(text);
        field.setAccessibleHelp(text);
        field.pseudoClassStateChanged(WRONG, !text.isEmpty());
    }

    /** Shows what is so; what the person is writing stays, unless {@code anew}. */
    public void show(String text, boolean anew) {
        boolean writing = field.isFocused() && !field.getText().equals(settled);
        if (anew || (!text.equals(settled) && !writing)) {
            settled = text;
            field.setText(text);
            fault("");
        }
    }
}
