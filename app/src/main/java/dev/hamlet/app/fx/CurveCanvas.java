package dev.hamlet.app.fx;

import javafx.scene.canvas.Canvas;
import javafx.scene.canvas.GraphicsContext;
import javafx.scene.layout.Region;
import javafx.scene.paint.Color;
import javafx.scene.paint.Paint;
import javafx.scene.shape.Line;

/**
 * A canvas as large as its place, whose colours come from the style sheet as all others do: from the stroke of unseen
 * lines within it. Drawn anew when its content, its size or a colour changes, and at no other time.
 */
abstract class CurveCanvas extends Region {
    private final Canvas canvas = new Canvas();
    private boolean drawn;

    CurveCanvas() {
        getChildren().add(canvas);
        canvas.setManaged(false);
        setMouseTransparent(true);
    }

    /** A colour of the style sheet: the stroke of this style class. */
    final Line ink(String styleClass) {
        Line line = new Line();
        line.getStyleClass().add(styleClass);
        line.setManaged(false);
        line.setVisible(false);
        line.strokeProperty().subscribe(this::redraw);
        getChildren().add(line);
        return line;
    }

    /** The colour of this ink; black before the style sheet has been applied. */
    static Paint colour(Line ink) {
        return ink.getStroke() == null ? Color.BLACK : ink.getStroke();
    }

    /** The content has changed. Its place has not: where that is known, nothing around it is laid out for this. */
    final void redraw() {
        drawn = false;
        if (canvas.getWidth() > 0 && getScene() != null && !isNeedsLayout()) {
            drawNow();
        } else {
            requestLayout();
        }
    }

    @Override
    protected final void layoutChildren() {
        double width =
                Math.max(0, getWidth() - getInsets().getLeft() - getInsets().getRight());
        double height =
                Math.max(0, getHeight() - getInsets().getTop() - getInsets().getBottom());
        if (drawn && canvas.getWidth() == width && canvas.getHeight() == height) {
            return;
        }
        canvas.setWidth(width);
        canvas.setHeight(height);
        canvas.relocate(getInsets().getLeft(), getInsets().getTop());
        drawNow();
    }

    private void drawNow() {
        drawn = true;
        GraphicsContext pen = canvas.getGraphicsContext2D();
        pen.clearRect(0, 0, canvas.getWidth(), canvas.getHeight());
        draw(pen, canvas.getWidth(), canvas.getHeight());
    }

    /** Draws the content on an empty canvas. */
    abstract void draw(GraphicsContext pen, double width, double height);
}
