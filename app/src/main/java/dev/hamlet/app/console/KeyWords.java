package dev.hamlet.app.console;

import dev.hamlet.app.preferences.KeyChord;
import dev.hamlet.app.words.MachineWords;
import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.display.PhysicalKey;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Collectors;

/** What keys are called: as on a US keyboard, where they bear a character there. */
final class KeyWords {
    private static final Set<PhysicalKey> NAMED = EnumSet.of(
            PhysicalKey.ESCAPE,
            PhysicalKey.BACKSPACE,
            PhysicalKey.TAB,
            PhysicalKey.ENTER,
            PhysicalKey.SPACE,
            PhysicalKey.CONTROL_LEFT,
            PhysicalKey.CONTROL_RIGHT,
            PhysicalKey.SHIFT_LEFT,
            PhysicalKey.SHIFT_RIGHT,
            PhysicalKey.ALT_LEFT,
            PhysicalKey.ALT_RIGHT,
            PhysicalKey.META_LEFT,
            PhysicalKey.META_RIGHT,
            PhysicalKey.CAPS_LOCK,
            PhysicalKey.NUM_LOCK,
            PhysicalKey.SCROLL_LOCK,
            PhysicalKey.PRINT_SCREEN,
            PhysicalKey.PAUSE,
            PhysicalKey.CONTEXT_MENU,
            PhysicalKey.INSERT,
            PhysicalKey.DELETE,
            PhysicalKey.HOME,
            PhysicalKey.END,
            PhysicalKey.PAGE_UP,
            PhysicalKey.PAGE_DOWN,
            PhysicalKey.ARROW_UP,
            PhysicalKey.ARROW_DOWN,
            PhysicalKey.ARROW_LEFT,
            PhysicalKey.ARROW_RIGHT);

    private KeyWords() {}

    static String of(KeyChord chord, Messages words) {
        return chord.keys().stream().map(key -> of(key, words)).collect(Collectors.joining("+"));
    }

    static String of(PhysicalKey key, Messages words) {
        if (NAMED.contains(key)) {
            return words.text("console.key." + MachineWords.word(key));
        }
        if (key.name().matches("F\\d+")) {
            return key.name();
        }
        int sign = key.keysym();
        return sign > ' ' && sign < 0x7f && key != PhysicalKey.INTL_BACKSLASH && key != PhysicalKey.INTL_RO
                ? String.valueOf((char) Character.toUpperCase(sign))
                : words.text("console.key.other", key.evdev());
    }
}
