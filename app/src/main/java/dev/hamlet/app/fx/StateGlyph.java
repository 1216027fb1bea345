package dev.hamlet.app.fx;

import java.util.Locale;
import javafx.css.PseudoClass;
import javafx.scene.layout.StackPane;
import javafx.scene.shape.FillRule;
import javafx.scene.shape.SVGPath;
import org.jspecify.annotations.Nullable;

/**
 * The small sign before the word of a state: a shape and a colour, 12 pixels. Always beside its word, so that a screen
 * reader is told nothing by it.
 */
public final class StateGlyph extends StackPane {
    private static final PseudoClass HOLLOW = PseudoClass.getPseudoClass("hollow");

    /** The forms that tell states apart without their colours. */
    public enum Shape {
        SQUARE("M1.75 1.75h8.5v8.5h-8.5z", true),
        RING("M6 1.5a4.5 4.5 0 1 1-4.5 4.5", true),
        TRIANGLE("M2 1v10l9-5z", false),
        BARS("M2 1h3v10h-3zM7 1h3v10h-3z", false),
        CHECK("M1.5 6.3l3 3.2 6-7", true),
        CROSS("M2 2l8 8M10 2l-8 8", true),
        WARNING("M6 .6L11.8 11H.2zM5.4 4.2v3.4h1.2V4.2zM5.4 8.4v1.2h1.2V8.4z", false),
        WARNING_HOLLOW("M6 1.6L11 10.5H1zM6 5v2.6M6 9v.2", true);

        private final String path;
        private final boolean hollow;

        Shape(String path, boolean hollow) {
            this.path = path;
            this.hollow = hollow;
        }
    }

    /** What a colour means. */
    public enum Tone {
        MUTED,
        ACCENT,
        SUCCESS,
        WARNING,
        DANGER;

        /** The style class of the tone. */
        public String styleClass() {
            return "tone-" + name().toLowerCase(Locale.ROOT);
        }
    }

    private final SVGPath path = new SVGPath();
    private @Nullable Shape shownShape;
    private @Nullable Tone shownTone;

    /** A glyph that shows nothing yet. */
    public StateGlyph() {
        getStyleClass().add("state-glyph");
        path.getStyleClass().add("state-glyph-path");
        path.setFillRule(FillRule.EVEN_ODD);
        getChildren().add(path);
        setMouseTransparent(true);
    }

    /** Shows this form in the colour of this tone; nothing is done where it does so already. */
    public void show(Shape shape, Tone tone) {
        if (shape == shownShape && tone == shownTone) {
            return;
        }
        shownShape = shape;
        shownTone = tone;
        path.setContent(shape.path);
        path.pseudoClassStateChanged(HOLLOW, shape.hollow);
        path.getStyleClass().setAll("state-glyph-path", tone.styleClass());
    }
}
