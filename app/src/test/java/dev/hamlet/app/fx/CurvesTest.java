package dev.hamlet.app.fx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import javafx.application.Application;
import javafx.scene.Node;
import javafx.scene.SnapshotParameters;
import javafx.scene.canvas.Canvas;
import javafx.scene.image.WritableImage;
import javafx.scene.layout.Pane;
import javafx.scene.layout.Region;
import javafx.scene.layout.StackPane;
import javafx.scene.layout.VBox;
import javafx.scene.paint.Color;
import javafx.scene.text.Text;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.kordamp.ikonli.feather.Feather;

@Tag("window")
class CurvesTest {
    private static final double GAP = Double.NaN;

    private @Nullable OpenWindow window;

    @AfterEach
    void close() {
        Toolkit.run(() -> Application.setUserAgentStylesheet(new PrimerLight().getUserAgentStylesheetBSS()));
        if (window != null) {
            window.close();
        }
    }

    /** What the canvas within shows, over nothing. */
    private static WritableImage drawn(Region curve) {
        return Toolkit.get(() -> {
            Objects.requireNonNull(curve.getScene()).getRoot().applyCss();
            curve.getScene().getRoot().layout();
            Canvas canvas = (Canvas) Objects.requireNonNull(curve.lookup("Canvas"));
            SnapshotParameters clear = new SnapshotParameters();
            clear.setFill(Color.TRANSPARENT);
            return canvas.snapshot(clear, null);
        });
    }

    /** How many pixels of this column have been drawn on. */
    private static int inked(WritableImage image, double share) {
        int x = (int) Math.round(share * (image.getWidth() - 1));
        int count = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            count += image.getPixelReader().getColor(x, y).getOpacity() > 0.05 ? 1 : 0;
        }
        return count;
    }

    private Sparkline sparkline() {
        Sparkline line = Toolkit.get(() -> new Sparkline(Ink.ACCENT));
        window = OpenWindow.with(() -> new StackPane(line));
        return line;
    }

    @Test
    void aGapIsDrawnAsAGapAndAZeroAsALine() {
        Toolkit.start();
        Sparkline line = sparkline();
        double[] samples = new double[60];
        Arrays.fill(samples, 0, 20, 0.5);
        Arrays.fill(samples, 20, 40, GAP);
        Arrays.fill(samples, 40, 60, 0);
        Toolkit.run(() -> line.show(samples, 1));
        WritableImage image = drawn(line);
        assertTrue(inked(image, 0.15) > image.getHeight() / 3, "half full: " + inked(image, 0.15));
        assertEquals(0, inked(image, 0.5));
        assertTrue(inked(image, 0.85) >= 1 && inked(image, 0.85) <= 3, "a line: " + inked(image, 0.85));
    }

    @Test
    void aSingleValueBetweenGapsIsSeen() {
        Toolkit.start();
        Sparkline line = sparkline();
        Toolkit.run(() -> line.show(new double[] {GAP, GAP, 1, GAP, GAP}, 1));
        WritableImage image = drawn(line);
        assertTrue(inked(image, 0.5) > image.getHeight() / 2);
        assertEquals(0, inked(image, 0.05));
    }

    @Test
    void valuesBeyondTheScaleStayWithinThePicture() {
        Toolkit.start();
        Sparkline line = sparkline();
        Toolkit.run(() -> line.show(new double[] {7, Double.POSITIVE_INFINITY, -1, 7}, 1));
        assertEquals(drawn(line).getHeight(), inked(drawn(line), 0.2));
        Toolkit.run(() -> line.show(new double[] {3, 3}, 0));
        assertTrue(inked(drawn(line), 0.5) <= 3, "without a scale there is a line at the bottom");
        Toolkit.run(line::clear);
        assertEquals(0, inked(drawn(line), 0.5));
    }

    @Test
    void aCurveIsDrawnAnewForAnotherThemeAndOnlyForSomethingNew() {
        Toolkit.start();
        Sparkline line = sparkline();
        double[] full = {1, 1, 1};
        Toolkit.run(() -> line.show(full, 1));
        Color light = drawn(line).getPixelReader().getColor(20, 0);
        assertTrue(Toolkit.get(() -> !line.isNeedsLayout()), "drawn and at rest");
        Toolkit.run(() -> line.show(full.clone(), 1));
        assertTrue(Toolkit.get(() -> !line.isNeedsLayout()), "the same again is not drawn again");
        Toolkit.run(() -> Application.setUserAgentStylesheet(new PrimerDark().getUserAgentStylesheetBSS()));
        Color dark = drawn(line).getPixelReader().getColor(20, 0);
        assertNotEquals(light, dark);
    }

    @Test
    void aGraphSaysNameLastAndHighest() {
        Toolkit.start();
        Graph graph = Toolkit.get(() -> new Graph("graph-cpu", Feather.CPU, "CPU", Ink.ACCENT));
        window = OpenWindow.with(() -> new VBox(graph));
        Toolkit.run(() -> graph.show(new Graph.Reading(
                List.of(new double[] {0.2, 0.4, GAP, 0.1}, new double[] {0.1, 0.2, GAP, 0.1}),
                1,
                "18 %",
                "of 4 processors",
                "1 min",
                "CPU: last 18 %, highest 40 %")));
        window.awaitText("graph-cpu", "18 %");
        assertTrue(window.text("graph-cpu").contains("of 4 processors"));
        assertEquals("CPU: last 18 %, highest 40 %", Toolkit.get(graph::getAccessibleText));
        assertTrue(inked(drawn(graph), 0) > 5, "there is a curve");
    }

    @Test
    void theNameOfAGraphKeepsApartFromItsFigureHoweverNarrowTheirRow() {
        List<Graph> graphs = Toolkit.get(() -> Stream.of("CPU", "Memory", "Disk", "Network")
                .map(name -> new Graph("graph-" + name, Feather.CPU, name, Ink.ACCENT))
                .toList());
        WrappingRow row = Toolkit.get(() -> new WrappingRow(graphs, 1, 1, 1, 1));
        window = OpenWindow.with(() -> new Pane(row));
        for (String figure : List.of("100 %", "1023 MiB", "888 KiB/s", "888 MiB/s")) {
            Toolkit.run(() -> graphs.forEach(graph -> graph.show(
                    new Graph.Reading(List.of(new double[] {1}), 1, figure, "in 8 B/s, out 8 B/s", "1 min", figure))));
            for (int width = 220; width < 1000; width += 7) {
                double wide = width;
                Toolkit.run(() -> {
                    row.resize(wide, 500);
                    row.applyCss();
                    row.layout();
                    graphs.forEach(graph -> {
                        Node name = graph.lookup(".graph-title");
                        Node now = graph.lookup(".graph-now");
                        double apart = left(now) - right(name);
                        assertTrue(apart >= 5, figure + " is " + apart + " from its name at " + wide);
                        assertTrue(right(now) <= right(graph) - 10, figure + " leaves its card at " + wide);
                        assertEquals(figure, ((Text) now.lookup(".text")).getText(), "whole at " + wide);
                    });
                });
            }
        }
    }

    private static double left(Node node) {
        return node.localToScene(node.getLayoutBounds()).getMinX();
    }

    private static double right(Node node) {
        return node.localToScene(node.getLayoutBounds()).getMaxX();
    }
}
