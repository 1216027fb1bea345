package dev.hamlet.app.shell;

import atlantafx.base.theme.Styles;
import dev.hamlet.app.fx.Dialogs;
import dev.hamlet.app.words.Messages;
import javafx.scene.control.Alert;
import javafx.scene.control.Button;
import javafx.scene.control.ButtonBar;
import javafx.scene.control.ButtonType;
import javafx.scene.layout.Region;
import javafx.stage.Stage;

/** Questions in a window above this one; its buttons name the deed, and the safe one is the default. */
final class WindowDialogs implements Dialogs {
    private final Stage stage;
    private final Messages words;

    WindowDialogs(Stage stage, Messages words) {
        this.stage = stage;
        this.words = words;
    }

    @Override
    public void ask(Question question, Runnable agreed) {
        ButtonType deed = new ButtonType(words.text(question.deed()), ButtonBar.ButtonData.OTHER);
        ButtonType cancel = new ButtonType(words.text("window.cancel"), ButtonBar.ButtonData.CANCEL_CLOSE);
        Alert alert = new Alert(Alert.AlertType.NONE, words.text(question.text()), cancel, deed);
        alert.initOwner(stage);
        alert.setTitle(words.text(question.title()));
        alert.setHeaderText(words.text(question.title()));
        alert.getDialogPane().setId("question");
        alert.getDialogPane().setMinHeight(Region.USE_PREF_SIZE);
        Theme.dress(alert.getDialogPane().getScene());
        Button does = (Button) alert.getDialogPane().lookupButton(deed);
        does.setId("question-deed");
        does.setDefaultButton(false);
        if (question.danger()) {
            does.getStyleClass().addAll(Styles.DANGER, Styles.BUTTON_OUTLINED);
        }
        Button safe = (Button) alert.getDialogPane().lookupButton(cancel);
        safe.setId("question-cancel");
        alert.setOnShown(event -> {
            alert.getDialogPane().getScene().getWindow().requestFocus();
            safe.requestFocus();
        });
        alert.resultProperty().subscribe(result -> {
            if (result == deed) {
                agreed.run();
            }
        });
        // The question is answered later; nothing of the window waits for it.
        alert.show();
    }
}
