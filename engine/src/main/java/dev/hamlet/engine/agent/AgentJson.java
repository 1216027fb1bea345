package dev.hamlet.engine.agent;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;

/**
 * What is said at the agent's socket: a line of JSON each way, {@code {"protocol":1,"ask":"look"}} and
 * {@code {"protocol":1,"pid":…,"made":…,"since":…}}. An agent that does not know what it is asked answers all the same.
 */
final class AgentJson {
    /** The version of what is said. */
    static final int PROTOCOL = 1;

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private AgentJson() {}

    static String ask(String word) {
        return MAPPER.createObjectNode()
                .put("protocol", PROTOCOL)
                .put("ask", word)
                .toString();
    }

    /** What is asked; empty for what is no question. */
    static String asked(String line) {
        try {
            return MAPPER.readTree(line).path("ask").asText("");
        } catch (IOException e) {
            return "";
        }
    }

    static String answer(AgentStatus status) {
        ObjectNode node = MAPPER.createObjectNode();
        node.put("protocol", PROTOCOL);
        node.put("pid", status.pid());
        node.put("made", status.made());
        node.put("since", status.since().toString());
        node.put("leaving", status.leaving());
        node.put("outlivesLogin", status.outlivesLogin());
        return node.toString();
    }

    static Optional<AgentStatus> status(String line) {
        try {
            JsonNode node = MAPPER.readTree(line);
            return Optional.of(new AgentStatus(
                    node.path("pid").asLong(),
                    node.path("made").asLong(),
                    Instant.parse(node.path("since").asText()),
                    node.path("leaving").asBoolean(),
                    node.path("outlivesLogin").asBoolean()));
        } catch (IOException | DateTimeException e) {
            return Optional.empty();
        }
    }
}
