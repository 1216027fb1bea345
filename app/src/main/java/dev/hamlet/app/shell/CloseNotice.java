package dev.hamlet.app.shell;

import atlantafx.base.theme.Styles;
import dev.hamlet.app.fx.Focus;
import dev.hamlet.app.words.Messages;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** Said once, above the page, when a window with running guests is closed for the first time. */
final class CloseNotice extends HBox {
    CloseNotice(Messages words, Runnable close, Runnable stay) {
        getStyleClass().add("close-notice");
        setId("close-notice");
        setAlignment(Pos.CENTER_LEFT);
        Label text = new Label(words.text("window.close.notice"));
        text.setWrapText(true);
        text.setMinHeight(Region.USE_PREF_SIZE);
        text.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(text, Priority.ALWAYS);
        Button closing = new Button(words.text("window.close.deed"));
        closing.setId("close-deed");
        closing.getStyleClass().add(Styles.ACCENT);
        closing.setMinWidth(USE_PREF_SIZE);
        closing.setOnAction(event -> close.run());
        Button staying = new Button(words.text("window.close.stay"));
        staying.setId("close-stay");
        staying.setMinWidth(USE_PREF_SIZE);
        staying.setOnAction(event -> stay.run());
        getChildren().addAll(new FontIcon(Feather.INFO), text, closing, staying);
        // A person who closes by the keyboard goes on by the keyboard.
        Focus.whenShown(closing);
    }
}
