package dev.hamlet.app.fx;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javafx.geometry.Bounds;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.Labeled;
import javafx.scene.control.ListCell;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TableRow;
import javafx.scene.control.TreeTableRow;
import javafx.scene.control.skin.TableColumnHeader;
import javafx.scene.text.Text;

/** Finds words that have too little room: those that end in an ellipsis, and those that reach beyond what scrolls. */
public final class CutTexts {
    private static final double PIXEL = 1;

    private final Set<String> words;
    private final List<String> found = new ArrayList<>();

    private CutTexts(Set<String> words) {
        this.words = words;
    }

    /**
     * All that are cut.
     *
     * @param words of the window's language; what else has letters of the Latin alphabet alone is data, and may be cut
     */
    public static List<String> in(Node root, Set<String> words) {
        CutTexts cut = new CutTexts(words);
        cut.collect(root);
        return cut.found;
    }

    private void collect(Node node) {
        if (!node.isVisible() || isOfTable(node)) {
            return;
        }
        if (node instanceof Labeled labeled && isWords(labeled.getText())) {
            if (isCut(labeled)) {
                found.add(name(labeled) + " is cut: " + labeled.getText());
            } else if (isBeyond(labeled)) {
                found.add(name(labeled) + " reaches beyond the edge: " + labeled.getText());
            }
        }
        if (node instanceof Parent parent) {
            parent.getChildrenUnmodifiable().forEach(this::collect);
        }
    }

    /** What stands in columns and lists is as wide as the person makes them, and said whole beside them. */
    private static boolean isOfTable(Node node) {
        return node instanceof ListCell
                || node instanceof TableRow
                || node instanceof TreeTableRow
                || node instanceof TableColumnHeader;
    }

    private boolean isWords(String text) {
        if (text == null) {
            return false;
        }
        return words.contains(text) || text.chars().anyMatch(letter -> letter >= 0x80 && Character.isLetter(letter));
    }

    private static boolean isCut(Labeled labeled) {
        return labeled.getChildrenUnmodifiable().stream()
                .filter(child -> child instanceof Text && child.getStyleClass().contains("text"))
                .map(Text.class::cast)
                .anyMatch(text -> text.isVisible()
                        && !squeezed(text.getText()).equals(squeezed(labeled.getText()))
                        && !text.getText().isEmpty());
    }

    /** Where a wrapped text is broken the skin has a new line in the place of a space. */
    private static String squeezed(String text) {
        return text.replaceAll("\\s+", "");
    }

    private static boolean isBeyond(Node node) {
        Bounds mine = node.localToScene(node.getLayoutBounds());
        if (mine.getMaxX() > node.getScene().getRoot().getLayoutBounds().getWidth() + PIXEL) {
            return true;
        }
        for (Node one = node.getParent(); one != null; one = one.getParent()) {
            if (one instanceof ScrollPane pane) {
                Node view = pane.lookup(".viewport");
                return view != null
                        && mine.getMaxX()
                                > view.localToScene(view.getLayoutBounds()).getMaxX() + PIXEL;
            }
        }
        return false;
    }

    private static String name(Node node) {
        StringBuilder path = new StringBuilder();
        for (Node one = node; one != null; one = one.getParent()) {
            if (one.getId() != null) {
                path.insert(0, "#" + one.getId() + " ");
            }
        }
        return path.toString().strip();
    }
}
