package dev.hamlet.app.fx;

import javafx.scene.canvas.GraphicsContext;
import javafx.scene.paint.Color;
import javafx.scene.paint.Paint;
import javafx.scene.shape.StrokeLineCap;
import javafx.scene.shape.StrokeLineJoin;

/** Draws values over time: a line with a pale area below it. What is not known is a gap, never a zero. */
final class Curve {
    private static final double AREA = 0.14;
    private static final double LINE = 1.25;

    /** How a curve is drawn. */
    enum Style {
        /** A line and the area below it. */
        AREA,
        /** A dashed line alone, above another curve. */
        DASHES
    }

    private Curve() {}

    /**
     * The values as shares of the edge, in so many steps: what is drawn alike is alike.
     *
     * @param top the value at the upper edge
     */
    static double[] steps(double[] values, double top, int steps) {
        double[] shares = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            double share = top > 0 ? Math.clamp(values[i] / top, 0, 1) : 0;
            shares[i] = Double.isNaN(values[i]) ? Double.NaN : Math.rint(share * steps) / steps;
        }
        return shares;
    }

    /**
     * Draws one curve over the whole width.
     *
     * @param values oldest first, NaN where nothing is known
     * @param top the value at the upper edge; more is drawn there too
     * @param ink of the line
     */
    static void draw(
            GraphicsContext pen, double width, double height, double[] values, double top, Paint ink, Style style) {
        if (values.length == 0 || width <= 0 || height <= 0) {
            return;
        }
        pen.save();
        pen.setStroke(ink);
        pen.setLineWidth(LINE);
        pen.setLineJoin(StrokeLineJoin.ROUND);
        pen.setLineCap(StrokeLineCap.ROUND);
        if (style == Style.DASHES) {
            pen.setLineDashes(3, 3);
        }
        double step = width / Math.max(1, values.length - 1);
        int from = 0;
        while (from < values.length) {
            if (Double.isNaN(values[from])) {
                from++;
                continue;
            }
            int to = from;
            while (to + 1 < values.length && !Double.isNaN(values[to + 1])) {
                to++;
            }
            stretch(pen, new Stretch(values, from, to, step, height, top), style, ink);
            from = to + 1;
        }
        pen.restore();
    }

    /** Values without a gap between them, and how they lie on the canvas. */
    private static final class Stretch {
        private final double[] values;
        private final int from;
        private final int to;
        private final double step;
        private final double height;
        private final double top;

        Stretch(double[] values, int from, int to, double step, double height, double top) {
            this.values = values;
            this.from = from;
            this.to = to;
            this.step = step;
            this.height = height;
            this.top = top;
        }

        double x(int at) {
            return at * step;
        }

        /** Where the middle of the line runs, wholly within the canvas. */
        double y(int at) {
            double share = top > 0 ? Math.clamp(values[at] / top, 0, 1) : 0;
            return height - LINE / 2 - share * (height - LINE);
        }

        /** A value between two gaps is as wide as half a step on each side that there is. */
        double left() {
            return from == to ? Math.max(0, x(from) - step / 2) : x(from);
        }

        double right() {
            double end = x(values.length - 1);
            return from == to ? Math.min(Math.max(end, step), x(to) + step / 2) : x(to);
        }
    }

    private static void stretch(GraphicsContext pen, Stretch one, Style style, Paint ink) {
        if (style == Style.AREA) {
            pen.setFill(ink instanceof Color colour ? colour.deriveColor(0, 1, 1, AREA) : ink);
            path(pen, one);
            pen.lineTo(one.right(), one.height);
            pen.lineTo(one.left(), one.height);
            pen.closePath();
            pen.fill();
        }
        path(pen, one);
        pen.stroke();
    }

    private static void path(GraphicsContext pen, Stretch one) {
        pen.beginPath();
        pen.moveTo(one.left(), one.y(one.from));
        for (int i = one.from + 1; i <= one.to; i++) {
            pen.lineTo(one.x(i), one.y(i));
        }
        if (one.from == one.to) {
            pen.lineTo(one.right(), one.y(one.to));
        }
    }
}
