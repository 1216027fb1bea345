package dev.hamlet.engine.container.volume;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hamlet.engine.container.ContainerId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What is noted of a volume, as JSON. */
final class VolumeJson {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int FORMAT = 1;

    private VolumeJson() {}

    /**
     * A note.
     *
     * @param created when the volume was made
     * @param labels what else is said of it
     * @param madeFor the container that it was made for alone
     */
    record Note(Instant created, Map<String, String> labels, Optional<ContainerId> madeFor) {}

    static byte[] write(Note note) {
        ObjectNode node = MAPPER.createObjectNode();
        node.put("format", FORMAT);
        node.put("created", note.created().toString());
        if (!note.labels().isEmpty()) {
            ObjectNode labels = node.putObject("labels");
            new TreeMap<>(note.labels()).forEach(labels::put);
        }
        note.madeFor().ifPresent(id -> node.put("madeFor", id.value()));
        return (node.toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /** Empty for what is none: the volume's files are there all the same. */
    static Optional<Note> read(byte[] content) {
        try {
            JsonNode node = MAPPER.readTree(content);
            Map<String, String> labels = new TreeMap<>();
            node.path("labels")
                    .properties()
                    .forEach(
                            label -> labels.put(label.getKey(), label.getValue().asText()));
            return Optional.of(new Note(
                    Instant.parse(node.path("created").asText()),
                    labels,
                    Optional.of(node.path("madeFor").asText())
                            .filter(ContainerId::isValid)
                            .map(ContainerId::new)));
        } catch (IOException | DateTimeException e) {
            return Optional.empty();
        }
    }
}
