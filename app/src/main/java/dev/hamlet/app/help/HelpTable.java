package dev.hamlet.app.help;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import javafx.geometry.VPos;
import javafx.scene.layout.ColumnConstraints;
import javafx.scene.layout.GridPane;
import javafx.scene.layout.RowConstraints;
import javafx.scene.layout.StackPane;
import javafx.scene.text.TextFlow;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.ext.gfm.tables.TableCell;
import org.commonmark.ext.gfm.tables.TableRow;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Node;

/** A table of a page: columns as wide as what they say asks for, the words of each cell broken over lines. */
final class HelpTable extends GridPane {
    /** Of a column, in hundredths of the table. */
    private static final double LEAST = 14;

    /** Longer texts are broken over lines, and ask for no more. */
    private static final int LONG = 60;

    /**
     * A table.
     *
     * @param inline lays out what a cell says
     */
    HelpTable(TableBlock table, Function<Node, TextFlow> inline) {
        getStyleClass().add("help-table");
        List<List<TableCell>> rows = rows(table);
        int columns = rows.stream().mapToInt(List::size).max().orElse(0);
        for (double share : shares(rows, columns)) {
            ColumnConstraints column = new ColumnConstraints();
            column.setPercentWidth(share);
            getColumnConstraints().add(column);
        }
        for (int row = 0; row < rows.size(); row++) {
            List<TableCell> cells = rows.get(row);
            // A table without a head has an empty row in its place.
            if (cells.stream().allMatch(cell -> HelpText.of(cell).isBlank())) {
                getRowConstraints().add(new RowConstraints(0));
                continue;
            }
            RowConstraints constraints = new RowConstraints();
            constraints.setValignment(VPos.TOP);
            getRowConstraints().add(constraints);
            for (int column = 0; column < columns; column++) {
                TextFlow said = column < cells.size() ? inline.apply(cells.get(column)) : new TextFlow();
                StackPane cell = new StackPane(said);
                cell.getStyleClass().add("help-cell");
                if (column < cells.size() && cells.get(column).isHeader()) {
                    cell.getStyleClass().add("help-head");
                }
                add(cell, column, row);
            }
        }
    }

    /** The cells of its rows, the head before them. */
    static List<List<TableCell>> rows(TableBlock table) {
        List<List<TableCell>> rows = new ArrayList<>();
        table.accept(new AbstractVisitor() {
            @Override
            public void visit(org.commonmark.node.CustomNode node) {
                if (node instanceof TableRow) {
                    List<TableCell> cells = new ArrayList<>();
                    for (Node one = node.getFirstChild(); one != null; one = one.getNext()) {
                        if (one instanceof TableCell cell) {
                            cells.add(cell);
                        }
                    }
                    rows.add(cells);
                } else {
                    visitChildren(node);
                }
            }
        });
        return rows;
    }

    private static List<Double> shares(List<List<TableCell>> rows, int columns) {
        double[] wanted = new double[columns];
        for (List<TableCell> cells : rows) {
            for (int i = 0; i < cells.size(); i++) {
                wanted[i] = Math.max(
                        wanted[i], Math.min(LONG, HelpText.of(cells.get(i)).length()));
            }
        }
        double all = 0;
        for (double one : wanted) {
            all += one;
        }
        double least = Math.min(LEAST, 100.0 / Math.max(1, columns));
        List<Double> shares = new ArrayList<>();
        double free = 100 - least * columns;
        for (double one : wanted) {
            shares.add(least + (all == 0 ? 0 : free * one / all));
        }
        return shares;
    }
}
