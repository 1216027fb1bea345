package dev.hamlet.app.fx;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.ComboBoxBase;
import javafx.scene.control.Control;
import javafx.scene.control.IndexedCell;
import javafx.scene.control.Labeled;
import javafx.scene.control.ListView;
import javafx.scene.control.ScrollBar;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.TabPane;
import javafx.scene.control.TableView;
import javafx.scene.control.Toggle;
import javafx.scene.control.ToggleGroup;
import javafx.scene.control.TreeTableView;
import javafx.scene.input.KeyCode;
import org.jspecify.annotations.Nullable;

/** Whether a person comes by keyboard alone to each control that is shown, and hears what it is. */
public final class Reach {
    private static final int MOST = 200;

    private Reach() {}

    /** The controls below this node that have no role, or no name for a screen reader. */
    public static List<String> silent(Node root) {
        return Toolkit.get(() -> controls(root).stream()
                .filter(node -> node.getAccessibleRole() == null
                        || node.getAccessibleRole() == AccessibleRole.NODE
                        || name(node).isBlank())
                .map(node -> node + " has no role or no name")
                .toList());
    }

    /** The controls below this node that Tab does not come to, all round from where the keyboard is. */
    public static List<String> missed(OpenWindow window, Scene scene, Node root) {
        Set<Node> reached = new LinkedHashSet<>();
        for (int i = 0; i < MOST; i++) {
            window.press(KeyCode.TAB);
            Node owner = Toolkit.get(() -> new Owner(scene.getFocusOwner())).node();
            if (owner == null || (!reached.add(owner) && i > reached.size() + 2)) {
                break;
            }
        }
        return Toolkit.get(() -> {
            Set<ToggleGroup> groups = new HashSet<>();
            for (Node node : reached) {
                if (node instanceof Toggle toggle && toggle.getToggleGroup() != null) {
                    groups.add(toggle.getToggleGroup());
                }
            }
            return controls(root).stream()
                    .filter(node -> !reached.contains(node))
                    // Of those that exclude each other Tab goes to one, and arrow keys to the others.
                    .filter(node -> !(node instanceof Toggle toggle && groups.contains(toggle.getToggleGroup())))
                    .map(node -> node + " is not reached by Tab")
                    .toList();
        });
    }

    private record Owner(@Nullable Node node) {}

    private static List<Node> controls(Node root) {
        List<Node> found = new ArrayList<>();
        collect(root, found);
        return found;
    }

    private static void collect(Node node, List<Node> found) {
        if (!node.isVisible() || node.isDisabled()) {
            return;
        }
        boolean control = node instanceof Control || node.getAccessibleRole() == AccessibleRole.SLIDER;
        boolean part = node instanceof ScrollBar || node instanceof IndexedCell;
        if (control && !part && node.isFocusTraversable()) {
            found.add(node);
        }
        boolean whole = node instanceof ComboBoxBase
                || node instanceof ListView
                || node instanceof TableView
                || node instanceof TreeTableView;
        if (node instanceof Parent parent && !whole) {
            parent.getChildrenUnmodifiable().forEach(child -> collect(child, found));
        }
    }

    private static String name(Node node) {
        String text = node.getAccessibleText();
        if (text == null && node instanceof Labeled labeled) {
            text = labeled.getText();
        }
        // A pane of tabs is named by its tabs, and one that scrolls by what stands in it.
        return text == null
                ? node instanceof TabPane || node instanceof ScrollPane ? "named by its content" : ""
                : text;
    }
}
