package dev.hamlet.app.terminal;

import com.techsenger.jeditermfx.core.TerminalColor;
import com.techsenger.jeditermfx.core.TextStyle;
import java.util.Arrays;
import java.util.List;
import javafx.geometry.VPos;
import javafx.scene.Node;
import javafx.scene.control.Label;
import javafx.scene.layout.Background;
import javafx.scene.paint.Color;
import javafx.scene.paint.Paint;
import javafx.scene.text.Font;
import javafx.scene.text.FontPosture;
import javafx.scene.text.FontWeight;
import javafx.scene.text.Text;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;

/**
 * Letters and colours of a terminal. The style sheet says them by labels that nobody sees; the sixteen colours that a guest
 * calls by number are readable on what the sheet chose. Belongs to the JavaFX thread.
 */
final class TerminalLook {
    /** Classic: what is on a colour was chosen by the guest for it. */
    private static final List<Color> CLASSIC = colours("#000000 #aa0000 #00882b #aa5500 #1f4fb8 #8e2a9e #007f8c #c8c8c8"
            + " #5c5c5c #ff6060 #50e070 #f0d050 #6c9cff #ff78ff #50e0e8 #ffffff");

    private static final List<Color> ON_DARK = colours("#6e7681 #ff7b72 #3fb950 #d29922 #58a6ff #bc8cff #39c5cf #c9d1d9"
            + " #8b949e #ffa198 #56d364 #e3b341 #79c0ff #d2a8ff #56d4dd #ffffff");
    private static final List<Color> ON_LIGHT =
            colours("#24292f #cf222e #116329 #7d4e00 #0969da #8250df #1b7c83 #57606a"
                    + " #424a53 #a40e26 #1a7f37 #9a6700 #0757b5 #6639ba #136061 #24292f");

    private static final double DIM = 0.55;
    private static final int MEASURED = 20;

    private final Label plain = sample("terminal-plain");
    private final Label selected = sample("terminal-selected");
    private final Label found = sample("terminal-found");
    private final Label foundNow = sample("terminal-found-now");
    private final Subscription following;
    private final Font[] fonts = new Font[4];
    private double cellWidth = 8;
    private double cellHeight = 16;
    private double baseline = 12;
    private double density = 1;

    /**
     * As the style sheet says.
     *
     * @param changed is run when it says otherwise
     */
    TerminalLook(Runnable changed) {
        measure();
        following = Subscription.combine(
                plain.fontProperty().subscribe((before, now) -> {
                    measure();
                    changed.run();
                }),
                plain.textFillProperty().subscribe((before, now) -> changed.run()),
                plain.backgroundProperty().subscribe((before, now) -> changed.run()),
                selected.backgroundProperty().subscribe((before, now) -> changed.run()));
    }

    private static List<Color> colours(String names) {
        return Arrays.stream(names.split(" ")).map(Color::web).toList();
    }

    private static Label sample(String styleClass) {
        Label label = new Label();
        label.getStyleClass().add(styleClass);
        label.setVisible(false);
        label.setManaged(false);
        return label;
    }

    /** What the style sheet works on. */
    List<Node> samples() {
        return List.of(plain, selected, found, foundNow);
    }

    /** The screen has so many pixels a unit from now on: cells are whole ones. */
    void density(double now) {
        if (now != density) {
            density = now;
            measure();
        }
    }

    /** Chooses the size that is next to the wanted one and has letters of whole pixels. */
    private void measure() {
        Font wanted = plain.getFont();
        double advance = width(wanted);
        cellWidth = Math.max(1, Math.round(advance * density)) / density;
        double size = wanted.getSize() * cellWidth / advance;
        for (int i = 0; i < fonts.length; i++) {
            fonts[i] = Font.font(
                    wanted.getFamily(),
                    (i & 1) == 0 ? FontWeight.NORMAL : FontWeight.BOLD,
                    (i & 2) == 0 ? FontPosture.REGULAR : FontPosture.ITALIC,
                    size);
        }
        Text text = new Text("Mg");
        text.setFont(fonts[0]);
        text.setTextOrigin(VPos.TOP);
        cellHeight = Math.max(1, Math.ceil(text.getLayoutBounds().getHeight() * density)) / density;
        baseline = Math.round(text.getBaselineOffset() * density) / density;
    }

