package dev.hamlet.app.preferences;

/**
 * What a person prefers, wherever the window stands.
 *
 * @param look light, dark or as the desktop is
 */
public record Preferences(Look look) {
    /** Those of somebody who has chosen nothing. */
    public static final Preferences FIRST = new Preferences(Look.SYSTEM);

    /** How light the window is. */
    public enum Look {
        SYSTEM,
        LIGHT,
        DARK
    }
}
