package dev.hamlet.app.help;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.node.Node;

/** Text in lines of a given width, and tables of such text. Pure functions. */
final class PlainTable {
    private static final String GAP = "  ";

    /** A column is made no narrower than this for another's sake. */
    private static final int LEAST = 10;

    private PlainTable() {}

    /** Running text, broken between words; a word that is longer than a line stands whole. */
    static List<String> wrapped(String text, String first, String rest, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder(first);
        boolean empty = true;
        for (String word : text.split(" ", -1)) {
            if (!empty && line.length() + 1 + word.length() > width) {
                lines.add(line.toString());
                line = new StringBuilder(rest);
                empty = true;
            }
            if (!empty) {
                line.append(' ');
            }
            line.append(word);
            empty = false;
        }
        lines.add(line.toString());
        return lines;
    }

    /**
     * A table in columns, its head underlined where it says anything.
     *
     * @param said what a cell says
     */
    static List<String> lines(List<List<TableCell>> rows, Function<Node, String> said, String margin, int width) {
        List<List<String>> texts =
                rows.stream().map(row -> row.stream().map(said).toList()).toList();
        int columns = texts.stream().mapToInt(List::size).max().orElse(0);
        int[] widths = new int[columns];
        for (List<String> row : texts) {
            for (int i = 0; i < row.size(); i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        shrink(widths, width - margin.length() - GAP.length() * Math.max(0, columns - 1));
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            boolean head = i == 0;
            if (head && texts.getFirst().stream().allMatch(String::isEmpty)) {
                continue;
            }
            row(texts.get(i), widths, margin, lines);
            if (head) {
                List<String> rule = Arrays.stream(widths).mapToObj("-"::repeat).toList();
                lines.add((margin + String.join(GAP, rule)).stripTrailing());
            }
        }
        return lines;
    }

    /** Takes from the widest column until all fit. */
    private static void shrink(int[] widths, int room) {
        while (Arrays.stream(widths).sum() > room) {
            int widest = 0;
            for (int i = 1; i < widths.length; i++) {
                widest = widths[i] > widths[widest] ? i : widest;
            }
            if (widths[widest] <= LEAST) {
                return;
            }
            widths[widest]--;
        }
    }

    private static void row(List<String> cells, int[] widths, String margin, List<String> lines) {
        List<List<String>> columns = new ArrayList<>();
        int height = 0;
        for (int i = 0; i < cells.size(); i++) {
            List<String> column = wrapped(cells.get(i), "", "", widths[i]);
            columns.add(column);
            height = Math.max(height, column.size());
        }
        for (int line = 0; line < height; line++) {
            StringBuilder text = new StringBuilder(margin);
            for (int i = 0; i < columns.size(); i++) {
                String part = line < columns.get(i).size() ? columns.get(i).get(line) : "";
                text.append(part).append(" ".repeat(Math.max(0, widths[i] - part.length())));
                text.append(GAP);
            }
            lines.add(text.toString().stripTrailing());
        }
    }
}
