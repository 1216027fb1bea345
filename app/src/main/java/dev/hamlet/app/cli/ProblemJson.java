package dev.hamlet.app.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hamlet.app.words.ProblemWords;
import java.util.List;

/** A problem as JSON: {@code {"kind", "title", "cause", "remedies", "facts"}}. */
final class ProblemJson {
    private ProblemJson() {}

    static ObjectNode of(ProblemWords problem) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("kind", problem.kind());
        node.put("title", problem.title());
        node.put("cause", problem.cause());
        problem.commands().forEach(node.putArray("remedies")::add);
        ObjectNode facts = node.putObject("facts");
        for (ProblemWords.Fact fact : problem.facts()) {
            switch (fact.value()) {
                case Integer number -> facts.put(fact.name(), number);
                case Long number -> facts.put(fact.name(), number);
                case Double number -> facts.put(fact.name(), number);
                case List<?> values ->
                    values.forEach(value -> facts.withArray("/" + fact.name()).add(value.toString()));
                default -> facts.put(fact.name(), fact.value().toString());
            }
        }
        return node;
    }

    /** On one line, inside an object of its own. */
    static String wrapped(ProblemWords problem) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.set("problem", of(problem));
        return root.toString();
    }
}
