package dev.hamlet.app.settings;

import java.util.List;
import java.util.regex.Pattern;

/** A command line as a shell takes it: each argument that is not plain in single quotes, options on lines of their own. */
final class ShellText {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9@%+=:,./_-]+");

    private ShellText() {}

    static String of(List<String> arguments) {
        StringBuilder text = new StringBuilder();
        for (String argument : arguments) {
            if (!text.isEmpty()) {
                text.append(argument.startsWith("-") ? " \\\n  " : " ");
            }
            text.append(PLAIN.matcher(argument).matches() ? argument : "'" + argument.replace("'", "'\\''") + "'");
        }
        return text.toString();
    }
}
