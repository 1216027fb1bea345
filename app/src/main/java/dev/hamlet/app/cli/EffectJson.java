package dev.hamlet.app.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hamlet.engine.machine.Deletion;
import dev.hamlet.engine.machine.Machine;

/** What a command did to machines, as JSON: {@code {"results": [{"id", "name", "effect"}]}}. */
final class EffectJson {
    private final ObjectNode root = JsonNodeFactory.instance.objectNode();
    private final ArrayNode results = root.putArray("results");

    void add(Machine machine, String effect, Object result) {
        ObjectNode node = results.addObject();
        node.put("id", machine.id().value());
        node.put("name", machine.name());
        node.put("effect", effect);
        if (result instanceof Deletion(var trash, var kept)) {
            node.put("trash", trash.toString());
            ArrayNode files = node.putArray("kept");
            kept.forEach((file, users) -> {
                ObjectNode one = files.addObject().put("file", file.toString());
                users.forEach(one.putArray("usedBy")::add);
            });
        }
    }

    @Override
    public String toString() {
        return root.toPrettyString();
    }
}
