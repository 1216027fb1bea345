package dev.hamlet.app.help;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.commonmark.ext.gfm.tables.TableBlock;
import org.commonmark.node.BlockQuote;
import org.commonmark.node.BulletList;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.Image;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.OrderedList;
import org.commonmark.node.Paragraph;

/**
 * A page of Markdown as lines of plain text: paragraphs broken between words, code as it is, tables in columns, links with
 * the command that shows where they lead. Pictures are left out.
 */
final class PlainPage {
    private static final String INDENT = "    ";

    private final HelpPlace place;
    private final Map<String, String> topics;
    private final int width;
    private final List<String> lines = new ArrayList<>();

    private PlainPage(HelpPlace place, Map<String, String> topics, int width) {
        this.place = place;
        this.topics = topics;
        this.width = width;
    }

    /**
     * The lines of this page.
     *
     * @param place where it lies
     * @param topics what pages are called by, by their files
     */
    static List<String> lines(Node page, HelpPlace place, Map<String, String> topics, int width) {
        PlainPage plain = new PlainPage(place, topics, width);
        plain.blocks(page, "");
        return List.copyOf(plain.lines);
    }

    private void blocks(Node parent, String margin) {
        for (Node one = parent.getFirstChild(); one != null; one = one.getNext()) {
            switch (one) {
                case Heading heading -> heading(heading);
                case Paragraph paragraph -> paragraph(paragraph, margin, margin);
                case FencedCodeBlock code -> code(code.getLiteral(), margin);
                case IndentedCodeBlock code -> code(code.getLiteral(), margin);
                case BulletList list -> items(list, -1, margin);
                case OrderedList list ->
                    items(list, list.getMarkerStartNumber() == null ? 1 : list.getMarkerStartNumber(), margin);
                case TableBlock table -> {
                    space();
                    lines.addAll(PlainTable.lines(HelpTable.rows(table), this::inline, margin, width));
                }
                case BlockQuote quote -> blocks(quote, margin + INDENT);
                default -> {
                    // Definitions of links, rules and HTML say nothing by themselves.
                }
            }
        }
    }

    /** An empty line between two things. */
    private void space() {
        if (!lines.isEmpty() && !lines.getLast().isEmpty()) {
            lines.add("");
        }
    }

    private void heading(Heading heading) {
        space();
        String text = inline(heading);
        lines.add(heading.getLevel() == 1 ? text.toUpperCase(Locale.ROOT) : text);
        if (heading.getLevel() == 2) {
            lines.add("-".repeat(text.length()));
        }
    }

    private void paragraph(Paragraph paragraph, String first, String rest) {
        String text = inline(paragraph);
        if (!text.isEmpty()) {
            space();
            lines.addAll(PlainTable.wrapped(text, first, rest, width));
        }
    }

    private void code(String literal, String margin) {
        space();
        literal.stripTrailing().lines().forEach(line -> lines.add((margin + INDENT + line).stripTrailing()));
        lines.add("");
    }

    private void items(Node list, int first, String margin) {
        space();
        int number = first;
        for (Node item = list.getFirstChild(); item != null; item = item.getNext()) {
            String mark = first < 0 ? "- " : number++ + ". ";
            String within = margin + " ".repeat(mark.length());
            List<String> before = new ArrayList<>(lines);
            lines.clear();
            blocks(item, within);
            List<String> said = new ArrayList<>(lines);
            lines.clear();
            lines.addAll(before);
            if (!said.isEmpty()) {
                said.set(0, margin + mark + said.getFirst().substring(within.length()));
            }
            lines.addAll(said);
        }
    }

    /** What is said within a block, in one line. */
    private String inline(Node block) {
        InlineText text = new InlineText() {
            @Override
            public void visit(Image part) {
                // Nothing of it can be shown here.
            }

            @Override
            public void visit(Link part) {
                String said = HelpText.of(part);
                say(said);
                target(part.getDestination())
                        .filter(target -> !target.equals(said))
                        .ifPresent(target -> say(" <" + target + ">"));
            }
        };
        block.accept(text);
        return text.toString().replaceAll("\\s+", " ").strip();
    }

    /** How one gets to what a link leads to; empty for this page itself and for what cannot be shown. */
    private Optional<String> target(String link) {
        if (link.matches("[a-z]+:.*")) {
            return Optional.of(link);
        }
        return place.follow(link)
                .map(HelpPlace::page)
                .filter(page -> !page.equals(place.page()))
                .map(topics::get)
                .map(topic -> "hamlet help " + topic);
    }
}
