package dev.hamlet.app.terminal;

import com.techsenger.jeditermfx.core.input.InputEvent;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import org.jspecify.annotations.Nullable;

/** What keys send to a guest. Belongs to the JavaFX thread. */
final class TerminalKeys {
    private static final char ESCAPE = 0x1b;

    /** Control characters of keys that are no letters. */
    private static final Map<KeyCode, Integer> CONTROLS = Map.of(
            KeyCode.SPACE, 0,
            KeyCode.OPEN_BRACKET, 0x1b,
            KeyCode.BACK_SLASH, 0x1c,
            KeyCode.CLOSE_BRACKET, 0x1d,
            KeyCode.SLASH, 0x1f);

    private final Emulation emulation;

    /** The last key was sent when it was pressed: what it would have typed is none. */
    private boolean sent;

    TerminalKeys(Emulation emulation) {
        this.emulation = emulation;
    }

    /** What a key sends as soon as it is down; null if what it types is to be waited for. */
    byte @Nullable [] pressed(KeyEvent event) {
        byte[] bytes = bytes(event);
        sent = bytes != null;
        return bytes;
    }

    /** The key was not for the guest. */
    void ours() {
        sent = true;
    }

    private byte @Nullable [] bytes(KeyEvent event) {
        KeyCode code = event.getCode();
        // Ctrl with Alt is what some systems make of AltGr, which types characters.
        boolean control = event.isControlDown() && !event.isAltDown() && !event.isMetaDown();
        if (control && code.isLetterKey() && code.getName().length() == 1) {
            return new byte[] {(byte) (code.getName().charAt(0) & 0x1f)};
        }
        if (code == KeyCode.ESCAPE) {
            return new byte[] {ESCAPE};
        }
        Integer character = control ? CONTROLS.get(code) : null;
        if (character != null) {
            return new byte[] {character.byteValue()};
        }
        return code == KeyCode.UNDEFINED ? null : emulation.key(code.getCode(), modifiers(event));
    }

    private static int modifiers(KeyEvent event) {
        return (event.isShiftDown() ? InputEvent.SHIFT_MASK : 0)
                | (event.isControlDown() ? InputEvent.CTRL_MASK : 0)
                | (event.isAltDown() ? InputEvent.ALT_MASK : 0)
                | (event.isMetaDown() ? InputEvent.META_MASK : 0);
    }

    /** What was typed; null if the key was sent already or typed nothing. */
    byte @Nullable [] typed(KeyEvent event) {
        String text = event.getCharacter();
        if (sent || text.isEmpty() || text.equals(KeyEvent.CHAR_UNDEFINED) || event.isMetaDown()) {
            return null;
        }
        boolean escape = event.isAltDown() && !event.isControlDown();
        return ((escape ? ESCAPE : "") + text).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * What is sent for text that is pasted: its line ends as keys make them, and nothing in it that the guest would take for
     * the end of the pasting.
     */
    static byte[] pasted(String text, boolean bracketed) {
        StringBuilder plain = new StringBuilder(text.length());
        text.replace("\r\n", "\r").replace('\n', '\r').chars().forEach(c -> {
            if ((c >= ' ' && c != 0x7f && !(c >= 0x80 && c <= 0x9f)) || c == '\r' || c == '\t') {
                plain.append((char) c);
            }
        });
        String all = bracketed ? ESCAPE + "[200~" + plain + ESCAPE + "[201~" : plain.toString();
        return all.getBytes(StandardCharsets.UTF_8);
    }
}
