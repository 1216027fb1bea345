package dev.hamlet.app.preferences;

import dev.hamlet.app.preferences.Preferences.Look;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/** The preferences as they are now; each change is kept and acts at once. Belongs to the JavaFX thread. */
public final class PreferencesModel {
    private final ReadOnlyObjectWrapper<Preferences> preferences;
    private final Consumer<Preferences> keep;

    /**
     * A model that begins with these.
     *
     * @param keep writes them where the next start finds them; must not block
     */
    public PreferencesModel(Preferences first, Consumer<Preferences> keep) {
        preferences = new ReadOnlyObjectWrapper<>(first);
        this.keep = keep;
    }

    /** The preferences as they are now. */
    public ReadOnlyObjectProperty<Preferences> preferencesProperty() {
        return preferences.getReadOnlyProperty();
    }

    /** Makes the windows light, dark or as the desktop is. */
    public void look(Look look) {
        change(preferences.get().withLook(look));
    }

    /** Lets the desktop tell what has ended while the person looks elsewhere, or not. */
    public void notices(boolean wanted) {
        change(preferences.get().withNotices(wanted));
    }

    /** Speaks this language: its tag, or empty for the desktop's. */
    public void language(String tag) {
        change(preferences.get().withLanguage(tag));
    }

    /** Changes how consoles are. */
    public void console(UnaryOperator<ConsolePreferences> change) {
        Preferences now = preferences.get();
        change(now.withConsole(change.apply(now.console())));
    }

    private void change(Preferences next) {
        if (!next.equals(preferences.get())) {
            preferences.set(next);
            keep.accept(next);
        }
    }
}
