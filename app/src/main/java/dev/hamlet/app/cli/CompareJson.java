package dev.hamlet.app.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hamlet.app.words.Messages;
import dev.hamlet.app.words.ProblemWords;
import dev.hamlet.engine.comparison.Comparison;
import dev.hamlet.engine.comparison.Cost;
import dev.hamlet.engine.comparison.Outcome;

/** A comparison as JSON. */
final class CompareJson {
    private static final double NANOS = 1e9;

    private CompareJson() {}

    static String of(int rounds, Comparison.Result result, Messages words) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("rounds", rounds);
        root.set("container", side(result.container(), words));
        root.set("machine", side(result.machine(), words));
        return root.toPrettyString();
    }

    private static ObjectNode side(Outcome outcome, Messages words) {
        ObjectNode side = JsonNodeFactory.instance.objectNode();
        switch (outcome) {
            case Outcome.Measured(String by, Cost median, var all) -> {
                side.put("acceleration", by.isEmpty() ? null : by);
                side.setAll(cost(median));
                ArrayNode each = side.putArray("each");
                all.forEach(one -> each.add(cost(one)));
                side.putNull("problem");
            }
            case Outcome.NotHad(var problem) -> side.set("problem", ProblemJson.of(ProblemWords.of(problem, words)));
        }
        return side;
    }

    private static ObjectNode cost(Cost cost) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("firstAnswerSeconds", cost.firstAnswer().toNanos() / NANOS);
        node.put("memoryBytes", cost.memoryBytes() < 0 ? null : Long.valueOf(cost.memoryBytes()));
        node.put("ownBytes", cost.ownBytes());
        node.put("sharedBytes", cost.sharedBytes());
        return node;
    }
}
