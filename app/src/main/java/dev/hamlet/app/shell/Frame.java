package dev.hamlet.app.shell;

import dev.hamlet.app.fx.Dialogs;
import dev.hamlet.app.fx.FileChoice;
import dev.hamlet.app.fx.Overlay;
import dev.hamlet.app.fx.WindowIcon;
import dev.hamlet.app.words.Messages;
import javafx.scene.Scene;
import javafx.scene.input.KeyCombination;
import javafx.scene.layout.BorderPane;
import javafx.stage.Stage;

/**
 * What the window has before the engine is open. Belongs to the JavaFX thread.
 *
 * @param stage the window itself
 * @param scene all that stands in it
 * @param root pages, the rail, the foot and notices, below what {@code overlay} shows
 * @param overlay dialogs within the window
 * @param notices what went wrong meanwhile
 * @param dialogs asks a person
 * @param files lets a person choose a file
 * @param words what is said
 */
record Frame(
        Stage stage,
        Scene scene,
        BorderPane root,
        Overlay overlay,
        Notices notices,
        Dialogs dialogs,
        FileChoice files,
        Messages words) {

    /** The frame of this window, which it is shown in from now on. */
    static Frame in(Stage stage, Messages words) {
        BorderPane root = new BorderPane();
        Notices notices = new Notices(words);
        Overlay overlay = new Overlay(root);
        Scene scene = new Scene(overlay);
        root.setTop(notices);
        root.getStyleClass().add("window");
        Theme.dress(scene);
        stage.setScene(scene);
        stage.setTitle(words.text("window.title"));
        WindowIcon.give(stage);
        return new Frame(
                stage,
                scene,
                root,
                overlay,
                notices,
                new WindowDialogs(stage, words),
                new WindowFiles(stage, words),
                words);
    }

    /** Does this when these keys are pressed. */
    void keys(KeyCombination keys, Runnable deed) {
        if (scene.getAccelerators().put(keys, deed) != null) {
            throw new IllegalStateException(keys + " would have two meanings");
        }
    }
}
