package dev.hamlet.app.preferences;

/**
 * What a person prefers, wherever the window stands.
 *
 * @param look light, dark or as the desktop is
 * @param notices whether the desktop tells what has ended while the person looks elsewhere
 * @param language tag of the language, such as {@code en}; empty for the desktop's
 * @param console how consoles are
 */
public record Preferences(Look look, boolean notices, String language, ConsolePreferences console) {
    /** Those of somebody who has chosen nothing. */
    public static final Preferences FIRST = new Preferences(Look.SYSTEM, true, "", ConsolePreferences.FIRST);

    /** The same with another look. */
    public Preferences withLook(Look other) {
        return new Preferences(other, notices, language, console);
    }

    /** The same with notices or without. */
    public Preferences withNotices(boolean wanted) {
        return new Preferences(look, wanted, language, console);
    }

    /** The same in another language. */
    public Preferences withLanguage(String tag) {
        return new Preferences(look, notices, tag, console);
    }

    /** The same with other consoles. */
    public Preferences withConsole(ConsolePreferences other) {
        return new Preferences(look, notices, language, other);
    }

    /** A key that few guests need, so that a person can keep it for this computer. */
    public enum ConsoleKey {
        CONTROL_RIGHT,
        PAUSE,
        SCROLL_LOCK,
        CONTEXT_MENU
    }

    /** How light the window is. */
    public enum Look {
        SYSTEM,
        LIGHT,
        DARK
    }
}
