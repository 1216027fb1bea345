package dev.hamlet.app.fx;

import javafx.geometry.Insets;
import javafx.geometry.Orientation;
import javafx.scene.control.Label;
import javafx.scene.layout.Region;

/**
 * A label whose text changes again and again. What is around it is laid out anew where a text needs more room than the one
 * before or another number of lines, and not for each: a figure in the midst of a page would cost a layout of all the page.
 * Belongs to the JavaFX thread.
 */
public final class SteadyLabel extends Region {
    private final Label label = new Label();

    /** A label without text. */
    public SteadyLabel() {
        getStyleClass().add("steady-label");
        setMaxSize(USE_PREF_SIZE, USE_PREF_SIZE);
        // What is not managed asks no parent for a layout.
        label.setManaged(false);
        label.fontProperty().subscribe(this::requestLayout);
        getChildren().add(label);
    }

    /** What is shown, to give it a look; its text is set by {@link #show}. */
    Label label() {
        return label;
    }

    /** Shows this text. */
    void show(String text) {
        if (!text.equals(label.getText())) {
            label.setText(text);
            if (!fits()) {
                requestLayout();
            }
        }
    }

    /** Whether the text that is shown takes no more than its parents reckon with. */
    private boolean fits() {
        boolean placed = getScene() != null && getWidth() > 0 && !isNeedsLayout();
        // What is known of the text before is asked last: it is reckoned anew after a layout has been asked for.
        return placed
                && across(label.prefWidth(-1)) <= Math.max(minWidth(-1), prefWidth(-1))
                && Math.abs(computePrefHeight(getWidth()) - getHeight()) < 1;
    }

    private double across(double width) {
        return width + getInsets().getLeft() + getInsets().getRight();
    }

    private double down(double height) {
        return height + getInsets().getTop() + getInsets().getBottom();
    }

    /** The label's width in so much of it; -1 stays what it is. */
    private double within(double width) {
        return width < 0 ? -1 : Math.max(0, width - across(0));
    }

    @Override
    public Orientation getContentBias() {
        return label.getContentBias();
    }

    @Override
    protected double computeMinWidth(double height) {
        return across(label.minWidth(-1));
    }

    @Override
    protected double computePrefWidth(double height) {
        return across(label.prefWidth(-1));
    }

    @Override
    protected double computeMinHeight(double width) {
        return down(label.minHeight(within(width)));
    }

    @Override
    protected double computePrefHeight(double width) {
        return down(label.prefHeight(within(width)));
    }

    @Override
    public double getBaselineOffset() {
        return getInsets().getTop() + label.getBaselineOffset();
    }

    @Override
    protected void layoutChildren() {
        Insets insets = getInsets();
        label.resizeRelocate(insets.getLeft(), insets.getTop(), within(getWidth()), Math.max(0, getHeight() - down(0)));
    }
}
