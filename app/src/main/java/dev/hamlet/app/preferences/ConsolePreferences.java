package dev.hamlet.app.preferences;

import dev.hamlet.app.preferences.Preferences.ConsoleKey;
import java.util.ArrayList;
import java.util.List;

/**
 * How a person likes consoles.
 *
 * @param key takes the keyboard back from a guest
 * @param grab whether a guest gets the keys too that the desktop takes for itself, while its console has the keyboard
 * @param chords keys to be sent to guests, in the order in which they were kept
 */
public record ConsolePreferences(ConsoleKey key, boolean grab, List<KeyChord> chords) {
    static final ConsolePreferences FIRST = new ConsolePreferences(ConsoleKey.CONTROL_RIGHT, false, List.of());

    /** Copies the list. */
    public ConsolePreferences {
        chords = List.copyOf(chords);
    }

    /** The same with another key. */
    public ConsolePreferences withKey(ConsoleKey other) {
        return new ConsolePreferences(other, grab, chords);
    }

    /** The same with every key for the guest, or without. */
    public ConsolePreferences withGrab(boolean wanted) {
        return new ConsolePreferences(key, wanted, chords);
    }

    /** The same with these keys too, which are kept once. */
    public ConsolePreferences with(KeyChord chord) {
        List<KeyChord> more = new ArrayList<>(without(chord).chords);
        more.add(chord);
        return new ConsolePreferences(key, grab, more);
    }

    /** The same without these keys. */
    public ConsolePreferences without(KeyChord chord) {
        return new ConsolePreferences(
                key, grab, chords.stream().filter(one -> !one.equals(chord)).toList());
    }
}
