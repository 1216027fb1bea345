package dev.hamlet.app.fx;

import java.util.Arrays;
import java.util.List;
import javafx.scene.AccessibleRole;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.control.Label;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.scene.paint.Paint;
import javafx.scene.shape.Line;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.javafx.FontIcon;

/**
 * A card with one figure over time: its name and its value now above, the curve, and what its scale means below. A second
 * curve is dashed, since colours alone tell nothing. Read as a whole by a screen reader. Belongs to the JavaFX thread.
 */
public final class Graph extends VBox {
    /**
     * What a graph shows.
     *
     * @param curves one or two, oldest value first, NaN where nothing is known
     * @param top the value at the upper edge
     * @param now the last value in words
     * @param scale what the upper edge or the curves mean
     * @param span how far back it reaches
     * @param accessible all of it in a sentence: name, last, highest
     */
    public record Reading(List<double[]> curves, double top, String now, String scale, String span, String accessible) {
        /** Copies the list; the arrays are not changed afterwards. */
        public Reading {
            curves = List.copyOf(curves);
        }
    }

    private final SteadyLabel now = new SteadyLabel();
    private final SteadyLabel scale = new SteadyLabel();
    private final Label span = new Label();
    private final Plot plot;

    /**
     * A graph that shows nothing yet.
     *
     * @param id of the node
     * @param name of the figure, in words
     */
    public Graph(String id, Ikon icon, String name, Ink ink) {
        setId(id);
        getStyleClass().addAll("card", "graph");
        setAccessibleRole(AccessibleRole.IMAGE_VIEW);
        setAccessibleText(name);
        plot = new Plot(ink);
        Label title = new Label(name, new FontIcon(icon));
        title.getStyleClass().add("graph-title");
        title.setMinWidth(Region.USE_PREF_SIZE);
        title.setMaxWidth(Double.MAX_VALUE);
        HBox.setHgrow(title, Priority.ALWAYS);
        now.getStyleClass().add("graph-now");
        now.label().getStyleClass().addAll("strong", "num");
        scale.label().getStyleClass().addAll("muted", "num");
        scale.label().setWrapText(true);
        scale.setMinHeight(Region.USE_PREF_SIZE);
        span.getStyleClass().add("muted");
        span.setMinWidth(Region.USE_PREF_SIZE);
        HBox head = new HBox(title, now);
        head.getStyleClass().add("graph-head");
        HBox foot = new HBox(scale, gap(), span);
        foot.getStyleClass().add("graph-foot");
        VBox.setVgrow(plot, Priority.ALWAYS);
        getChildren().addAll(head, plot, foot);
    }

    private static Region gap() {
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        return gap;
    }

    /** Shows this. */
    public void show(Reading reading) {
        now.show(reading.now());
        scale.show(reading.scale());
        span.setText(reading.span());
        setAccessibleText(reading.accessible());
        plot.show(reading.curves(), reading.top());
    }

    /** The curves above a few pale lines. */
    private static final class Plot extends CurveCanvas {
        private static final int QUARTERS = 4;

        /** As fine as the pixels of a large one on a screen of twice the density, and of a small one on any. */
        private static final int STEPS = 128;

        private final Line ink;
        private final Line grid;
        private List<double[]> curves = List.of();

        Plot(Ink colour) {
            getStyleClass().add("graph-plot");
            ink = ink(colour.styleClass());
            grid = ink("ink-grid");
        }

        void show(List<double[]> values, double most) {
            List<double[]> steps = values.stream()
                    .map(curve -> Curve.steps(curve, most, STEPS))
                    .toList();
            if (!isShown(steps)) {
                curves = steps;
                redraw();
            }
        }

        private boolean isShown(List<double[]> values) {
            boolean same = values.size() == curves.size();
            for (int i = 0; same && i < values.size(); i++) {
                same = Arrays.equals(values.get(i), curves.get(i));
            }
            return same;
        }

        @Override
        void draw(GraphicsContext pen, double width, double height) {
            pen.setStroke(colour(grid));
            pen.setLineWidth(1);
            for (int i = 0; i <= QUARTERS; i++) {
                double y = Math.rint((height - 1) * i / QUARTERS) + 0.5;
                pen.strokeLine(0, y, width, y);
            }
            Paint colour = colour(ink);
            for (int i = 0; i < curves.size(); i++) {
                Curve.Style style = i == 0 ? Curve.Style.AREA : Curve.Style.DASHES;
                Curve.draw(pen, width, height, curves.get(i), 1, colour, style);
            }
        }
    }
}
