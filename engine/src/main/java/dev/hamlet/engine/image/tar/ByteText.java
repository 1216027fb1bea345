package dev.hamlet.engine.image.tar;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Text in an encoding that nobody knows, such as a file's name: bytes as they came. Immutable. */
public final class ByteText {
    private final byte[] bytes;

    private ByteText(byte[] bytes) {
        this.bytes = bytes;
    }

    /** These bytes. */
    public static ByteText of(byte[] bytes) {
        return new ByteText(bytes.clone());
    }

    /** This text in UTF-8. */
    public static ByteText of(String text) {
        return new ByteText(text.getBytes(StandardCharsets.UTF_8));
    }

    /** A copy of its bytes. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** How many bytes it has. */
    public int length() {
        return bytes.length;
    }

    /** The byte at this place. */
    public byte at(int index) {
        return bytes[index];
    }

    /** The bytes from one place to before another. */
    public ByteText part(int from, int to) {
        return new ByteText(Arrays.copyOfRange(bytes, from, to));
    }

    /** Its bytes and then those of another. */
    public ByteText joined(ByteText other) {
        byte[] all = Arrays.copyOf(bytes, bytes.length + other.bytes.length);
        System.arraycopy(other.bytes, 0, all, bytes.length, other.bytes.length);
        return new ByteText(all);
    }

    /** Whether it begins so. */
    public boolean startsWith(String ascii) {
        if (bytes.length < ascii.length()) {
            return false;
        }
        for (int i = 0; i < ascii.length(); i++) {
            if (bytes[i] != ascii.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ByteText text && Arrays.equals(bytes, text.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** As UTF-8, for words: what is none, and what acts on a terminal, is shown as a replacement character. */
    @Override
    public String toString() {
        StringBuilder shown = new StringBuilder();
        new String(bytes, StandardCharsets.UTF_8)
                .codePoints()
                .map(c -> Character.isISOControl(c) ? 0xfffd : c)
                .forEach(shown::appendCodePoint);
        return shown.toString();
    }
}
