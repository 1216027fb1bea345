package dev.hamlet.app.console;

import dev.hamlet.app.preferences.KeyChord;
import dev.hamlet.engine.display.PhysicalKey;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Takes down the keys that a person presses together, until all are let go of. Used by one thread at a time. */
final class ChordRecorder {
    private final List<PhysicalKey> chord = new ArrayList<>();
    private final Set<PhysicalKey> down = EnumSet.noneOf(PhysicalKey.class);

    /** A key went down or up; answers the chord when it is over. */
    Optional<KeyChord> happened(PhysicalKey key, boolean pressed) {
        if (pressed) {
            down.add(key);
            if (!chord.contains(key) && chord.size() < KeyChord.MOST) {
                chord.add(key);
            }
            return Optional.empty();
        }
        down.remove(key);
        return down.isEmpty() && !chord.isEmpty() ? Optional.of(new KeyChord(chord)) : Optional.empty();
    }
}
