package dev.hamlet.engine.problem;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/** Finds what a mistyped name may have meant. */
public final class Nearest {
    private Nearest() {}

    /** The name nearest to the text, or empty where none is near: at most a third of the letters differ. */
    public static String of(String text, Collection<String> names) {
        String wanted = text.toLowerCase(Locale.ROOT);
        int most = Math.max(1, text.length() / 3);
        return names.stream()
                .filter(name -> distance(wanted, name.toLowerCase(Locale.ROOT)) <= most)
                .min(Comparator.comparingInt(name -> distance(wanted, name.toLowerCase(Locale.ROOT))))
                .orElse("");
    }

    /** How many letters must be added, removed or replaced (the distance of Levenshtein). */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int above = row[j];
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                row[j] = Math.min(Math.min(row[j] + 1, row[j - 1] + 1), diagonal + change);
                diagonal = above;
            }
        }
        return row[b.length()];
    }
}
