package dev.hamlet.app.fx;

import java.util.Arrays;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.shape.Line;

/**
 * A curve as small as a word, for a cell of a list: the last minute of one figure. The figure itself stands beside it, so
 * that a screen reader is told nothing by it. Drawn anew only when it would look otherwise. Belongs to the JavaFX thread.
 */
public final class Sparkline extends CurveCanvas {
    /** Finer than its pixels on a screen of twice the density. */
    private static final int STEPS = 64;

    private static final double[] NOTHING = {};

    private final Line ink;
    private double[] values = NOTHING;

    /** A line of this colour that shows nothing yet. */
    public Sparkline(Ink colour) {
        getStyleClass().add("sparkline");
        ink = ink(colour.styleClass());
    }

    /**
     * Shows these values.
     *
     * @param samples oldest first, NaN where nothing is known; not changed afterwards
     * @param most the value at the upper edge, such as all of the memory
     */
    public void show(double[] samples, double most) {
        double[] steps = Curve.steps(samples, most, STEPS);
        if (!Arrays.equals(steps, values)) {
            values = steps;
            redraw();
        }
    }

    /** Shows nothing. */
    public void clear() {
        show(NOTHING, 0);
    }

    @Override
    void draw(GraphicsContext pen, double width, double height) {
        Curve.draw(pen, width, height, values, 1, colour(ink), Curve.Style.AREA);
    }
}
