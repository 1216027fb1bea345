package dev.hamlet.app.fx;

import java.util.Arrays;
import java.util.List;
import javafx.geometry.Insets;
import javafx.geometry.Orientation;
import javafx.scene.Node;
import javafx.scene.layout.Region;

/**
 * Nodes side by side over the whole width, as many in a line as there is room for: of four, four or two or one. Those of one
 * line are equally high. In the only line the widths are as the weights, but for what needs more; in several they are equal.
 */
public final class WrappingRow extends Region {
    private static final double GAP = 16;

    private final double[] weights;

    /**
     * A row of these.
     *
     * @param weights what share of the width each takes where all stand in one line; as many as nodes
     */
    public WrappingRow(List<? extends Node> nodes, double... weights) {
        if (nodes.size() != weights.length) {
            throw new IllegalArgumentException(nodes.size() + " nodes with " + weights.length + " weights");
        }
        this.weights = weights.clone();
        getStyleClass().add("wrapping-row");
        getChildren().addAll(nodes);
    }

    @Override
    public Orientation getContentBias() {
        return Orientation.HORIZONTAL;
    }

    @Override
    protected double computeMinWidth(double height) {
        Insets insets = getInsets();
        double widest = 0;
        for (Node node : getManagedChildren()) {
            widest = Math.max(widest, node.minWidth(-1));
        }
        return widest + insets.getLeft() + insets.getRight();
    }

    @Override
    protected double computePrefWidth(double height) {
        double sum = 0;
        for (Node node : getManagedChildren()) {
            sum += node.prefWidth(-1) + GAP;
        }
        return Math.max(0, sum - GAP) + getInsets().getLeft() + getInsets().getRight();
    }

    @Override
    protected double computeMinHeight(double width) {
        return computePrefHeight(width);
    }

    @Override
    protected double computePrefHeight(double width) {
        double room = width < 0 ? computePrefWidth(-1) : width;
        Insets insets = getInsets();
        return place(room - insets.getLeft() - insets.getRight(), false) + insets.getTop() + insets.getBottom();
    }

    @Override
    protected void layoutChildren() {
        Insets insets = getInsets();
        double _ = place(getWidth() - insets.getLeft() - insets.getRight(), true);
    }

    /** Goes through all lines, and answers how high they are together. */
    private double place(double width, boolean move) {
        List<Node> nodes = getManagedChildren();
        if (nodes.isEmpty()) {
            return 0;
        }
        int columns = columns(nodes, width);
        double y = 0;
        for (int from = 0; from < nodes.size(); from += columns) {
            List<Node> line = nodes.subList(from, Math.min(nodes.size(), from + columns));
            double[] widths = widths(nodes, columns, width);
            double high = 0;
            for (int i = 0; i < line.size(); i++) {
                high = Math.max(high, line.get(i).prefHeight(widths[i]));
            }
            double x = getInsets().getLeft();
            for (int i = 0; move && i < line.size(); i++) {
                line.get(i)
                        .resizeRelocate(
                                snapPositionX(x), snapPositionY(getInsets().getTop() + y), widths[i], high);
                x += widths[i] + GAP;
            }
            y += snapSizeY(high) + GAP;
        }
        return y - GAP;
    }

    private int columns(List<Node> nodes, double width) {
        int columns = nodes.size();
        while (columns > 1 && !fits(nodes, columns, width)) {
            columns = (columns + 1) / 2;
        }
        return columns;
    }

    private boolean fits(List<Node> nodes, int columns, double width) {
        double[] widths = widths(nodes, columns, width);
        for (int i = 0; i < nodes.size(); i++) {
            if (widths[i % columns] < least(nodes.get(i))) {
                return false;
            }
        }
        return true;
    }

    private double[] widths(List<Node> nodes, int columns, double width) {
        double room = width - GAP * (columns - 1);
        double[] widths = new double[columns];
        boolean oneLine = columns == nodes.size() && nodes.size() == weights.length;
        double all = oneLine ? Arrays.stream(weights).sum() : columns;
        for (int i = 0; i < columns; i++) {
            widths[i] = snapSizeX(Math.floor(room * (oneLine ? weights[i] : 1) / all));
        }
        return oneLine ? evened(nodes, widths) : widths;
    }

    /** Where all have room together, who has more than the least gives to who has less. */
    private double[] evened(List<Node> nodes, double[] widths) {
        double missing = 0;
        double spare = 0;
        for (int i = 0; i < widths.length; i++) {
            double more = widths[i] - least(nodes.get(i));
            missing += Math.max(0, -more);
            spare += Math.max(0, more);
        }
        if (missing == 0 || missing > spare) {
            return widths;
        }
        double[] even = new double[widths.length];
        for (int i = 0; i < widths.length; i++) {
            double least = least(nodes.get(i));
            double more = Math.max(0, widths[i] - least);
            even[i] = Math.max(least, Math.floor(widths[i] - more * missing / spare));
        }
        return even;
    }

    private double least(Node node) {
        return snapSizeX(node.minWidth(-1));
    }
}
