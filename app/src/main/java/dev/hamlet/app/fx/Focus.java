package dev.hamlet.app.fx;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javafx.application.Platform;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.Scene;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;

/** Moves the keyboard's focus between the panes of a window. */
public final class Focus {
    private Focus() {}

    /**
     * Gives the focus to this node, or to the first thing within it that takes it, once it has come into a window; what
     * is not yet shown would refuse it.
     */
    public static void whenShown(Node node) {
        Platform.runLater(() -> {
            if (node.getScene() != null) {
                into(node);
            }
        });
    }

    /**
     * Gives the focus to the first thing within this pane that takes it.
     *
     * @return whether there was one
     */
    public static boolean into(Node pane) {
        if (!pane.isVisible() || pane.isDisabled()) {
            return false;
        }
        if (pane.isFocusTraversable()) {
            pane.requestFocus();
            return true;
        }
        return pane instanceof Parent parent
                && parent.getChildrenUnmodifiable().stream().anyMatch(Focus::into);
    }

    /**
     * Gives the focus to the last thing within this pane that takes it.
     *
     * @return whether there was one
     */
    public static boolean intoLast(Node pane) {
        if (!pane.isVisible() || pane.isDisabled()) {
            return false;
        }
        if (pane instanceof Parent parent
                && parent.getChildrenUnmodifiable().reversed().stream().anyMatch(Focus::intoLast)) {
            return true;
        }
        if (pane.isFocusTraversable()) {
            pane.requestFocus();
            return true;
        }
        return false;
    }

    /** Whether this node and all that it stands in may be seen, as far as they say so themselves. */
    public static boolean isSeen(Node node) {
        for (Node one = node; one != null; one = one.getParent()) {
            if (!one.isVisible()) {
                return false;
            }
        }
        return true;
    }

    /** The ids of what has the focus in this scene and of all that it stands in, the nearest first; chosen tabs are among them. */
    public static List<String> around(Scene scene) {
        List<String> ids = new ArrayList<>();
        for (Node one = scene.getFocusOwner(); one != null; one = one.getParent()) {
            Tab chosen = one instanceof TabPane tabs ? tabs.getSelectionModel().getSelectedItem() : null;
            if (chosen != null) {
                ids.add(chosen.getId());
            }
            ids.add(one.getId());
        }
        ids.removeIf(Objects::isNull);
        return ids;
    }

    /** Whether what has the focus is this pane or stands in it. */
    public static boolean isWithin(Node pane) {
        Node owner = pane.getScene() == null ? null : pane.getScene().getFocusOwner();
        while (owner != null && !owner.equals(pane)) {
            owner = owner.getParent();
        }
        return owner != null;
    }
}
