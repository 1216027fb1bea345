package dev.hamlet.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {
    @Test
    void columnsStandByCellsAndNotByCharacters() {
        Table table = new Table().column("Name").figures("CPUs").column("State");
        table.row("web", "2", "Running");
        table.row("データ", "16", "Stopped");
        table.row("cafe\u0301", "1", "Running");
        table.row("🐳 x", "1", "");
        assertEquals(
                List.of(
                        "Name    CPUs  State",
                        "web        2  Running",
                        "データ    16  Stopped",
                        "cafe\u0301       1  Running",
                        "🐳 x       1"),
                table.lines());
    }

    @Test
    void whatActsOnATerminalIsWrittenOut() {
        assertEquals(
                List.of("Name", "a\\x1b[31mb\\x0ac\\u202ed"),
                new Table().column("Name").row("a\u001b[31mb\nc\u202ed").lines());
    }

    @Test
    void widthsFollowUnicode() {
        assertEquals(4, CellWidth.of("naïv"));
        assertEquals(2, CellWidth.of("漢"));
        assertEquals(2, CellWidth.of("👩‍👩‍👧‍👦"));
        assertEquals(2, CellWidth.of("❤\uFE0F"));
        assertEquals(1, CellWidth.of("❤"));
        assertEquals(2, CellWidth.of("🇩🇪"));
        assertEquals(2, CellWidth.of("Ａ"));
        assertEquals(1, CellWidth.of("e\u0301"));
        assertEquals(0, CellWidth.of("\u200b"));
        assertEquals(5, CellWidth.of("→ web"));
    }

    @Test
    void aRowHasACellForEachColumn() {
        assertThrows(
                IllegalArgumentException.class, () -> new Table().column("Name").row("a", "b"));
    }
}
