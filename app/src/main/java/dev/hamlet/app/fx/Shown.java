package dev.hamlet.app.fx;

import javafx.beans.binding.Bindings;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.value.ObservableValue;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.stage.Stage;
import javafx.stage.Window;

/** Whether somebody can see a node, so that work for what nobody sees is left undone. */
public final class Shown {
    private Shown() {}

    /**
     * Whether the node stands in a window that is open and not put away. Whoever wants to know keeps and ends a
     * subscription.
     */
    public static ObservableValue<Boolean> of(Node node) {
        return node.sceneProperty()
                .flatMap(Scene::windowProperty)
                .flatMap(Shown::open)
                .orElse(false);
    }

    private static ObservableValue<Boolean> open(Window window) {
        if (window instanceof Stage stage) {
            return Bindings.createBooleanBinding(
                    () -> stage.isShowing() && !stage.isIconified(),
                    stage.showingProperty(),
                    stage.iconifiedProperty());
        }
        return new ReadOnlyBooleanWrapper(true);
    }
}
