package dev.hamlet.app.images;

import dev.hamlet.app.fx.Action;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.SimpleObjectProperty;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;
import javafx.scene.input.KeyCombination;
import org.jspecify.annotations.Nullable;
import org.kordamp.ikonli.Ikon;
import org.kordamp.ikonli.feather.Feather;

/** What can be done on the library's tab. */
record LibraryActions(
        Action create,
        Action add,
        Action make,
        Action grow,
        Action compact,
        Action verify,
        Action reveal,
        Action delete) {
    /**
     * The actions of this model.
     *
     * @param create opens the dialog of a new disk
     * @param add opens the dialog of an import
     * @param grow opens the dialog of a new size
     */
    static LibraryActions of(LibraryModel model, Runnable create, Runnable add, Runnable grow) {
        return new LibraryActions(
                always("create", Feather.PLUS, keys(KeyCode.D, KeyCombination.SHIFT_DOWN), create),
                always("add", Feather.UPLOAD, keys(KeyCode.I), add),
                action(model, ImageCommand.MAKE, Feather.MONITOR, model::make),
                action(model, ImageCommand.GROW, Feather.MAXIMIZE_2, grow),
                action(model, ImageCommand.COMPACT, Feather.MINIMIZE_2, model::compact),
                action(model, ImageCommand.VERIFY, Feather.SHIELD, model::verify),
                action(model, ImageCommand.REVEAL, Feather.FOLDER, model::reveal),
                action(model, ImageCommand.DELETE, Feather.TRASH_2, model::delete));
    }

    private static Action always(String word, Ikon icon, @Nullable KeyCombination keys, Runnable deed) {
        return new Action(
                "images-" + word,
                new SimpleObjectProperty<>("images." + word),
                icon,
                keys,
                new SimpleObjectProperty<>(Optional.empty()),
                deed);
    }

    private static Action action(LibraryModel model, ImageCommand command, Ikon icon, Runnable deed) {
        return new Action(
                "images-" + command.word(),
                new SimpleObjectProperty<>(command.key()),
                icon,
                null,
                model.obstacle(command),
                deed);
    }

    private static KeyCombination keys(KeyCode code, KeyCombination.Modifier... more) {
        KeyCombination.Modifier[] all = new KeyCombination.Modifier[more.length + 1];
        all[0] = KeyCombination.SHORTCUT_DOWN;
        System.arraycopy(more, 0, all, 1, more.length);
        return new KeyCodeCombination(code, all);
    }

    /** What is done to the selected image. */
    List<Action> ofSelected() {
        return List.of(make, grow, compact, verify, reveal, delete);
    }

    /** All of them. */
    List<Action> all() {
        return List.of(create, add, make, grow, compact, verify, reveal, delete);
    }
}
