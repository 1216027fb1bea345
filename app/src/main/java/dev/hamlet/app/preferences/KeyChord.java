package dev.hamlet.app.preferences;

import dev.hamlet.engine.display.PhysicalKey;
import java.util.List;

/**
 * Keys that are pressed one after another and let go of together.
 *
 * @param keys in the order in which they are pressed, each once
 */
public record KeyChord(List<PhysicalKey> keys) {
    /** More than a person has fingers for is no chord. */
    public static final int MOST = 6;

    /** Copies the list. */
    public KeyChord {
        keys = List.copyOf(keys);
        if (keys.isEmpty() || keys.size() > MOST || keys.stream().distinct().count() < keys.size()) {
            throw new IllegalArgumentException("no chord: " + keys.size() + " keys");
        }
    }
}
