package dev.hamlet.engine.inventory;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Checks of images as JSON. Whatever cannot be read counts as not there: the check can be made again. */
final class ImageChecksJson {
    private static final int FORMAT = 1;
    private static final JsonMapper JSON = new JsonMapper();

    private ImageChecksJson() {}

    static byte[] write(Map<Path, ImageCheck> checks) throws IOException {
        ObjectNode root = JSON.createObjectNode().put("format", FORMAT);
        ObjectNode all = root.putObject("checks");
        checks.forEach((file, check) -> all.putObject(file.toString())
                .put("at", check.at().toString())
                .put("verdict", check.verdict().name().toLowerCase(Locale.ROOT))
                .put("fileBytes", check.fileBytes())
                .put("changed", check.changed().toString()));
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(root);
    }

    static Map<Path, ImageCheck> read(byte[] text) {
        Map<Path, ImageCheck> checks = new LinkedHashMap<>();
        try {
            JsonNode root = JSON.readTree(text);
            if (root.path("format").asInt() == FORMAT) {
                for (Map.Entry<String, JsonNode> entry : root.path("checks").properties()) {
                    checks.put(Path.of(entry.getKey()), check(entry.getValue()));
                }
            }
        } catch (IOException | DateTimeException | IllegalArgumentException damaged) {
            return Map.of();
        }
        return checks;
    }

    private static ImageCheck check(JsonNode node) {
        return new ImageCheck(
                Instant.parse(node.path("at").asText()),
                ImageCheck.Verdict.valueOf(node.path("verdict").asText().toUpperCase(Locale.ROOT)),
                node.path("fileBytes").asLong(),
                Instant.parse(node.path("changed").asText()));
    }
}
