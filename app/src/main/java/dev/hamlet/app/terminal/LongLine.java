package dev.hamlet.app.terminal;

import com.techsenger.jeditermfx.core.util.CharUtils;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A line of text that was broken at the edge of the screen, whole again for a search. */
final class LongLine {
    /** The numbers of its lines, and where each begins. */
    private record Part(long line, int from) {}

    private final StringBuilder text = new StringBuilder();
    private final List<Part> parts = new ArrayList<>();

    /** Adds the next line of the screen. */
    void add(long line, String piece) {
        parts.add(new Part(line, text.length()));
        text.append(piece.replace(CharUtils.NUL_CHAR, ' '));
    }

    /** Adds each place where it has these small letters. */
    void find(String wanted, List<Span> into) {
        String low = text.toString().toLowerCase(Locale.ROOT);
        if (low.length() != text.length()) {
            // A letter whose small form is longer: places would be wrong.
            low = text.toString();
        }
        String looked = wanted;
        if (low.indexOf(Emulation.SECOND_HALF) >= 0) {
            looked = widened(wanted);
        }
        int index = 0;
        for (int at = low.indexOf(looked); at >= 0; at = low.indexOf(looked, at + looked.length())) {
            index = partOf(at, index);
            Part first = parts.get(index);
            index = partOf(at + looked.length() - 1, index);
            Part last = parts.get(index);
            into.add(new Span(first.line, at - first.from, last.line, at + looked.length() - last.from));
        }
    }

    /** As it stands in the cells. */
    private static String widened(String wanted) {
        StringBuilder wide = new StringBuilder();
        for (int i = 0; i < wanted.length(); i++) {
            char c = wanted.charAt(i);
            wide.append(c);
            if (CharUtils.isDoubleWidthCharacter(c, false)) {
                wide.append(Emulation.SECOND_HALF);
            }
        }
        return wide.toString();
    }

    /** The index of the part that this place is in, from one that begins before it. */
    private int partOf(int at, int from) {
        int index = from;
        while (index + 1 < parts.size() && parts.get(index + 1).from <= at) {
            index++;
        }
        return index;
    }
}
