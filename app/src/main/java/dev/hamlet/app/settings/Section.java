package dev.hamlet.app.settings;

import java.util.Locale;

/** A part of the settings, shown alone. */
public enum Section {
    GENERAL,
    RESOURCES,
    STORAGE,
    DISPLAY,
    NETWORK,
    SERIAL,
    ADVANCED;

    /** Its name in ids and keys. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
