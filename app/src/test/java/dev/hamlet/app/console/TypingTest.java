package dev.hamlet.app.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hamlet.engine.display.PhysicalKey;
import java.util.List;
import org.junit.jupiter.api.Test;

class TypingTest {
    @Test
    void everySignOfAUsKeyboardHasItsStroke() {
        for (char sign = ' '; sign < 0x7f; sign++) {
            assertEquals(1, Typing.script("" + sign).strokes().size(), "" + sign);
        }
        assertEquals(
                List.of(
                        new Typing.Stroke(PhysicalKey.A, true),
                        new Typing.Stroke(PhysicalKey.SLASH, true),
                        new Typing.Stroke(PhysicalKey.DIGIT_2, true),
                        new Typing.Stroke(PhysicalKey.MINUS, false),
                        new Typing.Stroke(PhysicalKey.ENTER, false)),
                Typing.script("A?@-\r\n").strokes());
    }

    @Test
    void whatHasNoKeyIsCounted() {
        Typing.Script script = Typing.script("aüß😀b");
        assertEquals(2, script.strokes().size());
        assertEquals(3, script.left());
    }
}
