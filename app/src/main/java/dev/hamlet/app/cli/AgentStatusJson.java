package dev.hamlet.app.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hamlet.engine.agent.AgentStatus;
import java.util.Optional;

/** What the agent says of itself as JSON, in the shape of {@code docs/command-line.md}. */
final class AgentStatusJson {
    private AgentStatusJson() {}

    static String of(Optional<AgentStatus> status) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("running", status.isPresent());
        node.put("pid", status.map(AgentStatus::pid).orElse(null));
        node.put("since", status.map(one -> one.since().toString()).orElse(null));
        node.put("outlivesLogin", status.map(AgentStatus::outlivesLogin).orElse(null));
        return node.toPrettyString();
    }
}
