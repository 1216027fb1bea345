package dev.hamlet.app.shell;

import dev.hamlet.app.fx.FxRelay;
import dev.hamlet.app.preferences.Preferences;
import dev.hamlet.app.preferences.PreferencesModel;
import dev.hamlet.app.words.Messages;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Hamlet's one window in the language that the person prefers: another language replaces all that stands in it at once, and
 * leaves the window itself where it is. Belongs to the JavaFX thread.
 */
final class SpokenWindow {
    private final Function<String, Messages> languages;
    private final Function<Messages, HamletWindow> make;
    private final Consumer<HamletWindow> fill;
    private HamletWindow shown;

    /**
     * A window that is made and not shown yet.
     *
     * @param languages the words of a language by its tag
     * @param make makes what stands in the window, in the stage that is the same each time
     * @param fill lets it show what the engine has
     */
    SpokenWindow(
            PreferencesModel preferences,
            Function<String, Messages> languages,
            Function<Messages, HamletWindow> make,
            Consumer<HamletWindow> fill) {
        this.languages = languages;
        this.make = make;
        this.fill = fill;
        this.shown = make.apply(
                languages.apply(preferences.preferencesProperty().get().language()));
        preferences
                .preferencesProperty()
                .map(Preferences::language)
                // The button that chose it has to be done before it is gone.
                .subscribe((before, now) -> FxRelay.fxThread().execute(() -> speak(now)));
    }

    /** What stands in the window now. */
    HamletWindow shown() {
        return shown;
    }

    private void speak(String language) {
        HamletWindow.Left left = shown.leave();
        shown = make.apply(languages.apply(language));
        shown.replace(left);
        fill.accept(shown);
        // There the language was chosen, and may be chosen again.
        shown.show("preferences");
    }
}
