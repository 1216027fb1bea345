package dev.hamlet.app.fx;

import javafx.scene.AccessibleRole;
import javafx.scene.control.Label;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Region;

/**
 * How much of something is in use: its name, a bar, and the figure. Exact figures stand in its tooltip, which a screen
 * reader is told too. Belongs to the JavaFX thread.
 */
public final class Gauge extends HBox {
    private final String name;
    private final Bar bar = new Bar();
    private final Label figure = new Label();
    private final Tooltip exact = new Tooltip();

    /**
     * A gauge that shows nothing yet.
     *
     * @param id of the node
     * @param name what is measured, in words
     */
    public Gauge(String id, String name) {
        this.name = name;
        setId(id);
        getStyleClass().add("gauge");
        setAccessibleRole(AccessibleRole.TEXT);
        setAccessibleText(name);
        Label caption = new Label(name);
        caption.getStyleClass().add("muted");
        figure.getStyleClass().add("num");
        getChildren().addAll(caption, bar, figure);
        Tooltip.install(this, exact);
    }

    /**
     * Shows this.
     *
     * @param share how much of the bar is filled, 0 to 1; NaN where nobody knows
     * @param said the figure beside the bar
     * @param exactly all of it in sentences
     */
    public void show(double share, String said, String exactly) {
        bar.show(Double.isNaN(share) ? 0 : Math.clamp(share, 0, 1));
        figure.setText(said);
        exact.setText(exactly);
        setAccessibleText(name + " " + said);
        setAccessibleHelp(exactly);
    }

    /** Of how many letters the figure is: it takes another width with another count. */
    public int figureLength() {
        return figure.getText().length();
    }

    /** Whether there is room for the bar, or for the words alone. */
    public void showBar(boolean room) {
        bar.setVisible(room);
        bar.setManaged(room);
    }

    /** Two rectangles; a progress bar would be laid out anew with all around it at each step. */
    private static final class Bar extends Region {
        private final Region filled = new Region();
        private double share;

        Bar() {
            getStyleClass().add("gauge-bar");
            filled.getStyleClass().add("gauge-filled");
            filled.setManaged(false);
            getChildren().add(filled);
        }

        void show(double now) {
            share = now;
            fill();
        }

        @Override
        protected void layoutChildren() {
            fill();
        }

        private void fill() {
            filled.resizeRelocate(0, 0, snapSizeX(getWidth() * share), getHeight());
        }
    }
}
