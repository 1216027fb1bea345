package dev.hamlet.app.containers.create;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A command in one line, as people write it: words with blanks between them, quoted where they have blanks. */
final class CommandText {
    private CommandText() {}

    /**
     * The words; no shell looks at them. Within {@code '} everything means itself, within {@code "} everything but a
     * backslash before {@code "} or a backslash, and outside a backslash makes the next sign mean itself.
     *
     * @return empty where a quote has no end
     */
    static Optional<List<String>> words(String line) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        boolean begun = false;
        char quote = 0;
        for (int i = 0; i < line.length(); i++) {
            char sign = line.charAt(i);
            boolean escapes = sign == '\\' && i + 1 < line.length() && quote != '\'';
            if (escapes && (quote == 0 || line.charAt(i + 1) == '"' || line.charAt(i + 1) == '\\')) {
                word.append(line.charAt(++i));
                begun = true;
            } else if (quote == 0 && (sign == '\'' || sign == '"')) {
                quote = sign;
                begun = true;
            } else if (quote != 0 && sign == quote) {
                quote = 0;
            } else if (quote == 0 && Character.isWhitespace(sign)) {
                if (begun) {
                    words.add(word.toString());
                }
                word.setLength(0);
                begun = false;
            } else {
                word.append(sign);
                begun = true;
            }
        }
        if (begun) {
            words.add(word.toString());
        }
        return quote == 0 ? Optional.of(List.copyOf(words)) : Optional.empty();
    }

    /** The line that these words are read from. */
    static String line(List<String> words) {
        return String.join(" ", words.stream().map(CommandText::quoted).toList());
    }

    private static String quoted(String word) {
        return !word.isEmpty()
                        && word.chars().noneMatch(sign -> Character.isWhitespace(sign) || "'\"\\".indexOf(sign) >= 0)
                ? word
                : "\"" + word.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
