package dev.hamlet.app.details;

import java.util.Locale;
import javafx.beans.value.ObservableStringValue;
import javafx.css.PseudoClass;
import javafx.scene.control.ListCell;
import javafx.scene.layout.HBox;
import org.jspecify.annotations.Nullable;

/** A line of a log in its colours; one in which the searched words stand is marked. */
final class LogCell extends ListCell<ColouredText> {
    private static final PseudoClass FOUND = PseudoClass.getPseudoClass("found");

    private final ObservableStringValue query;

    /** A cell that marks what is searched; the listening ends with the cell. */
    LogCell(ObservableStringValue query) {
        this.query = query;
        getStyleClass().add("log-line");
        itemProperty().subscribe(item -> mark());
        // Followed while the cell is in a window alone, or the model would keep every cell.
        sceneProperty().flatMap(scene -> query).subscribe(text -> mark());
    }

    private void mark() {
        String words = query.get() == null ? "" : query.get().strip().toLowerCase(Locale.ROOT);
        ColouredText line = getItem();
        pseudoClassStateChanged(
                FOUND,
                line != null
                        && !words.isEmpty()
                        && line.text().toLowerCase(Locale.ROOT).contains(words));
    }

    @Override
    protected void updateItem(@Nullable ColouredText line, boolean empty) {
        super.updateItem(line, empty);
        ColouredText shown = empty ? null : line;
        boolean coloured = shown != null && shown.isColoured();
        setText(shown == null || coloured ? null : shown.text());
        setGraphic(shown != null && coloured ? new HBox(ColouredLine.of(shown)) : null);
        setAccessibleText(shown == null ? null : shown.text());
    }
}
