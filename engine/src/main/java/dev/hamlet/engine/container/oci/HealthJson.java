package dev.hamlet.engine.container.oci;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hamlet.engine.container.ContainerHealth;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/** How a container says it is, as JSON; what cannot be read is not known. */
final class HealthJson {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private HealthJson() {}

    static byte[] write(ContainerHealth health) {
        ObjectNode node = MAPPER.createObjectNode();
        node.put("state", health.state().name());
        node.put("failures", health.failures());
        var answers = node.putArray("answers");
        for (ContainerHealth.Answer answer : health.answers()) {
            ObjectNode one = answers.addObject();
            one.put("begin", answer.begin().toString());
            one.put("end", answer.end().toString());
            answer.code().ifPresent(code -> one.put("code", code));
            one.put("output", answer.output());
        }
        return (node + "\n").getBytes(StandardCharsets.UTF_8);
    }

    static ContainerHealth read(byte[] content) {
        try {
            JsonNode node = MAPPER.readTree(content);
            List<ContainerHealth.Answer> answers = new ArrayList<>();
            for (JsonNode one : node.path("answers")) {
                answers.add(new ContainerHealth.Answer(
                        Instant.parse(one.path("begin").asText()),
                        Instant.parse(one.path("end").asText()),
                        one.has("code") ? OptionalInt.of(one.path("code").asInt()) : OptionalInt.empty(),
                        one.path("output").asText("")));
            }
            return new ContainerHealth(
                    ContainerHealth.State.valueOf(node.path("state").asText()),
                    Math.max(0, node.path("failures").asInt()),
                    answers);
        } catch (IOException | IllegalArgumentException | DateTimeException e) {
            return ContainerHealth.UNKNOWN;
        }
    }
}
