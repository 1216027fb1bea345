package dev.hamlet.app.fx;

import dev.hamlet.engine.job.Phrase;
import java.util.Optional;
import javafx.beans.value.ObservableValue;
import javafx.scene.input.KeyCombination;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.Ikon;

/**
 * Something a person can do, wherever it is offered: a button, a menu, a key. It is enabled exactly when it works, and
 * says why when it does not.
 *
 * @param id such as {@code machines-start}: the id of its button, and what tests look for
 * @param key of its words: {@code <key>.text} and {@code <key>.accessible}; may change with what it would do now
 * @param icon its picture
 * @param shortcut the keys that do the same, or null
 * @param obstacle why it cannot be done now; empty when it can
 * @param deed what it does; called on the JavaFX thread, never while there is an obstacle
 */
public record Action(
        String id,
        ObservableValue<String> key,
        Ikon icon,
        @Nullable KeyCombination shortcut,
        ObservableValue<Optional<Phrase>> obstacle,
        Runnable deed) {

    /** The same where it is offered a second time, under another id and without its keys. */
    public Action renamed(String other) {
        return new Action(other, key, icon, null, obstacle, deed);
    }

    /** Does it, if it can be done now. */
    public void run() {
        if (isEnabled()) {
            deed.run();
        }
    }

    /** Whether it can be done now. */
    public boolean isEnabled() {
        return obstacle.getValue().isEmpty();
    }
}
