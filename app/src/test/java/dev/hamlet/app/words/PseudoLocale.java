package dev.hamlet.app.words;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A language that nobody speaks: English with accents and 40 % more letters. Words that do not come from the bundle stand
 * out by their missing accents, and what has no room for a longer language is cut.
 */
public final class PseudoLocale {
    private static final double LONGER = 1.4;

    private static final Pattern PLACE = Pattern.compile("\\{\\w+(?::shell)?}");

    private static final String PLAIN = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private static final String ACCENTED =
            "\u00e1\u0180\u00e7\u010f\u00e9\u0192\u011f\u0125\u00ed\u0135\u0137\u013a\u0271\u00f1\u00f3\u00fe\u01eb\u0155\u0161\u0163\u00fa\u0475\u0175\u1e8b\u00fd\u017e"
                    + "\u00c1\u0181\u00c7\u010e\u00c9\u0191\u011e\u0124\u00cd\u0134\u0136\u0139\u1e3e\u00d1\u00d3\u00de\u01ea\u0154\u0160\u0162\u00da\u0474\u0174\u1e8a\u00dd\u017d";
    private static final String VOWELS = "aeiouAEIOU";

    private PseudoLocale() {}

    /** All words, in this language. */
    public static Messages words() {
        return Messages.of(Locale.ENGLISH).changed(PseudoLocale::of);
    }

    /** A pattern in this language; its places and lines are what they were. */
    static String of(String pattern) {
        StringBuilder all = new StringBuilder();
        Matcher place = PLACE.matcher(pattern);
        int end = 0;
        while (place.find()) {
            all.append(ofText(pattern.substring(end, place.start()))).append(place.group());
            end = place.end();
        }
        return all.append(ofText(pattern.substring(end))).toString();
    }

    /** Each word grows by itself, as words of other languages do: by its vowels, and at its end. */
    private static String ofText(String text) {
        StringBuilder all = new StringBuilder();
        int begin = 0;
        for (int i = 0; i <= text.length(); i++) {
            if (i == text.length() || PLAIN.indexOf(text.charAt(i)) < 0) {
                all.append(ofWord(text.substring(begin, i)));
                if (i < text.length()) {
                    all.append(text.charAt(i));
                }
                begin = i + 1;
            }
        }
        return all.toString();
    }

    private static String ofWord(String word) {
        int missing = (int) Math.ceil(word.length() * LONGER) - word.length();
        StringBuilder longer = new StringBuilder();
        for (int i = 0; i < word.length(); i++) {
            char letter = word.charAt(i);
            char accented = ACCENTED.charAt(PLAIN.indexOf(letter));
            longer.append(accented);
            if (missing > 0 && VOWELS.indexOf(letter) >= 0) {
                longer.append(Character.toLowerCase(accented));
                missing--;
            }
        }
        return longer.append("\u00f6".repeat(missing)).toString();
    }
}
