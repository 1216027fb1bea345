package dev.hamlet.app.cli;

import dev.hamlet.app.words.Messages;
import dev.hamlet.app.words.ProblemWords;
import java.util.ArrayList;
import java.util.List;

/** A problem as lines for a terminal: title, cause, what to do. */
final class ProblemText {
    private ProblemText() {}

    static List<String> lines(ProblemWords problem, Messages words) {
        List<String> lines = new ArrayList<>();
        lines.add(Printable.line(problem.title()) + ".");
        problem.cause().lines().forEach(line -> lines.add("  " + Printable.line(line)));
        if (!problem.commands().isEmpty()) {
            lines.add(words.text("cli.remedies"));
            problem.commands().forEach(remedy -> lines.add("  - " + Printable.line(remedy)));
        }
        return lines;
    }
}