    private static double width(Font font) {
        Text text = new Text("M".repeat(MEASURED));
        text.setFont(font);
        return Math.max(1, text.getLayoutBounds().getWidth() / MEASURED);
    }

    double cellWidth() {
        return cellWidth;
    }

    double cellHeight() {
        return cellHeight;
    }

    double baseline() {
        return baseline;
    }

    Font font(TextStyle style) {
        return fonts[
                (style.hasOption(TextStyle.Option.BOLD) ? 1 : 0) | (style.hasOption(TextStyle.Option.ITALIC) ? 2 : 0)];
    }

    /** The colour of what is not written on. */
    Color background() {
        return fill(plain.getBackground(), Color.WHITE);
    }

    private static Color fill(@Nullable Background background, Color otherwise) {
        return background == null
                        || background.getFills().isEmpty()
                        || !(background.getFills().getFirst().getFill() instanceof Color colour)
                ? otherwise
                : colour;
    }

    private static Color colour(Paint paint) {
        return paint instanceof Color colour ? colour : Color.BLACK;
    }

    /** What is behind and what is written. */
    record Pair(Color back, Color ink) {
        private Pair swapped() {
            return new Pair(ink, back);
        }
    }

    /** The colours of a cell. */
    Pair pair(TextStyle style, byte mark, boolean solidCursor) {
        Pair pair = marked(style, mark & ~Screen.CURSOR);
        return solidCursor && (mark & Screen.CURSOR) != 0 ? new Pair(colour(plain.getTextFill()), background()) : pair;
    }

    private Pair marked(TextStyle style, int mark) {
        return switch (mark) {
            case Screen.SELECTED -> pair(selected);
            case Screen.FOUND -> pair(found);
            case Screen.FOUND_NOW -> pair(foundNow);
            default -> written(style);
        };
    }

    private static Pair pair(Label label) {
        return new Pair(fill(label.getBackground(), Color.GRAY), colour(label.getTextFill()));
    }

    private Pair written(TextStyle style) {
        TerminalColor back = style.getBackground();
        TerminalColor ink = style.getForeground();
        Color standard = background();
        boolean dark = standard.getBrightness() < 0.5;
        List<Color> inks = back == null ? dark ? ON_DARK : ON_LIGHT : CLASSIC;
        Pair pair = new Pair(
                back == null ? standard : colour(back, CLASSIC),
                ink != null ? colour(ink, inks) : back == null ? colour(plain.getTextFill()) : readableOn(back));
        if (style.hasOption(TextStyle.Option.INVERSE)) {
            pair = pair.swapped();
        }
        if (style.hasOption(TextStyle.Option.DIM)) {
            pair = new Pair(pair.back, pair.back.interpolate(pair.ink, DIM));
        }
        return style.hasOption(TextStyle.Option.HIDDEN) ? new Pair(pair.back, pair.back) : pair;
    }

    private static Color readableOn(TerminalColor back) {
        Color colour = colour(back, CLASSIC);
        double light = 0.299 * colour.getRed() + 0.587 * colour.getGreen() + 0.114 * colour.getBlue();
        return light > 0.55 ? Color.BLACK : Color.WHITE;
    }

    private static Color colour(TerminalColor colour, List<Color> byNumber) {
        if (colour.isIndexed() && colour.getColorIndex() < byNumber.size()) {
            return byNumber.get(colour.getColorIndex());
        }
        com.techsenger.jeditermfx.core.Color exact = colour.toColor();
        return Color.rgb(exact.getRed(), exact.getGreen(), exact.getBlue());
    }

    void dispose() {
        following.unsubscribe();
    }
}
