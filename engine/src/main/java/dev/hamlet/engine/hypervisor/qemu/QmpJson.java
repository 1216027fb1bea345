package dev.hamlet.engine.hypervisor.qemu;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Messages of the QEMU Machine Protocol as JSON (QEMU's {@code docs/interop/qmp-spec}). Pure. */
final class QmpJson {
    private static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(256)
                            .maxStringLength(Qmp.LONGEST_LINE)
                            .build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private QmpJson() {}

    /** What a server may send. */
    sealed interface Message {
        /** The first message, before commands are taken. */
        record Greeting(QmpValue version) implements Message {}

        /** A command succeeded. */
        record Return(String id, QmpValue value) implements Message {}

        /** A command failed. */
        record Failure(String id, String description) implements Message {}

        /** Something happened. */
        record Event(QmpEvent event) implements Message {}

        /** A message of a kind that is not known; later versions may have more. */
        record Unknown() implements Message {}
    }

    /**
     * Reads one line.
     *
     * @throws IOException if it is no JSON object
     */
    static Message read(byte[] line, int length) throws IOException {
        JsonNode root;
        try {
            root = MAPPER.readTree(line, 0, length);
        } catch (JsonProcessingException e) {
            // Not the parser's message: it quotes what came, which may be anything.
            throw new IOException("QEMU's monitor sent what is no JSON", e);
        }
        if (root == null || !root.isObject()) {
            throw new IOException("QEMU's monitor sent what is no JSON object");
        }
        if (root.has("event")) {
            return new Message.Event(new QmpEvent(root.path("event").asText(), new Node(root.path("data"))));
        }
        if (root.has("return")) {
            return new Message.Return(root.path("id").asText(), new Node(root.path("return")));
        }
        if (root.has("error")) {
            return new Message.Failure(
                    root.path("id").asText(), root.path("error").path("desc").asText());
        }
        if (root.has("QMP")) {
            return new Message.Greeting(
                    new Node(root.path("QMP").path("version").path("qemu")));
        }
        return new Message.Unknown();
    }

    /** One line with this command, its line feed included. */
    static byte[] write(QmpCommand command, String id) {
        ObjectNode root = MAPPER.createObjectNode();
        root.put("execute", command.name());
        if (!command.arguments().isEmpty()) {
            ObjectNode arguments = root.putObject("arguments");
            for (QmpCommand.Argument argument : command.arguments()) {
                switch (argument) {
                    case QmpCommand.Argument.Text(String name, String value) -> arguments.put(name, value);
                    case QmpCommand.Argument.Whole(String name, long value) -> arguments.put(name, value);
                    case QmpCommand.Argument.Truth(String name, boolean value) -> arguments.put(name, value);
                }
            }
        }
        root.put("id", id);
        return (root + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /** A value that is not there. */
    static QmpValue nothing() {
        return Node.NOTHING;
    }

    private record Node(JsonNode node) implements QmpValue {
        private static final Node NOTHING = new Node(MissingNode.getInstance());

        @Override
        public QmpValue at(String field) {
            JsonNode child = node.path(field);
            return child.isMissingNode() ? NOTHING : new Node(child);
        }

        @Override
        public boolean has(String field) {
            return node.hasNonNull(field);
        }

        @Override
        public String text(String field) {
            return at(field).asText();
        }

        @Override
        public long number(String field) {
            return node.path(field).asLong();
        }

        @Override
        public boolean flag(String field) {
            return node.path(field).asBoolean();
        }

        @Override
        public List<QmpValue> elements() {
            List<QmpValue> all = new ArrayList<>(node.isArray() ? node.size() : 0);
            if (node.isArray()) {
                node.forEach(element -> all.add(new Node(element)));
            }
            return all;
        }

        @Override
        public String asText() {
            return node.isTextual() ? node.textValue() : "";
        }

        @Override
        public String toString() {
            return node.toString();
        }
    }
}
