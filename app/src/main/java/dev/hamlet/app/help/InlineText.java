package dev.hamlet.app.help;

import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.HardLineBreak;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.Text;

/** Gathers what a part of a page says, in one line and without its form. */
class InlineText extends AbstractVisitor {
    private final StringBuilder text = new StringBuilder();

    /** Says this too. */
    final void say(String more) {
        text.append(more);
    }

    /** All that was said. */
    @Override
    public final String toString() {
        return text.toString();
    }

    @Override
    public final void visit(Text part) {
        say(part.getLiteral());
    }

    @Override
    public final void visit(Code part) {
        say(part.getLiteral());
    }

    @Override
    public final void visit(SoftLineBreak part) {
        say(" ");
    }

    @Override
    public final void visit(HardLineBreak part) {
        say(" ");
    }
}
