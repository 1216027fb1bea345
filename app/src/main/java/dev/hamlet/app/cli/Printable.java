package dev.hamlet.app.cli;

import java.util.regex.Pattern;

/** Text that is safe on a terminal: a name or a log line must not move the cursor or recolour what follows. */
final class Printable {
    /** Control characters, and the marks that turn the direction of text around (Unicode Bidirectional Algorithm). */
    private static final Pattern UNSAFE = Pattern.compile("[\\p{Cc}\\u202A-\\u202E\\u2066-\\u2069]");

    private Printable() {}

    /** One line, with everything that acts on a terminal written as {@code \x1b}. */
    static String line(String text) {
        return isPlain(text) ? text : marked(text);
    }

    /** Printable ASCII, by far the most common: a pattern would take longer. */
    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < ' ' || text.charAt(i) > '~') {
                return false;
            }
        }
        return true;
    }

    private static String marked(String text) {
        return UNSAFE.matcher(text).replaceAll(found -> {
            int c = found.group().charAt(0);
            return c < 0x100 ? "\\\\x%02x".formatted(c) : "\\\\u%04x".formatted(c);
        });
    }
}
