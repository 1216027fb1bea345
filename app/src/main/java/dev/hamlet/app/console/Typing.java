package dev.hamlet.app.console;

import dev.hamlet.engine.display.PhysicalKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Text as the strokes that write it on a US keyboard, which a guest without any help understands as long as its layout is
 * that one. Pure.
 */
final class Typing {
    /** A longer text would be typed for more than three minutes: whoever copied that much meant something else. */
    static final int MOST = 10_000;

    private static final String PLAIN = "`1234567890-=[]\\;',./";
    private static final String SHIFTED = "~!@#$%^&*()_+{}|:\"<>?";
    private static final Map<Integer, Stroke> STROKES = table();

    private Typing() {}

    /** A key, with Shift or without. */
    record Stroke(PhysicalKey key, boolean shift) {}

    /**
     * What came of a text.
     *
     * @param strokes what writes all of it that can be written
     * @param left how many characters have no key
     */
    record Script(List<Stroke> strokes, int left) {}

    private static Map<Integer, Stroke> table() {
        Map<Integer, Stroke> strokes = new HashMap<>();
        for (PhysicalKey key : PhysicalKey.values()) {
            int sign = key.keysym();
            // The keypad and keys of other countries would write some signs too.
            boolean ours = sign > ' ' && sign < 0x7f && key.evdev() <= PhysicalKey.SLASH.evdev();
            if (ours) {
                strokes.put(sign, new Stroke(key, false));
                int at = PLAIN.indexOf(sign);
                strokes.put(at < 0 ? Character.toUpperCase(sign) : SHIFTED.charAt(at), new Stroke(key, true));
            }
        }
        strokes.put((int) ' ', new Stroke(PhysicalKey.SPACE, false));
        strokes.put((int) '\n', new Stroke(PhysicalKey.ENTER, false));
        strokes.put((int) '\t', new Stroke(PhysicalKey.TAB, false));
        return strokes;
    }

    /** What writes this text. */
    static Script script(String text) {
        List<Stroke> strokes = new ArrayList<>();
        int left = 0;
        for (int sign :
                text.replace("\r\n", "\n").replace('\r', '\n').codePoints().toArray()) {
            Optional<Stroke> stroke = Optional.ofNullable(STROKES.get(sign));
            stroke.ifPresent(strokes::add);
            left += stroke.isPresent() ? 0 : 1;
        }
        return new Script(List.copyOf(strokes), left);
    }
}
