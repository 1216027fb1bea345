package dev.hamlet.engine.container;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.image.ImageConfig.HealthCheck;
import dev.hamlet.engine.problem.ContainerProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A {@link ContainerSpec} as JSON, format 1, as {@code docs/containers.md} describes it. Keys that this version does not
 * know are kept. Pure; safe for use by many threads.
 */
public final class ContainerSpecJson {
    /** The format that is written; newer ones are refused. */
    public static final int FORMAT = 1;

    private static final ObjectMapper MAPPER = JsonMapper.builder(com.fasterxml.jackson.core.JsonFactory.builder()
                    .streamReadConstraints(
                            StreamReadConstraints.builder().maxNestingDepth(64).build())
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private static final Set<String> KEYS = Set.of("format", "id", "name", "image", "wish", "volumes", "created");
    private static final Set<String> IMAGE_KEYS = Set.of(
            "name",
            "digest",
            "entrypoint",
            "command",
            "environment",
            "workingDirectory",
            "user",
            "stopSignal",
            "volumes",
            "labels",
            "health",
            "log");
    private static final Set<String> WISH_KEYS = Set.of(
            "entrypoint",
            "command",
            "environment",
            "workingDirectory",
            "user",
            "hostname",
            "labels",
            "memory",
            "cpus",
            "pids",
            "ulimits",
            "confined",
            "removedAfter",
            "network",
            "files",
            "terminal",
            "interactive",
            "init",
            "restart",
            "health");
    private static final Set<String> NETWORK_KEYS = Set.of("name", "ports", "hosts", "nameServers");

    private ContainerSpecJson() {}

    /** Keys of a container's file that this version does not know; only this class looks inside. */
    public static final class UnknownKeys {
        /** No unknown keys. */
        public static final UnknownKeys NONE = new UnknownKeys(MAPPER.createObjectNode());

        private final ObjectNode read;

        private UnknownKeys(ObjectNode read) {
            this.read = read;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof UnknownKeys keys && keys.read.equals(read);
        }

        @Override
        public int hashCode() {
            return read.hashCode();
        }
    }

    /**
     * Whether a word may stand in a file that is no spec, such as one of a newer format: what is no JSON, or says nothing of
     * what the user wished, may have meant anything.
     */
    public static boolean mayMention(byte[] content, String word) {
        try {
            JsonNode root = MAPPER.readTree(content);
            return !root.path("wish").isObject() || mentions(root, word);
        } catch (IOException e) {
            return true;
        }
    }

    private static boolean mentions(JsonNode node, String word) {
        if (node.isTextual()) {
            return node.textValue().contains(word);
        }
        if (node.properties().stream().anyMatch(one -> one.getKey().contains(word))) {
            return true;
        }
        for (JsonNode one : node) {
            if (mentions(one, word)) {
                return true;
            }
        }
        return false;
    }

    /** The spec as the bytes of its file, UTF-8, ending in a new line. */
    public static byte[] write(ContainerSpec spec) {
        ObjectNode root = MAPPER.createObjectNode();
        root.put("format", FORMAT);
        root.put("id", spec.id().value());
        root.put("name", spec.name());
        ObjectNode image = root.putObject("image");
        image.put("name", spec.image().name());
        image.put("digest", spec.image().digest());
        texts(image, "entrypoint", spec.image().entrypoint());
        texts(image, "command", spec.image().command());
        texts(image, "environment", spec.image().environment());
        text(image, "workingDirectory", spec.image().workingDirectory());
        text(image, "user", spec.image().user());
        text(image, "stopSignal", spec.image().stopSignal());
        spec.image().health().ifPresent(health -> HealthCheckJson.put(image, health));
        texts(image, "volumes", spec.image().volumes());
        texts(image, "labels", spec.image().labels());
        ContainerWish wish = spec.wish();
        ObjectNode wished = root.putObject("wish");
        wish.entrypoint().ifPresent(entrypoint -> entrypoint.forEach(wished.putArray("entrypoint")::add));
        texts(wished, "command", wish.command());
        texts(wished, "environment", wish.environment());
        text(wished, "workingDirectory", wish.workingDirectory());
        text(wished, "user", wish.user());
        text(wished, "hostname", wish.hostname());
        texts(wished, "labels", wish.labels());
        wish.memory().ifPresent(memory -> wished.put("memory", memory.bytes()));
        if (wish.cpus() > 0) {
            wished.put("cpus", wish.cpus());
        }
        if (wish.pids() > 0) {
            wished.put("pids", wish.pids());
        }
        texts(wished, "ulimits", wish.ulimits().stream().map(Ulimit::toString).toList());
        if (!wish.confined()) {
            wished.put("confined", false);
        }
        if (wish.removedAfter()) {
            wished.put("removedAfter", true);
        }
        NetworkWish network = wish.network();
        if (!network.equals(NetworkWish.NOTHING)) {
            ObjectNode node = wished.putObject("network");
            text(node, "name", network.name());
            texts(
                    node,
                    "ports",
                    network.ports().stream().map(PublishedPort::toString).toList());
            texts(node, "hosts", network.hosts());
            texts(node, "nameServers", network.nameServers());
            keep(node, spec.unknown().read.path("wish").path("network"), NETWORK_KEYS);
        }
        if (!wish.files().equals(FilesWish.NOTHING)) {
            wished.set(
                    "files",
                    FilesWishJson.write(
                            wish.files(), spec.unknown().read.path("wish").path("files")));
        }
        if (wish.terminal()) {
            wished.put("terminal", true);
        }
        if (wish.interactive()) {
            wished.put("interactive", true);
        }
        if (!wish.upkeep().restart().equals(RestartPolicy.NO)) {
            wished.put("restart", wish.upkeep().restart().toString());
        }
        LogLimits log = wish.upkeep().log();
        if (!log.equals(LogLimits.USUAL)) {
            wished.putObject("log").put("maxBytes", log.size().bytes()).put("files", log.files());
        }
        if (!wish.upkeep().health().equals(HealthCheck.UNSAID)) {
            HealthCheckJson.put(wished, wish.upkeep().health());
        }
        if (wish.init()) {
            wished.put("init", true);
        }
        texts(root, "volumes", spec.volumes());
        root.put("created", spec.created().toString());
        keep(root, spec.unknown().read, KEYS);
        keep(image, spec.unknown().read.path("image"), IMAGE_KEYS);
        keep(wished, spec.unknown().read.path("wish"), WISH_KEYS);
        return (root.toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static void texts(ObjectNode node, String key, List<String> values) {
        if (!values.isEmpty()) {
            ArrayNode array = node.putArray(key);
            values.forEach(array::add);
        }
    }

    private static void texts(ObjectNode node, String key, Map<String, String> values) {
        if (!values.isEmpty()) {
            ObjectNode object = node.putObject(key);
            values.forEach(object::put);
        }
    }

    private static void text(ObjectNode node, String key, String value) {
        if (!value.isEmpty()) {
            node.put(key, value);
        }
    }

    static void keep(ObjectNode fresh, JsonNode old, Set<String> known) {
        old.properties().stream()
                .filter(entry -> !known.contains(entry.getKey()))
                .forEach(entry -> fresh.set(entry.getKey(), entry.getValue()));
    }

    /**
     * Reads a container's file.
     *
     * @param file named in problems only
     * @throws ProblemException {@code ContainerUnreadable}, {@code ContainerFromFuture}, {@code ContainerSettingInvalid}
     */
    public static ContainerSpec read(byte[] content, Path file) throws ProblemException {
        try {
            JsonNode root = MAPPER.readTree(content);
            if (!(root instanceof ObjectNode object)) {
                throw new ProblemException(new ContainerProblem.ContainerUnreadable(file, "not a JSON object"));
            }
            int format = root.path("format").asInt(0);
            if (format > FORMAT) {
                throw new ProblemException(new ContainerProblem.ContainerFromFuture(file, format, FORMAT));
            }
            return new ContainerSpec(
                            new ContainerId(text(root, "id")),
                            text(root, "name"),
                            image(root.path("image")),
                            wish(root.path("wish")),
                            named(root, "volumes"),
                            Instant.parse(text(root, "created")),
                            new UnknownKeys(object))
                    .checked();
        } catch (JsonProcessingException e) {
            throw unreadable(file, e.getOriginalMessage(), e);
        } catch (IOException | IllegalArgumentException | DateTimeException e) {
            throw unreadable(file, String.valueOf(e.getMessage()), e);
        }
    }

    private static ProblemException unreadable(Path file, String why, Exception cause) {
        return new ProblemException(new ContainerProblem.ContainerUnreadable(file, why), cause);
    }

    private static ImageDefaults image(JsonNode node) {
        return new ImageDefaults(
                text(node, "name"),
                text(node, "digest"),
                texts(node, "entrypoint"),
                texts(node, "command"),
                texts(node, "environment"),
                optional(node, "workingDirectory"),
                optional(node, "user"),
                optional(node, "stopSignal"),
                texts(node, "volumes"),
                named(node, "labels"),
                HealthCheckJson.in(node));
    }

    private static ContainerWish wish(JsonNode node) throws ProblemException {
        List<Ulimit> ulimits = new ArrayList<>();
        for (String limit : texts(node, "ulimits")) {
            ulimits.add(Ulimit.parse(limit));
        }
        return new ContainerWish(
                node.has("entrypoint") ? Optional.of(texts(node, "entrypoint")) : Optional.empty(),
                texts(node, "command"),
                texts(node, "environment"),
                optional(node, "workingDirectory"),
                optional(node, "user"),
                optional(node, "hostname"),
                named(node, "labels"),
                node.has("memory")
                        ? Optional.of(new ByteSize(node.path("memory").asLong(-1)))
                        : Optional.empty(),
                number(node, "cpus").asDouble(0),
                number(node, "pids").asInt(0),
                ulimits,
                flag(node, "confined", true),
                flag(node, "removedAfter", false),
                network(node.path("network")),
                FilesWishJson.read(node.path("files")),
                flag(node, "terminal", false),
                flag(node, "interactive", false),
                flag(node, "init", false),
                new Upkeep(
                        RestartPolicy.parse(optional(node, "restart")),
                        HealthCheckJson.in(node).orElse(HealthCheck.UNSAID),
                        log(node.path("log"))));
    }

    private static LogLimits log(JsonNode node) {
        return node.isObject()
                ? new LogLimits(
                        new ByteSize(number(node, "maxBytes").asLong()),
                        number(node, "files").asInt())
                : LogLimits.USUAL;
    }

    private static NetworkWish network(JsonNode node) throws ProblemException {
        List<PublishedPort> ports = new ArrayList<>();
        for (String port : texts(node, "ports")) {
            ports.addAll(PublishedPort.parse(port));
        }
        return new NetworkWish(optional(node, "name"), ports, texts(node, "hosts"), texts(node, "nameServers"));
    }

    static String text(JsonNode node, String key) {
        JsonNode value = node.path(key);
        if (!value.isTextual()) {
            throw new IllegalArgumentException("\"" + key + "\" must be a text");
        }
        return value.textValue();
    }

    static String optional(JsonNode node, String key) {
        return node.has(key) ? text(node, key) : "";
    }

    static JsonNode number(JsonNode node, String key) {
        JsonNode value = node.path(key);
        if (!value.isMissingNode() && !value.isNumber()) {
            throw new IllegalArgumentException("\"" + key + "\" must be a number");
        }
        return value;
    }

    static boolean flag(JsonNode node, String key, boolean otherwise) {
        JsonNode value = node.path(key);
        if (!value.isMissingNode() && !value.isBoolean()) {
            throw new IllegalArgumentException("\"" + key + "\" must be true or false");
        }
        return value.asBoolean(otherwise);
    }

    static List<String> texts(JsonNode node, String key) {
        JsonNode values = node.path(key);
        if (!values.isMissingNode() && !values.isArray()) {
            throw new IllegalArgumentException("\"" + key + "\" must be a list");
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode value : values) {
            if (!value.isTextual()) {
                throw new IllegalArgumentException("\"" + key + "\" must be a list of texts");
            }
            texts.add(value.textValue());
        }
        return texts;
    }

    private static Map<String, String> named(JsonNode node, String key) {
        JsonNode values = node.path(key);
        if (!values.isMissingNode() && !values.isObject()) {
            throw new IllegalArgumentException("\"" + key + "\" must be an object");
        }
        Map<String, String> texts = new TreeMap<>();
        values.properties().forEach(one -> texts.put(one.getKey(), text(values, one.getKey())));
        return texts;
    }
}
