package dev.hamlet.app.console;

import dev.hamlet.engine.display.PhysicalKey;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import javafx.scene.input.KeyCode;

/**
 * From JavaFX's key codes to keys, for window systems that tell of no physical keys. A code is what the layout makes of a
 * key, so that this is right for a US keyboard, and for others as far as they agree with it.
 */
final class KeyCodes {
    private static final Map<KeyCode, PhysicalKey> KEYS = table();

    private KeyCodes() {}

    private static Map<KeyCode, PhysicalKey> table() {
        Map<KeyCode, PhysicalKey> keys = new EnumMap<>(KeyCode.class);
        for (PhysicalKey key : PhysicalKey.values()) {
            // Letters, F1 to F24 and some more have one name.
            try {
                keys.put(KeyCode.valueOf(key.name()), key);
            } catch (IllegalArgumentException e) {
                // Named otherwise: below.
            }
        }
        for (int digit = 0; digit <= 9; digit++) {
            keys.put(KeyCode.valueOf("DIGIT" + digit), PhysicalKey.valueOf("DIGIT_" + digit));
            keys.put(KeyCode.valueOf("NUMPAD" + digit), PhysicalKey.valueOf("KEYPAD_" + digit));
        }
        keys.putAll(Map.of(
                KeyCode.BACK_SPACE, PhysicalKey.BACKSPACE,
                KeyCode.EQUALS, PhysicalKey.EQUAL,
                KeyCode.OPEN_BRACKET, PhysicalKey.BRACKET_LEFT,
                KeyCode.CLOSE_BRACKET, PhysicalKey.BRACKET_RIGHT,
                KeyCode.CONTROL, PhysicalKey.CONTROL_LEFT,
                KeyCode.SHIFT, PhysicalKey.SHIFT_LEFT,
                KeyCode.ALT, PhysicalKey.ALT_LEFT,
                KeyCode.ALT_GRAPH, PhysicalKey.ALT_RIGHT,
                KeyCode.BACK_QUOTE, PhysicalKey.BACKQUOTE,
                KeyCode.BACK_SLASH, PhysicalKey.BACKSLASH));
        keys.putAll(Map.of(
                KeyCode.CAPS, PhysicalKey.CAPS_LOCK,
                KeyCode.UP, PhysicalKey.ARROW_UP,
                KeyCode.DOWN, PhysicalKey.ARROW_DOWN,
                KeyCode.LEFT, PhysicalKey.ARROW_LEFT,
                KeyCode.RIGHT, PhysicalKey.ARROW_RIGHT,
                KeyCode.PRINTSCREEN, PhysicalKey.PRINT_SCREEN,
                KeyCode.LESS, PhysicalKey.INTL_BACKSLASH,
                KeyCode.META, PhysicalKey.META_LEFT,
                KeyCode.WINDOWS, PhysicalKey.META_LEFT));
        keys.putAll(Map.of(
                KeyCode.MULTIPLY, PhysicalKey.KEYPAD_MULTIPLY,
                KeyCode.ADD, PhysicalKey.KEYPAD_ADD,
                KeyCode.SUBTRACT, PhysicalKey.KEYPAD_SUBTRACT,
                KeyCode.DECIMAL, PhysicalKey.KEYPAD_DECIMAL,
                KeyCode.DIVIDE, PhysicalKey.KEYPAD_DIVIDE,
                KeyCode.KP_UP, PhysicalKey.KEYPAD_8,
                KeyCode.KP_DOWN, PhysicalKey.KEYPAD_2,
                KeyCode.KP_LEFT, PhysicalKey.KEYPAD_4,
                KeyCode.KP_RIGHT, PhysicalKey.KEYPAD_6));
        return keys;
    }

    /** The key that makes this on a US keyboard. */
    static Optional<PhysicalKey> key(KeyCode code) {
        return Optional.ofNullable(KEYS.get(code));
    }
}
