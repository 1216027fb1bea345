package dev.hamlet.app.details;

import dev.hamlet.app.fx.DialogFrame;
import dev.hamlet.app.fx.Shown;
import dev.hamlet.app.words.Messages;
import java.util.List;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import javafx.util.Subscription;
import org.jspecify.annotations.Nullable;

/** Tabs that are made when they are first wanted, and know whether they are seen. Belongs to the JavaFX thread. */
final class DetailsTabs extends TabPane {
    private static final KeyCombination NEXT = new KeyCodeCombination(KeyCode.TAB, KeyCombination.SHORTCUT_DOWN);
    private static final KeyCombination PREVIOUS =
            new KeyCodeCombination(KeyCode.TAB, KeyCombination.SHORTCUT_DOWN, KeyCombination.SHIFT_DOWN);

    private final List<LazyTab> tabs;
    private final Subscription subscription;
    private boolean shown;

    DetailsTabs(String id, Messages words, List<LazyTab> tabs) {
        this.tabs = tabs;
        setId(id);
        setTabClosingPolicy(TabClosingPolicy.UNAVAILABLE);
        setAccessibleText(words.text("details.tabs.accessible"));
        getTabs().setAll(tabs);
        subscription = Subscription.combine(
                getSelectionModel().selectedItemProperty().subscribe(changed -> choose()),
                sceneProperty().subscribe(this::listenToKeys),
                Shown.of(this).subscribe(now -> {
                    shown = now;
                    choose();
                }));
    }

    /** The pane itself hears its keys only while it has the keyboard; in the list they mean the same. */
    private void listenToKeys(@Nullable Scene before, @Nullable Scene now) {
        if (before != null) {
            before.getAccelerators().remove(NEXT);
            before.getAccelerators().remove(PREVIOUS);
        }
        if (now != null) {
            now.getAccelerators().put(NEXT, () -> turn(1));
            now.getAccelerators().put(PREVIOUS, () -> turn(-1));
        }
    }

    /** Lets each tab know whether it is seen. */
    private void choose() {
        Tab chosen = getSelectionModel().getSelectedItem();
        // First those that rest from now on.
        tabs.stream().filter(tab -> tab != chosen).forEach(tab -> tab.seen(false));
        tabs.stream().filter(tab -> tab == chosen).forEach(tab -> tab.seen(shown));
    }

    /** Goes to the next tab, or to the one before: {@code step} is 1 or -1. Nothing happens below a dialog. */
    void turn(int step) {
        if (isBelowDialog()) {
            return;
        }
        int count = getTabs().size();
        getSelectionModel().select(Math.floorMod(getSelectionModel().getSelectedIndex() + step, count));
    }

    private boolean isBelowDialog() {
        Node owner = getScene() == null ? null : getScene().getFocusOwner();
        while (owner != null && !(owner instanceof DialogFrame)) {
            owner = owner.getParent();
        }
        return owner != null;
    }

    /** Looks at everything that is shown now, not only at the next second. */
    void lookAgain() {
        tabs.forEach(LazyTab::lookAgain);
    }

    /** Ends all looking. */
    void dispose() {
        subscription.unsubscribe();
        listenToKeys(getScene(), null);
        tabs.forEach(LazyTab::dispose);
    }
}
