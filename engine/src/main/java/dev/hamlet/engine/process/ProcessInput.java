package dev.hamlet.engine.process;

import java.nio.charset.StandardCharsets;

/** What a program is to read, by its standard input alone; it may be a secret, and is never shown. */
public final class ProcessInput {
    private final byte[] bytes;

    private ProcessInput(byte[] bytes) {
        this.bytes = bytes;
    }

    /** This text in UTF-8. */
    public static ProcessInput of(String text) {
        return new ProcessInput(text.getBytes(StandardCharsets.UTF_8));
    }

    byte[] bytes() {
        return bytes.clone();
    }

    /** For programs of tests. */
    public String text() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        return "ProcessInput";
    }
}
