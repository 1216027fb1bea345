package dev.hamlet.app.words;

import java.math.BigDecimal;
import java.text.DecimalFormatSymbols;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads numbers as people write them: with the decimal sign of their language or with the other one, with or without
 * signs between the thousands. A single sign before exactly three digits stands between thousands where the language
 * writes it there, and is decimal otherwise.
 */
final class NumberText {
    private static final int GROUP = 3;
    private static final int LONGEST = 24;

    private NumberText() {}

    /** The number that this text is; empty where it is none, or could be two. */
    static Optional<BigDecimal> read(String text, Locale locale) {
        String plain = plain(text);
        if (plain.isEmpty() || plain.length() > LONGEST || !plain.matches("[0-9]+([.,][0-9]+)*")) {
            return Optional.empty();
        }
        int last = Math.max(plain.lastIndexOf('.'), plain.lastIndexOf(','));
        if (last < 0) {
            return Optional.of(new BigDecimal(plain));
        }
        char sign = plain.charAt(last);
        char other = sign == '.' ? ',' : '.';
        String before = plain.substring(0, last);
        boolean repeated = before.indexOf(sign) >= 0;
        boolean mixed = before.indexOf(other) >= 0;
        if (repeated) {
            return mixed ? Optional.empty() : grouped(plain, sign);
        }
        if (mixed) {
            return grouped(before, other).map(whole -> new BigDecimal(whole + "." + plain.substring(last + 1)));
        }
        boolean thousands = plain.length() - last - 1 == GROUP
                && last <= GROUP
                && !before.equals("0")
                && sign == DecimalFormatSymbols.getInstance(locale).getGroupingSeparator();
        return thousands ? grouped(plain, sign) : Optional.of(new BigDecimal(before + "." + plain.substring(last + 1)));
    }

    /** A whole number with this sign between its thousands. */
    private static Optional<BigDecimal> grouped(String text, char sign) {
        String[] groups = text.split("\\" + sign, -1);
        for (int i = 0; i < groups.length; i++) {
            if (i == 0 ? groups[i].length() > GROUP : groups[i].length() != GROUP) {
                return Optional.empty();
            }
        }
        return Optional.of(new BigDecimal(String.join("", groups)));
    }

    /** Digits of any script as ASCII, a point or comma as such; spaces and apostrophes between digits group only. */
    private static String plain(String text) {
        StringBuilder plain = new StringBuilder();
        text.strip().codePoints().forEach(c -> {
            if (Character.isDigit(c)) {
                plain.append(Character.digit(c, 10));
            } else if (c == '\u066B') {
                plain.append('.');
            } else if (!Character.isSpaceChar(c) && c != '\'' && c != '\u2019' && c != '\u066C') {
                plain.appendCodePoint(c);
            }
        });
        return plain.toString();
    }
}
