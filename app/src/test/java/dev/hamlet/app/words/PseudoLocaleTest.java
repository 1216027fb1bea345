package dev.hamlet.app.words;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PseudoLocaleTest {
    private static final Pattern PLACE = Pattern.compile("\\{\\w+(:shell)?}");

    private final Messages english = Messages.of(Locale.ENGLISH);
    private final Messages pseudo = PseudoLocale.words();

    private static List<String> places(String pattern) {
        return PLACE.matcher(pattern).results().map(MatchResult::group).toList();
    }

    private static long letters(String text) {
        return PLACE.matcher(text)
                .replaceAll("")
                .chars()
                .filter(Character::isLetter)
                .count();
    }

    @Test
    void everyKeyIsAccentedAndFortyPerCentLongerWithItsPlacesAndLinesKept() {
        assertEquals(english.keys(), pseudo.keys());
        for (String key : english.keys()) {
            String before = english.pattern(key);
            String after = pseudo.pattern(key);
            assertEquals(places(before), places(after), key);
            assertEquals(before.lines().count(), after.lines().count(), key);
            assertTrue(letters(after) >= 1.4 * letters(before), key + "=" + after);
            assertTrue(
                    PLACE.matcher(after).replaceAll("").chars().noneMatch(one -> one < 0x80 && Character.isLetter(one)),
                    key + "=" + after);
        }
    }

    @Test
    void everyKeyIsFilled() {
        for (String key : pseudo.keys()) {
            Set<String> names = Template.of(pseudo.pattern(key)).names();
            List<String> numbers = names.stream()
                    .filter(name -> name.chars().allMatch(Character::isDigit))
                    .toList();
            Object[] values = new Object[10];
            for (int i = 0; i < values.length; i++) {
                values[i] = "<" + i + ">";
            }
            String text = pseudo.text(key, values);
            for (String number : numbers) {
                assertTrue(text.contains("<" + number + ">"), key + "=" + text);
            }
            Set<String> left = places(text).stream().collect(Collectors.toSet());
            left.removeIf(
                    place -> !place.substring(1, place.length() - 1).chars().allMatch(Character::isDigit));
            assertEquals(Set.of(), left, key);
        }
    }
}
