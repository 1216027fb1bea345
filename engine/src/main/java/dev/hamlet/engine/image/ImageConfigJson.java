package dev.hamlet.engine.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hamlet.engine.image.ImageConfig.HealthCheck;
import dev.hamlet.engine.image.ImageConfig.Step;
import dev.hamlet.engine.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Configurations of images as JSON, of OCI and of Docker alike. */
final class ImageConfigJson {
    private ImageConfigJson() {}

    /**
     * Reads a configuration.
     *
     * @param what its digest, for words
     * @throws ProblemException {@code BlobDamaged}
     */
    static ImageConfig read(byte[] bytes, String what) throws ProblemException {
        JsonNode root = ManifestJson.tree(bytes, what);
        Platform platform = new Platform(
                root.path("os").asText(""),
                root.path("architecture").asText(""),
                root.path("variant").asText(""));
        List<BlobDigest> diffIds = new ArrayList<>();
        for (JsonNode one : root.path("rootfs").path("diff_ids")) {
            diffIds.add(BlobDigest.parse(one.asText(""))
                    .orElseThrow(() -> ManifestJson.damaged(what, "it names a layer by what is no SHA-256 digest")));
        }
        List<Step> history = new ArrayList<>();
        for (JsonNode one : root.path("history")) {
            history.add(new Step(
                    time(one.path("created")),
                    one.path("created_by").asText(""),
                    one.path("comment").asText(""),
                    one.path("empty_layer").asBoolean(false)));
        }
        return new ImageConfig(
                platform,
                time(root.path("created")),
                root.path("author").asText(""),
                run(root.path("config")),
                diffIds,
                history);
    }

    private static ImageConfig.RunConfig run(JsonNode config) {
        return new ImageConfig.RunConfig(
                config.path("User").asText(""),
                texts(config.path("Entrypoint")),
                texts(config.path("Cmd")),
                texts(config.path("Env")),
                config.path("WorkingDir").asText(""),
                keys(config.path("ExposedPorts")),
                keys(config.path("Volumes")),
                labels(config.path("Labels")),
                config.path("StopSignal").asText(""),
                texts(config.path("Shell")),
                health(config.path("Healthcheck")));
    }

    private static Optional<HealthCheck> health(JsonNode node) {
        return node.isObject()
                ? Optional.of(new HealthCheck(
                        texts(node.path("Test")),
                        Duration.ofNanos(Math.max(0, node.path("Interval").asLong())),
                        Duration.ofNanos(Math.max(0, node.path("Timeout").asLong())),
                        Duration.ofNanos(Math.max(0, node.path("StartPeriod").asLong())),
                        Duration.ofNanos(Math.max(0, node.path("StartInterval").asLong())),
                        Math.max(0, node.path("Retries").asInt())))
                : Optional.empty();
    }

    /** A list of texts; one text alone is a list too, as old images have it. */
    private static List<String> texts(JsonNode node) {
        if (node.isTextual()) {
            return List.of(node.asText());
        }
        List<String> all = new ArrayList<>();
        node.forEach(one -> all.add(one.asText("")));
        return all;
    }

    private static List<String> keys(JsonNode node) {
        List<String> all = new ArrayList<>();
        for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
            all.add(names.next());
        }
        return all;
    }

    private static Map<String, String> labels(JsonNode node) {
        Map<String, String> all = new LinkedHashMap<>();
        node.properties()
                .forEach(entry -> all.put(entry.getKey(), entry.getValue().asText("")));
        return all;
    }

    private static Optional<Instant> time(JsonNode node) {
        try {
            return node.isTextual()
                    ? Optional.of(OffsetDateTime.parse(node.asText()).toInstant())
                    : Optional.empty();
        } catch (DateTimeException e) {
            // Told for people's eyes alone.
            return Optional.empty();
        }
    }

    /** A new configuration in OCI's form. */
    static byte[] write(ImageConfig config) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("architecture", config.platform().architecture());
        root.put("os", config.platform().os());
        if (!config.platform().variant().isEmpty()) {
            root.put("variant", config.platform().variant());
        }
        config.created().ifPresent(time -> root.put("created", time.toString()));
        put(root, "author", config.author());
        root.set("config", node(config.run()));
        ObjectNode layers = root.putObject("rootfs");
        layers.put("type", "layers");
        ArrayNode diffIds = layers.putArray("diff_ids");
        config.diffIds().forEach(one -> diffIds.add(one.toString()));
        ArrayNode history = root.putArray("history");
        for (Step step : config.history()) {
            ObjectNode one = history.addObject();
            step.created().ifPresent(time -> one.put("created", time.toString()));
            put(one, "created_by", step.createdBy());
            put(one, "comment", step.comment());
            if (step.emptyLayer()) {
                one.put("empty_layer", true);
            }
        }
        return root.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static ObjectNode node(ImageConfig.RunConfig run) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        put(node, "User", run.user());
        keys(node, "ExposedPorts", run.exposedPorts());
        put(node, "Env", run.environment());
        put(node, "Entrypoint", run.entrypoint());
        put(node, "Cmd", run.command());
        keys(node, "Volumes", run.volumes());
        put(node, "WorkingDir", run.workingDirectory());
        if (!run.labels().isEmpty()) {
            ObjectNode labels = node.putObject("Labels");
            new TreeMap<>(run.labels()).forEach(labels::put);
        }
        put(node, "StopSignal", run.stopSignal());
        put(node, "Shell", run.shell());
        run.health().ifPresent(health -> {
            ObjectNode one = node.putObject("Healthcheck");
            put(one, "Test", health.test());
            one.put("Interval", health.interval().toNanos());
            one.put("Timeout", health.timeout().toNanos());
            one.put("StartPeriod", health.startPeriod().toNanos());
            one.put("StartInterval", health.startInterval().toNanos());
            one.put("Retries", health.retries());
        });
        return node;
    }

    private static void put(ObjectNode node, String key, String value) {
        if (!value.isEmpty()) {
            node.put(key, value);
        }
    }

    private static void put(ObjectNode node, String key, List<String> values) {
        if (!values.isEmpty()) {
            ArrayNode all = node.putArray(key);
            values.forEach(all::add);
        }
    }

    private static void keys(ObjectNode node, String key, List<String> names) {
        if (!names.isEmpty()) {
            ObjectNode all = node.putObject(key);
            names.forEach(all::putObject);
        }
    }
}
