package dev.hamlet.app.cli;

import java.util.ArrayList;
import java.util.List;

/** A table for a terminal: columns aligned by cells, two blanks between them, none at the end of a line. */
final class Table {
    private static final String GAP = "  ";

    private final List<Boolean> toTheRight = new ArrayList<>();
    private final List<String> heads = new ArrayList<>();
    private final List<List<String>> rows = new ArrayList<>();

    /** Adds a column of text. */
    Table column(String head) {
        heads.add(head);
        toTheRight.add(false);
        return this;
    }

    /** Adds a column of figures, aligned to the right. */
    Table figures(String head) {
        heads.add(head);
        toTheRight.add(true);
        return this;
    }

    /** Adds a row; it has a cell for each column. */
    Table row(String... cells) {
        if (cells.length != heads.size()) {
            throw new IllegalArgumentException(cells.length + " cells in " + heads.size() + " columns");
        }
        rows.add(List.of(cells).stream().map(Printable::line).toList());
        return this;
    }

    /** The lines, the heads first. */
    List<String> lines() {
        int[] widths = new int[heads.size()];
        List<List<String>> all = new ArrayList<>();
        all.add(heads);
        all.addAll(rows);
        for (List<String> row : all) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], CellWidth.of(row.get(i)));
            }
        }
        return all.stream().map(row -> line(row, widths)).toList();
    }

    private String line(List<String> row, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < widths.length; i++) {
            String cell = row.get(i);
            String blanks = " ".repeat(widths[i] - CellWidth.of(cell));
            line.append(i == 0 ? "" : GAP).append(toTheRight.get(i) ? blanks + cell : cell + blanks);
        }
        return line.toString().stripTrailing();
    }
}
