package dev.hamlet.app.details;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A line of text that may have colours.
 *
 * @param text as people read it, without colours and movements
 * @param coloured the same with the sequences of ECMA-48 that choose colours; the same as {@code text} where it has none
 */
record ColouredText(String text, String coloured) {
    private static final Pattern COLOUR = Pattern.compile("\u001b\\[([0-9;:]*)m");

    /** The eight colours, then the same ones brighter, which look alike here. */
    private static final int COLOURS = 8;

    /**
     * A part of a line in one colour.
     *
     * @param colour from 0 to 7; -1 for that of all text
     */
    record Part(String text, int colour, boolean strong) {}

    /** Text that has none. */
    static ColouredText plain(String text) {
        return new ColouredText(text, text);
    }

    /** The same behind some words without a colour. */
    ColouredText after(String words) {
        return new ColouredText(words + text, words + coloured);
    }

    /** Whether it has colours. */
    boolean isColoured() {
        return !coloured.equals(text);
    }

    /** The parts of the line; more than eight colours are not told apart, and look like other text. */
    List<Part> parts() {
        List<Part> parts = new ArrayList<>();
        Matcher found = COLOUR.matcher(coloured);
        int colour = -1;
        boolean strong = false;
        int from = 0;
        while (found.find()) {
            add(parts, coloured.substring(from, found.start()), colour, strong);
            from = found.end();
            String[] codes = found.group(1).split("[;:]", -1);
            for (int i = 0; i < codes.length; i++) {
                int code = codes[i].isEmpty() ? 0 : number(codes[i]);
                switch (code) {
                    case 0 -> {
                        colour = -1;
                        strong = false;
                    }
                    case 1 -> strong = true;
                    case 22 -> strong = false;
                    case 39 -> colour = -1;
                    case 38, 48 -> {
                        // Of 256 colours the first sixteen are those eight; others, and those of the ground, are left
                        // out.
                        boolean indexed = i + 2 < codes.length && codes[i + 1].equals("5");
                        if (code == 38) {
                            int wanted = indexed ? number(codes[i + 2]) : COLOURS * 2;
                            colour = wanted < COLOURS * 2 ? wanted % COLOURS : -1;
                        }
                        i += indexed ? 2 : codes.length;
                    }
                    default -> {
                        if (code >= 30 && code < 30 + COLOURS) {
                            colour = code - 30;
                        } else if (code >= 90 && code < 90 + COLOURS) {
                            colour = code - 90;
                        }
                    }
                }
            }
        }
        add(parts, coloured.substring(from), colour, strong);
        return parts;
    }

    private static int number(String digits) {
        return digits.length() > 3 ? COLOURS * 2 : Integer.parseInt(digits);
    }

    private static void add(List<Part> parts, String text, int colour, boolean strong) {
        if (!text.isEmpty()) {
            parts.add(new Part(text, colour, strong));
        }
    }
}
