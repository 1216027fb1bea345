package dev.hamlet.app.details;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import javafx.collections.FXCollections;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import org.junit.jupiter.api.Test;

class LogLineTest {
    private static LogLine line(String written) {
        return LogTail.line(Instant.EPOCH, written.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aLineIsTakenApartByItsColours() {
        LogLine line =
                line("plain \u001b[1;31mbad\u001b[0m and \u001b[38;5;10mgood\u001b[39m, \u001b[38;2;1;2;3many\u001b[m");
        assertEquals("plain bad and good, any", line.text());
        assertEquals(
                List.of(
                        new LogLine.Part("plain ", -1, false),
                        new LogLine.Part("bad", 1, true),
                        new LogLine.Part(" and ", -1, false),
                        new LogLine.Part("good", 2, false),
                        new LogLine.Part(", ", -1, false),
                        new LogLine.Part("any", -1, false)),
                line.parts());
    }

    @Test
    void whateverItHoldsItsPartsAreItsText() {
        for (String written : List.of(
                "",
                "no colour",
                " 10 %\r\u001b[32m100 %\u001b[0m",
                "done\r\u001b[0m",
                "\u001b[99999999999m\u001b[;;m\u001b[38;5m\u001b[38;5;999mx",
                "\u001b[2J\u001b[Hmoved",
                "cut \u001b[3",
                "x".repeat(5_000) + "\u001b[31mred\u001b[0m")) {
            LogLine line = line(written);
            StringBuilder all = new StringBuilder();
            line.parts().forEach(part -> all.append(part.text()));
            assertEquals(line.text(), all.toString(), written);
        }
        assertFalse(line("no colour").isColoured());
    }

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
