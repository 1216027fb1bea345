package dev.hamlet.app.words;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text with places to fill: {@code {name}} takes the value of that name, {@code {name:shell}} takes it quoted so that a
 * person can paste it into a shell. Braces around anything else are text.
 */
final class Template {
    private static final Pattern PLACE = Pattern.compile("\\{(\\w+)(:shell)?}");
    private static final Pattern PLAIN = Pattern.compile("[\\w@%+=:,./-]+", Pattern.UNICODE_CHARACTER_CLASS);

    private sealed interface Part {
        record Text(String text) implements Part {}

        record Place(String name, boolean shell) implements Part {}
    }

    private final List<Part> parts = new ArrayList<>();

    private Template(String text) {
        Matcher matcher = PLACE.matcher(text);
        int end = 0;
        while (matcher.find()) {
            parts.add(new Part.Text(text.substring(end, matcher.start())));
            parts.add(new Part.Place(matcher.group(1), matcher.group(2) != null));
            end = matcher.end();
        }
        parts.add(new Part.Text(text.substring(end)));
    }

    static Template of(String text) {
        return new Template(text);
    }

    /** The names of the places. */
    Set<String> names() {
        Set<String> names = new LinkedHashSet<>();
        for (Part part : parts) {
            if (part instanceof Part.Place place) {
                names.add(place.name());
            }
        }
        return names;
    }

    /** The text with its places filled, or empty if one of the values is. */
    Optional<String> fill(Function<String, String> values) {
        StringBuilder text = new StringBuilder();
        for (Part part : parts) {
            switch (part) {
                case Part.Text fixed -> text.append(fixed.text());
                case Part.Place place -> {
                    String value = values.apply(place.name());
                    if (value.isEmpty()) {
                        return Optional.empty();
                    }
                    text.append(place.shell() ? quoted(value) : value);
                }
            }
        }
        return Optional.of(text.toString());
    }

    /** One word for a POSIX shell (Shell Command Language, 2.2.2 Single-Quotes). */
    static String quoted(String value) {
        return PLAIN.matcher(value).matches() && !value.startsWith("-")
                ? value
                : "'" + value.replace("'", "'\\''") + "'";
    }
}
