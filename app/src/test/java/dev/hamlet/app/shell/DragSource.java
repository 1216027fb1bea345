package dev.hamlet.app.shell;

import java.io.File;
import java.util.List;
import javafx.application.Platform;
import javafx.geometry.Rectangle2D;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.input.ClipboardContent;
import javafx.scene.input.TransferMode;
import javafx.scene.layout.StackPane;
import javafx.stage.Screen;
import javafx.stage.Stage;
import javafx.stage.StageStyle;

/** Another program, from which a file can be dragged: a small window at the lower right corner of the screen. */
final class DragSource {
    static final int SIDE = 40;

    private DragSource() {}

    public static void main(String[] arguments) {
        Platform.startup(() -> show(new File(arguments[0])));
    }

    private static void show(File file) {
        StackPane handle = new StackPane(new Label("file"));
        handle.setOnDragDetected(event -> {
            ClipboardContent content = new ClipboardContent();
            content.putFiles(List.of(file));
            handle.startDragAndDrop(TransferMode.COPY).setContent(content);
            event.consume();
        });
        handle.setOnDragDone(event -> say("done " + event.getTransferMode()));
        Rectangle2D screen = Screen.getPrimary().getBounds();
        Stage stage = new Stage(StageStyle.UNDECORATED);
        stage.setScene(new Scene(handle, SIDE, SIDE));
        stage.setX(screen.getMaxX() - SIDE);
        stage.setY(screen.getMaxY() - SIDE);
        stage.setOnShown(event -> say("shown"));
        stage.show();
    }

    private static void say(String word) {
        System.out.println(word);
        System.out.flush();
    }
}
