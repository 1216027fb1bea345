package dev.hamlet.app.shell;

import dev.hamlet.app.fx.Action;
import dev.hamlet.app.fx.Focus;
import dev.hamlet.app.fx.Page;
import dev.hamlet.engine.job.Phrase;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.scene.Scene;
import javafx.scene.input.KeyCombination;
import javafx.scene.layout.BorderPane;

/** The pages of the window, each made when it is first wanted; the keys of the one that is shown are listened to. */
final class Pages {
    private final BorderPane place;
    private final Scene scene;
    private final Consumer<Phrase> tell;
    private final Map<String, Supplier<Page>> makers = new LinkedHashMap<>();
    private final Map<String, Page> made = new HashMap<>();
    private final List<KeyCombination> keys = new ArrayList<>();
    private final ReadOnlyStringWrapper shown = new ReadOnlyStringWrapper("");

    /**
     * Pages in the middle of this pane.
     *
     * @param scene listens to keys
     * @param tell says why a key does nothing now
     */
    Pages(BorderPane place, Scene scene, Consumer<Phrase> tell) {
        this.place = place;
        this.scene = scene;
        this.tell = tell;
    }

    /** Adds a page. */
    void add(String id, Supplier<Page> maker) {
        makers.put(id, maker);
    }

    /** The page that is shown. */
    Page shown() {
        return Objects.requireNonNull(made.get(shown.get()), shown.get());
    }

    /** The id of the page that is shown. */
    ReadOnlyStringProperty shownProperty() {
        return shown.getReadOnlyProperty();
    }

    /** Shows this page. */
    void show(String id) {
        if (id.equals(shown.get())) {
            return;
        }
        Page page = made.computeIfAbsent(
                id, wanted -> Objects.requireNonNull(makers.get(wanted), wanted).get());
        keys.forEach(scene.getAccelerators()::remove);
        keys.clear();
        for (Action action : page.actions()) {
            KeyCombination shortcut = action.shortcut();
            if (shortcut != null) {
                keys.add(shortcut);
                Runnable deed = () -> action.obstacle().getValue().ifPresentOrElse(tell, action::run);
                if (scene.getAccelerators().put(shortcut, deed) != null) {
                    throw new IllegalStateException(shortcut + " would have two meanings");
                }
            }
        }
        place.setCenter(page.node());
        shown.set(id);
        page.shown();
        if (made.size() > 1) {
            Focus.whenShown(page.home());
        }
    }

    void dispose() {
        made.values().forEach(Page::dispose);
    }
}
