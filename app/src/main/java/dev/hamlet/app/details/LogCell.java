package dev.hamlet.app.details;

import java.util.Locale;
import javafx.beans.value.ObservableStringValue;
import javafx.css.PseudoClass;
import javafx.scene.control.ListCell;
import org.jspecify.annotations.Nullable;

/** A line of a log; one in which the searched words stand is marked. */
final class LogCell extends ListCell<String> {
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
        String line = getItem();
        pseudoClassStateChanged(
                FOUND,
                line != null
                        && !words.isEmpty()
                        && line.toLowerCase(Locale.ROOT).contains(words));
    }

    @Override
    protected void updateItem(@Nullable String line, boolean empty) {
        super.updateItem(line, empty);
        setText(empty || line == null ? null : line);
        setAccessibleText(line);
    }
}
