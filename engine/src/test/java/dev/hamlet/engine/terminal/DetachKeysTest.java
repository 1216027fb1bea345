package dev.hamlet.engine.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class DetachKeysTest {
    private final DetachKeys keys = new DetachKeys();

    private String pass(String typed) {
        byte[] bytes = typed.getBytes(StandardCharsets.US_ASCII);
        return new String(keys.pass(bytes, bytes.length), StandardCharsets.US_ASCII);
    }

    @Test
    void whatIsTypedIsTheProgramsUntilBothKeysWerePressed() {
        assertEquals("ls\r", pass("ls\r"));
        assertFalse(keys.isLeft());
        assertEquals("a", pass("a\u0010\u0011b"));
        assertTrue(keys.isLeft());
    }

    @Test
    void theTwoKeysMayComeApart() {
        assertEquals("", pass("\u0010"));
        assertEquals("", pass("\u0011"));
        assertTrue(keys.isLeft());
    }

    @Test
    void theFirstKeyIsTheProgramsWhereAnotherFollows() {
        assertEquals("", pass("\u0010"));
        assertEquals("\u0010x", pass("x"));
        assertEquals("\u0010", pass("\u0010\u0010"));
        assertEquals("\u0010y\u0011", pass("y\u0011"));
        assertFalse(keys.isLeft());
    }
}
