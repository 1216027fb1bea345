package dev.hamlet.app.details;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import javafx.collections.FXCollections;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import org.junit.jupiter.api.Test;

class KeptLinesTest {
    @Test
    void ofAListThatBecomesAnotherOneTheCommonPartStays() {
        ObservableList<String> shown = FXCollections.observableArrayList("a", "b", "c", "beg");
        int[] all = {0};
        shown.addListener((ListChangeListener<String>) change -> {
            while (change.next()) {
                all[0] += change.getAddedSize() + change.getRemovedSize();
            }
        });
        for (List<String> next : List.of(
                List.of("b", "c", "begun", "d"),
                List.of("b", "c", "begun", "x", "d"),
                List.of("x", "d"),
                List.of("y"),
                List.<String>of(),
                List.of("z"))) {
            KeptLines.show(shown, next);
            assertEquals(next, shown);
        }
        all[0] = 0;
        shown.setAll("a", "b", "c");
        all[0] = 0;
        KeptLines.show(shown, List.of("b", "c", "d"));
        assertEquals(2, all[0], "one went and one came");
    }
}
