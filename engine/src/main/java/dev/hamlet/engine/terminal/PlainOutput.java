package dev.hamlet.engine.terminal;

import java.io.ByteArrayOutputStream;

/**
 * Takes out of a guest's old output what acts on a terminal when it is shown again: above all questions, whose answers
 * would be typed where nobody asked. Text, line ends, tabs and colours (SGR, ECMA-48 8.3.117) stay. Bytes may come in
 * pieces of any length. Not safe for use by many threads.
 */
public final class PlainOutput {
    private static final int ESCAPE = 0x1b;
    private static final int BELL = 0x07;
    private static final int LONGEST_COLOUR = 64;

    private final ByteArrayOutputStream held = new ByteArrayOutputStream();
    private State state = State.TEXT;

    /** Nothing seen yet. */
    public PlainOutput() {}

    private enum State {
        TEXT,
        /** After ESC. */
        BEGIN,
        /** After ESC and bytes that choose a character set and the like. */
        INTERMEDIATE,
        /** In a control sequence (CSI), which is held until its end says what it is. */
        SEQUENCE,
        /** In a control string (OSC, DCS, PM, APC, SOS). */
        STRING,
        /** After ESC in a control string. */
        STRING_END,
        /** After the first byte of a control character of two bytes in UTF-8 (C1), or of a letter. */
        MAYBE_C1
    }

    /** These bytes without what acts on a terminal; the rest of a sequence that is cut off comes with the next piece. */
    public byte[] of(byte[] bytes) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length);
        for (byte one : bytes) {
            take(one & 0xff, out);
        }
        return out.toByteArray();
    }

    private void take(int c, ByteArrayOutputStream out) {
        switch (state) {
            case TEXT -> text(c, out);
            case BEGIN -> begin(c);
            case INTERMEDIATE -> state = c >= 0x20 && c <= 0x2f ? State.INTERMEDIATE : State.TEXT;
            case SEQUENCE -> sequence(c, out);
            case STRING -> {
                if (c == BELL) {
                    state = State.TEXT;
                } else if (c == ESCAPE) {
                    state = State.STRING_END;
                }
            }
            // ESC \ is the string terminator; any other byte begins something new.
            case STRING_END -> {
                if (c == '\\') {
                    state = State.TEXT;
                } else {
                    begin(c);
                }
            }
            case MAYBE_C1 -> {
                state = State.TEXT;
                if (c >= 0xa0 && c <= 0xbf) {
                    out.write(0xc2);
                    out.write(c);
                } else if (c < 0x80 || c > 0xbf) {
                    text(c, out);
                }
            }
        }
    }

    private void text(int c, ByteArrayOutputStream out) {
        if (c == ESCAPE) {
            state = State.BEGIN;
        } else if (c == 0xc2) {
            state = State.MAYBE_C1;
        } else if ((c >= 0x20 && c != 0x7f) || c == '\n' || c == '\r' || c == '\t' || c == '\b') {
            out.write(c);
        }
    }

    private void begin(int c) {
        held.reset();
        state = switch (c) {
            case '[' -> State.SEQUENCE;
            case ']', 'P', 'X', '^', '_' -> State.STRING;
            case ESCAPE -> State.BEGIN;
            default -> c >= 0x20 && c <= 0x2f ? State.INTERMEDIATE : State.TEXT;
        };
    }

    private void sequence(int c, ByteArrayOutputStream out) {
        if (c == ESCAPE) {
            state = State.BEGIN;
        } else if (c >= 0x40 && c <= 0x7e) {
            state = State.TEXT;
            if (c == 'm' && held.size() <= LONGEST_COLOUR) {
                out.write(ESCAPE);
                out.write('[');
                out.writeBytes(held.toByteArray());
                out.write('m');
            }
        } else if (c >= 0x30 && c <= 0x3b && held.size() <= LONGEST_COLOUR) {
            held.write(c);
        } else if (c > 0x7e || c < 0x20) {
            state = State.TEXT;
            text(c, out);
        } else {
            // A private or odd parameter: whatever it ends with, it is no colour.
            while (held.size() <= LONGEST_COLOUR) {
                held.write('0');
            }
        }
    }
}
