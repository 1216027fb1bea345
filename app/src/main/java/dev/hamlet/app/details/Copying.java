package dev.hamlet.app.details;

import atlantafx.base.theme.Styles;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import javafx.scene.control.Button;
import javafx.scene.control.Tooltip;
import javafx.scene.input.Clipboard;
import javafx.scene.input.DataFormat;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/** Puts texts on the clipboard; and the small buttons for that and the like. */
final class Copying {
    private Copying() {}

    /** Puts this on the clipboard. */
    static void copy(String text) {
        Clipboard.getSystemClipboard().setContent(Map.of(DataFormat.PLAIN_TEXT, text));
    }

    /**
     * A button that copies.
     *
     * @param says what it does, in words
     * @param text what it copies
     */
    static Button button(String says, String text) {
        return iconButton(Feather.COPY, says, () -> copy(text));
    }

    /** Opens the folder in which this file lies, as near as there still is one. */
    static void reveal(Path file, Consumer<URI> open) {
        Path folder = file.getParent();
        while (folder != null && !Files.isDirectory(folder)) {
            folder = folder.getParent();
        }
        if (folder != null) {
            open.accept(folder.toUri());
        }
    }

    /** A small button without a frame, whose words are its tooltip. */
    static Button iconButton(Ikon icon, String says, Runnable deed) {
        Button button = new Button("", new FontIcon(icon));
        button.getStyleClass().addAll(Styles.BUTTON_ICON, Styles.FLAT, Styles.SMALL);
        button.setAccessibleText(says);
        button.setTooltip(new Tooltip(says));
        button.setOnAction(event -> deed.run());
        return button;
    }
}
