package dev.hamlet.engine.image;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hamlet.engine.problem.ImageProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Manifests and indexes as JSON, of OCI and of Docker alike. */
final class ManifestJson {
    /** What registries take; no manifest is larger. */
    static final int LONGEST = 4 << 20;

    private static final int MOST_LAYERS = 1000;
    private static final int MOST_MANIFESTS = 10_000;

    /** A key that comes twice means one thing to one reader and another to the next. */
    static final JsonMapper MAPPER = JsonMapper.builder(com.fasterxml.jackson.core.JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(100).build())
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private ManifestJson() {}

    /**
     * Reads a manifest or an index.
     *
     * @param what its digest, for words
     * @throws ProblemException {@code BlobDamaged}
     */
    static ManifestDocument read(byte[] bytes, String what) throws ProblemException {
        JsonNode root = tree(bytes, what);
        if (root.path("schemaVersion").asInt() != 2) {
            throw damaged(what, "it is no manifest of schema version 2; older ones are not supported");
        }
        boolean index = root.has("manifests");
        // One that is both would be one image to one reader and another to the next (CVE-2021-41190).
        if (index == (root.has("layers") || root.has("config"))) {
            throw damaged(
                    what, index ? "it is an index and a manifest at once" : "it is neither an index nor a manifest");
        }
        String type = root.path("mediaType").asText("");
        if (index) {
            if (!type.isEmpty() && !MediaTypes.isIndex(type)) {
                throw damaged(what, "it is an index and calls itself " + shown(type));
            }
            return new ImageIndex(
                    type.isEmpty() ? MediaTypes.INDEX : type,
                    descriptors(root.path("manifests"), MOST_MANIFESTS, what));
        }
        if (!type.isEmpty() && !MediaTypes.isManifest(type)) {
            throw damaged(what, "it is a manifest and calls itself " + shown(type));
        }
        BlobDescriptor config = descriptor(root.path("config"), what);
        return new ImageManifest(
                type.isEmpty() ? MediaTypes.MANIFEST : type,
                config,
                descriptors(root.path("layers"), MOST_LAYERS, what));
    }

    /** A manifest of these parts in OCI's form. */
    static byte[] write(ImageManifest manifest) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("schemaVersion", 2);
        root.put("mediaType", manifest.mediaType());
        root.set("config", node(manifest.config()));
        ArrayNode layers = root.putArray("layers");
        manifest.layers().forEach(layer -> layers.add(node(layer)));
        return root.toString().getBytes(StandardCharsets.UTF_8);
    }

    static ObjectNode node(BlobDescriptor descriptor) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("mediaType", descriptor.mediaType());
        node.put("digest", descriptor.digest().toString());
        node.put("size", descriptor.size());
        descriptor.platform().ifPresent(platform -> {
            ObjectNode one = node.putObject("platform");
            one.put("architecture", platform.architecture());
            one.put("os", platform.os());
            if (!platform.variant().isEmpty()) {
                one.put("variant", platform.variant());
            }
        });
        if (!descriptor.annotations().isEmpty()) {
            ObjectNode all = node.putObject("annotations");
            new java.util.TreeMap<>(descriptor.annotations()).forEach(all::put);
        }
        return node;
    }

    static JsonNode tree(byte[] bytes, String what) throws ProblemException {
        try {
            JsonNode root = MAPPER.readTree(bytes);
            if (root == null || !root.isObject()) {
                throw damaged(what, "it is no JSON object");
            }
            return root;
        } catch (JsonProcessingException e) {
            throw damaged(what, "it is no JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw damaged(what, "it is no JSON: " + e.getMessage());
        }
    }

    static List<BlobDescriptor> descriptors(JsonNode array, int most, String what) throws ProblemException {
        if (!array.isArray()) {
            throw damaged(what, "a list of its parts is missing");
        } else if (array.size() > most) {
            throw damaged(what, "it has " + array.size() + " parts, more than " + most);
        }
        List<BlobDescriptor> all = new ArrayList<>();
        for (JsonNode one : array) {
            all.add(descriptor(one, what));
        }
        return all;
    }

    static BlobDescriptor descriptor(JsonNode node, String what) throws ProblemException {
        String text = node.path("digest").asText("");
        BlobDigest digest = BlobDigest.parse(text)
                .orElseThrow(
                        () -> damaged(what, "it names a part by '" + shown(text) + "', which is no SHA-256 digest"));
        JsonNode size = node.path("size");
        if (!size.canConvertToLong() || !size.isIntegralNumber() || size.asLong() < 0) {
            throw damaged(what, "it does not say how long its part " + digest + " is");
        }
        Map<String, String> annotations = new LinkedHashMap<>();
        node.path("annotations")
                .properties()
                .forEach(entry ->
                        annotations.put(entry.getKey(), entry.getValue().asText("")));
        return new BlobDescriptor(
                node.path("mediaType").asText(""), digest, size.asLong(), platform(node.path("platform")), annotations);
    }

    private static Optional<Platform> platform(JsonNode node) {
        return node.isObject()
                ? Optional.of(new Platform(
                        node.path("os").asText(""),
                        node.path("architecture").asText(""),
                        node.path("variant").asText("")))
                : Optional.empty();
    }

    static ProblemException damaged(String what, String why) {
        return new ProblemException(new ImageProblem.BlobDamaged(what, why));
    }

    /** Foreign text in words: not too long, and nothing in it that acts on a terminal. */
    private static String shown(String text) {
        String plain = text.replaceAll("\\p{Cntrl}", "\ufffd");
        return plain.length() > 80 ? plain.substring(0, 80) + "…" : plain;
    }
}
