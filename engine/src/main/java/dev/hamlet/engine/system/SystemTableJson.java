package dev.hamlet.engine.system;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.problem.ProblemException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The table of systems as JSON, format 1, as {@code docs/guest-systems.md} describes it. Comes with Hamlet alone. */
final class SystemTableJson {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS)
            .build();

    private SystemTableJson() {}

    /**
     * Reads the table.
     *
     * @throws IOException if it is no JSON
     * @throws IllegalArgumentException if it is of another shape: a fault of this version
     */
    static List<SystemKind> read(byte[] content) throws IOException {
        JsonNode root = MAPPER.readTree(content);
        require(root.path("format").asInt() == 1, "format");
        Map<String, SystemKind.Amounts> amounts = new HashMap<>();
        root.path("needs").properties().forEach(each -> amounts.put(each.getKey(), amounts(each.getValue())));
        List<SystemKind> kinds = new ArrayList<>();
        root.path("systems").forEach(node -> kinds.add(kind(node, amounts)));
        require(!kinds.isEmpty(), "systems");
        return kinds;
    }

    private static SystemKind kind(JsonNode node, Map<String, SystemKind.Amounts> amounts) {
        String id = text(node, "id");
        int parts = node.path("parts").asInt(2);
        List<SystemKind.Step> steps = new ArrayList<>();
        node.path("needs")
                .forEach(step -> steps.add(new SystemKind.Step(
                        step.path(0).asText(), amounts(amounts, step.path(1).asText()))));
        require(!steps.isEmpty(), id);
        List<SystemKind.Rule> rules = new ArrayList<>();
        node.path("rules").forEach(rule -> rules.add(rule(rule, parts, amounts)));
        return new SystemKind(
                id,
                SystemFamily.valueOf(text(node, "family").toUpperCase(Locale.ROOT)),
                text(node, "name"),
                node.path("icon").asText(id),
                osinfo(node, id),
                parts,
                node.path("rolling").asBoolean(false),
                names(node),
                texts(node.path("words")),
                texts(node.path("releases")),
                List.copyOf(steps),
                optional(node, "virtio"),
                optional(node, "uefi"),
                List.copyOf(rules));
    }

    private static List<String> osinfo(JsonNode node, String id) {
        List<String> words = new ArrayList<>();
        node.path("osinfo").forEach(word -> words.add(word.asText()));
        return words.isEmpty() ? List.of(node.path("osinfo").asText(id)) : List.copyOf(words);
    }

    /** Names stand for themselves: no letter comes before or after them. */
    private static List<Pattern> names(JsonNode node) {
        List<Pattern> names = new ArrayList<>();
        node.path("names")
                .forEach(name -> names.add(
                        Pattern.compile("(?<![a-z0-9])(?:" + name.asText() + ")(?![a-z])", Pattern.CASE_INSENSITIVE)));
        return List.copyOf(names);
    }

    private static SystemKind.Rule rule(JsonNode node, int parts, Map<String, SystemKind.Amounts> amounts) {
        VolumePattern pattern = new VolumePattern(
                pattern(node, "volume"),
                pattern(node, "system"),
                pattern(node, "publisher"),
                pattern(node, "application"));
        require(!pattern.isEmpty(), node.toString());
        List<String> versions = new ArrayList<>();
        JsonNode version = node.path("version");
        if (version.isArray()) {
            version.forEach(each -> versions.add(each.asText()));
        } else {
            versions.add(version.asText("{v}"));
        }
        return new SystemKind.Rule(
                pattern,
                List.copyOf(versions),
                Recognition.Medium.valueOf(node.path("medium").asText("unknown").toUpperCase(Locale.ROOT)),
                node.path("parts").asInt(parts),
                node.has("needs") ? amounts(amounts, text(node, "needs")) : null);
    }

    private static @Nullable Pattern pattern(JsonNode node, String key) {
        return node.has(key) ? Pattern.compile(text(node, key), Pattern.CASE_INSENSITIVE) : null;
    }

    private static SystemKind.Amounts amounts(Map<String, SystemKind.Amounts> all, String name) {
        SystemKind.Amounts found = all.get(name);
        if (found == null) {
            throw new IllegalArgumentException("no needs called " + name);
        }
        return found;
    }

    private static SystemKind.Amounts amounts(JsonNode node) {
        return new SystemKind.Amounts(
                node.path("vcpus").path(0).asInt(),
                node.path("vcpus").path(1).asInt(),
                size(node.path("memory").path(0)),
                size(node.path("memory").path(1)),
                size(node.path("disk").path(0)),
                size(node.path("disk").path(1)));
    }

    private static ByteSize size(JsonNode node) {
        try {
            return ByteSize.parse(node.asText());
        } catch (ProblemException e) {
            throw new IllegalArgumentException("no size: " + node, e);
        }
    }

    /** In the order of the file. */
    private static Map<String, String> texts(JsonNode node) {
        Map<String, String> texts = new LinkedHashMap<>();
        node.properties()
                .forEach(each -> texts.put(each.getKey(), each.getValue().asText()));
        return texts;
    }

    private static @Nullable String optional(JsonNode node, String key) {
        return node.has(key) ? node.path(key).asText() : null;
    }

    private static String text(JsonNode node, String key) {
        String text = node.path(key).asText();
        require(!text.isEmpty(), key + " in " + node);
        return text;
    }

    private static void require(boolean condition, String where) {
        if (!condition) {
            throw new IllegalArgumentException("systems.json: " + where);
        }
    }
}
