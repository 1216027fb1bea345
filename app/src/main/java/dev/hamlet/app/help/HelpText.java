package dev.hamlet.app.help;

import java.util.Locale;
import org.commonmark.node.Heading;
import org.commonmark.node.Node;

/** What parts of a page say without their form. */
final class HelpText {
    private HelpText() {}

    /** All that this says, in one line. */
    static String of(Node node) {
        InlineText text = new InlineText();
        node.accept(text);
        return text.toString();
    }

    /** The first heading of this page; empty where it has none. */
    static String title(Node page) {
        for (Node one = page.getFirstChild(); one != null; one = one.getNext()) {
            if (one instanceof Heading heading) {
                return of(heading);
            }
        }
        return "";
    }

    /** The anchor that GitHub gives a heading: small letters, hyphens for blanks, without other signs. */
    static String anchor(Node heading) {
        StringBuilder anchor = new StringBuilder();
        of(heading).toLowerCase(Locale.ROOT).codePoints().forEach(c -> {
            if (c == ' ') {
                anchor.append('-');
            } else if (Character.isLetterOrDigit(c) || c == '-' || c == '_') {
                anchor.appendCodePoint(c);
            }
        });
        return anchor.toString();
    }
}
