package dev.hamlet.app.fx;

import java.util.Objects;
import javafx.css.PseudoClass;
import javafx.geometry.Orientation;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.control.ContentDisplay;
import javafx.scene.control.Label;
import javafx.scene.image.Image;
import javafx.scene.image.ImageView;
import javafx.scene.layout.BorderPane;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;
import javafx.scene.layout.VBox;
import javafx.scene.text.TextAlignment;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.feather.Feather;
import org.kordamp.ikonli.javafx.FontIcon;

/**
 * The screen of a guest as it was a moment ago, 16 to 10, with a line below that says how long ago. Where there is no
 * picture, a word says why. Belongs to the JavaFX thread.
 */
public final class PreviewTile extends VBox {
    private static final double SHARE = 10.0 / 16;

    private final Screen screen = new Screen();
    private final SteadyLabel caption = new SteadyLabel();

    /**
     * A tile without a picture.
     *
     * @param id of the node; {@code <id>-screen} and {@code <id>-caption} are its parts
     * @param tools stand at the right of the caption
     */
    public PreviewTile(String id, Node... tools) {
        setId(id);
        getStyleClass().addAll("card", "preview");
        screen.setId(id + "-screen");
        caption.label().setId(id + "-caption");
        caption.label().getStyleClass().addAll("muted", "num");
        caption.label().setWrapText(true);
        caption.setMinHeight(Region.USE_PREF_SIZE);
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        HBox foot = new HBox(caption, gap);
        foot.getChildren().addAll(tools);
        foot.getStyleClass().add("preview-foot");
        VBox.setVgrow(screen, Priority.ALWAYS);
        getChildren().addAll(screen, foot);
    }

    /**
     * Shows this.
     *
     * @param picture what the guest shows, or null where nothing is known of it
     * @param word why there is no picture; not shown where there is one
     * @param below the line below: size and age
     * @param accessible all of it in a sentence
     */
    public void show(@Nullable Image picture, String word, String below, String accessible) {
        screen.show(picture, word);
        screen.setAccessibleText(accessible);
        caption.show(below);
    }

    /** The picture, as large as it may be; black beside it as on a real screen. */
    private static final class Screen extends Region {
        private static final PseudoClass DARK = PseudoClass.getPseudoClass("dark");

        private final ImageView view = new ImageView();
        private final Label text = new Label();
        private final BorderPane instead = new BorderPane();

        Screen() {
            getStyleClass().add("preview-screen");
            setAccessibleRole(AccessibleRole.IMAGE_VIEW);
            view.setPreserveRatio(true);
            view.setSmooth(true);
            FontIcon icon = new FontIcon(Feather.MONITOR);
            icon.getStyleClass().add("preview-icon");
            text.setGraphic(icon);
            text.setContentDisplay(ContentDisplay.TOP);
            text.setTextAlignment(TextAlignment.CENTER);
            text.setWrapText(true);
            text.getStyleClass().add("muted");
            instead.setCenter(text);
            getChildren().addAll(view, instead);
        }

        void show(@Nullable Image picture, String word) {
            Image before = view.getImage();
            if (!Objects.equals(picture, before)) {
                view.setImage(picture);
                if (picture == null || before == null || !sameSize(picture, before)) {
                    requestLayout();
                }
            }
            text.setText(word);
            view.setVisible(picture != null);
            instead.setVisible(picture == null);
            pseudoClassStateChanged(DARK, picture != null);
        }

        private static boolean sameSize(Image one, Image other) {
            return one.getWidth() == other.getWidth() && one.getHeight() == other.getHeight();
        }

        @Override
        public Orientation getContentBias() {
            return Orientation.HORIZONTAL;
        }

        @Override
        protected double computePrefHeight(double width) {
            return width < 0 ? prefWidth(-1) * SHARE : width * SHARE;
        }

        @Override
        protected double computeMinHeight(double width) {
            return computePrefHeight(width);
        }

        @Override
        protected void layoutChildren() {
            instead.resizeRelocate(0, 0, getWidth(), getHeight());
            view.setFitWidth(getWidth());
            view.setFitHeight(getHeight());
            view.relocate(
                    Math.max(0, (getWidth() - view.getLayoutBounds().getWidth()) / 2),
                    Math.max(0, (getHeight() - view.getLayoutBounds().getHeight()) / 2));
        }
    }
}
