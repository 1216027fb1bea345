package dev.hamlet.engine.problem;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds what a mistyped name may have meant. */
public final class Nearest {
    /** A shorter beginning says too little of what was meant. */
    private static final int LEAST_BEGINNING = 3;

    private Nearest() {}

    /**
     * The name nearest to the text, of which at most a third of the letters differ; else one that it begins; empty where
     * there is neither.
     */
    public static String of(String text, Collection<String> names) {
        String wanted = text.toLowerCase(Locale.ROOT);
        int most = Math.max(1, text.length() / 3);
        return names.stream()
                .filter(name -> distance(wanted, name.toLowerCase(Locale.ROOT)) <= most)
                .min(Comparator.comparingInt(name -> distance(wanted, name.toLowerCase(Locale.ROOT))))
                .or(() -> begunBy(wanted, names))
                .orElse("");
    }

    private static Optional<String> begunBy(String wanted, Collection<String> names) {
        return names.stream()
                .filter(name -> wanted.length() >= LEAST_BEGINNING
                        && name.toLowerCase(Locale.ROOT).startsWith(wanted))
                .findFirst();
    }

    /**
     * How many letters must be added, removed, replaced or swapped with their neighbour (optimal string alignment, the
     * distance of Damerau and Levenshtein that touches no letter twice).
     */
    private static int distance(String a, String b) {
        int[] beforeLast = new int[b.length() + 1];
        int[] last = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int[] row = new int[b.length() + 1];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                row[j] = Math.min(Math.min(last[j] + 1, row[j - 1] + 1), last[j - 1] + change);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
                }
            }
            beforeLast = last;
            last = row;
        }
        return last[b.length()];
    }
}
