package dev.hamlet.app.images;

import java.math.BigInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The order of versions: numbers in them count as numbers, so that 9 comes before 10. */
final class Versions {
    private static final Pattern PART = Pattern.compile("\\d+|\\D+");

    private Versions() {}

    static int compare(String one, String other) {
        Matcher left = PART.matcher(one);
        Matcher right = PART.matcher(other);
        while (true) {
            boolean more = left.find();
            if (!right.find()) {
                return more ? 1 : 0;
            } else if (!more) {
                return -1;
            }
            int order = part(left.group(), right.group());
            if (order != 0) {
                return order;
            }
        }
    }

    private static int part(String one, String other) {
        boolean numbers = Character.isDigit(one.charAt(0)) && Character.isDigit(other.charAt(0));
        return numbers ? new BigInteger(one).compareTo(new BigInteger(other)) : one.compareTo(other);
    }
}
