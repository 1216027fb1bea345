package dev.hamlet.engine.machine;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A {@link GuestEnd} as JSON: the file {@code last-end.json} of a machine's folder. */
final class GuestEndJson {
    private static final ObjectMapper MAPPER = JsonMapper.builder().build();

    private GuestEndJson() {}

    static byte[] write(GuestEnd end) {
        ObjectNode root = MAPPER.createObjectNode();
        root.put("how", end.how().name());
        root.put("detail", end.detail());
        end.lastLines().forEach(root.putArray("lastLines")::add);
        root.put("at", end.at().toString());
        return (root.toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /** Empty where the bytes are no such record: how a guest ended is told where it is known, and never in the way. */
    static Optional<GuestEnd> read(byte[] content) {
        try {
            JsonNode root = MAPPER.readTree(content);
            List<String> lines = new ArrayList<>();
            root.path("lastLines").forEach(line -> lines.add(line.asText()));
            return Optional.of(new GuestEnd(
                    GuestEnd.How.valueOf(root.path("how").asText()),
                    root.path("detail").asText(),
                    lines,
                    Instant.parse(root.path("at").asText())));
        } catch (IOException | IllegalArgumentException | DateTimeException e) {
            return Optional.empty();
        }
    }
}
