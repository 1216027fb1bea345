package dev.hamlet.engine.system;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the texts of a volume must hold; a pattern that is null leaves its text open. Patterns are searched for, not held
 * against the whole text, and a pattern that needs too long for a text does not match it.
 */
record VolumePattern(
        @Nullable Pattern volume,
        @Nullable Pattern system,
        @Nullable Pattern publisher,
        @Nullable Pattern application) {

    /** The named groups of all patterns, if all match. */
    Optional<Map<String, String>> match(VolumeTexts texts) {
        Map<String, String> groups = new HashMap<>();
        boolean matches = search(volume, texts.volume(), groups)
                && search(system, texts.system(), groups)
                && search(publisher, texts.publisher(), groups)
                && search(application, texts.application(), groups);
        return matches ? Optional.of(groups) : Optional.empty();
    }

    boolean isEmpty() {
        return volume == null && system == null && publisher == null && application == null;
    }

    private static boolean search(@Nullable Pattern pattern, String text, Map<String, String> groups) {
        if (pattern == null) {
            return true;
        }
        Matcher matcher = pattern.matcher(new PatientText(text));
        try {
            if (!matcher.find()) {
                return false;
            }
        } catch (PatientText.Exhausted e) {
            return false;
        }
        matcher.namedGroups().forEach((name, number) -> {
            String value = matcher.group(number);
            if (value != null) {
                groups.put(name, value);
            }
        });
        return true;
    }
}
