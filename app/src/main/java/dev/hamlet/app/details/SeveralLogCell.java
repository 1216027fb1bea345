package dev.hamlet.app.details;

import javafx.scene.control.Label;
import javafx.scene.control.ListCell;
import javafx.scene.layout.HBox;
import org.jspecify.annotations.Nullable;

/** A line of one of several logs in its colours, and before it whose it is where that cannot be seen otherwise. */
final class SeveralLogCell extends ListCell<SeveralLogsModel.Named> {
    /** So many names are told apart by their colour, too. */
    private static final int COLOURS = 5;

    private final boolean named;

    /** A cell; {@code named} tells whose each line is. */
    SeveralLogCell(boolean named) {
        this.named = named;
        getStyleClass().add("log-line");
    }

    @Override
    protected void updateItem(SeveralLogsModel.@Nullable Named item, boolean empty) {
        super.updateItem(item, empty);
        if (empty || item == null) {
            setText(null);
            setGraphic(null);
            setAccessibleText(null);
            return;
        }
        LogLine line = item.line();
        setAccessibleText(named ? item.source().name() + ": " + line.text() : line.text());
        if (!named && !line.words().isColoured()) {
            setGraphic(null);
            setText(line.text());
            return;
        }
        HBox parts = new HBox();
        if (named) {
            int missing = item.source().width() - item.source().name().length();
            Label name = ColouredLine.part(
                    item.source().name() + "\u00a0".repeat(Math.max(0, missing) + 1) + "\u2502\u00a0");
            name.getStyleClass().add("log-name-" + item.source().place() % COLOURS);
            parts.getChildren().add(name);
        }
        parts.getChildren().addAll(ColouredLine.of(line.words()));
        setText(null);
        setGraphic(parts);
    }
}
