package dev.hamlet.engine.container.oci;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hamlet.engine.container.ContainerEnd;
import dev.hamlet.nativebridge.ProcessIdentity;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/** A run and the end of one as JSON; what cannot be read is none. Also what conmon says when a container is made. */
final class RunRecordJson {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final long LONGEST_DELAY = 60_000;

    private RunRecordJson() {}

    /**
     * How a container ended, and when that run had begun.
     *
     * @param started when it was started
     * @param asked whether a person asked it to end
     * @param boot the boot of the computer in which that was noted
     */
    record Ended(Instant started, ContainerEnd end, boolean asked, String boot) {
        /** The same, asked for in this boot. */
        Ended askedFor(String now) {
            return new Ended(started, end, true, now);
        }
    }

    static byte[] write(RunRecord record) {
        ObjectNode node = MAPPER.createObjectNode();
        identity(node.putObject("process"), record.process());
        identity(node.putObject("monitor"), record.monitor());
        node.put("runtime", record.runtime().toString());
        node.put("started", record.started().toString());
        return bytes(node);
    }

    private static void identity(ObjectNode node, ProcessIdentity process) {
        node.put("pid", process.pid());
        node.put("startTime", process.startTime());
        node.put("bootId", process.bootId());
    }

    static Optional<RunRecord> read(byte[] content) {
        try {
            JsonNode node = MAPPER.readTree(content);
            return Optional.of(new RunRecord(
                    identity(node.path("process")),
                    identity(node.path("monitor")),
                    Path.of(node.path("runtime").asText()),
                    Instant.parse(node.path("started").asText())));
        } catch (IOException | IllegalArgumentException | DateTimeException e) {
            return Optional.empty();
        }
    }

    private static ProcessIdentity identity(JsonNode node) {
        return new ProcessIdentity(
                node.path("pid").asLong(),
                node.path("startTime").asLong(-1),
                node.path("bootId").asText());
    }

    static byte[] write(Ended ended) {
        ObjectNode node = MAPPER.createObjectNode();
        node.put("started", ended.started().toString());
        ended.end().code().ifPresent(code -> node.put("code", code));
        node.put("outOfMemory", ended.end().outOfMemory());
        node.put("ended", ended.end().time().toString());
        node.put("asked", ended.asked());
        node.put("boot", ended.boot());
        return bytes(node);
    }

    static Optional<Ended> readEnd(byte[] content) {
        try {
            JsonNode node = MAPPER.readTree(content);
            return Optional.of(new Ended(
                    Instant.parse(node.path("started").asText()),
                    new ContainerEnd(
                            node.has("code") ? OptionalInt.of(node.path("code").asInt()) : OptionalInt.empty(),
                            node.path("outOfMemory").asBoolean(),
                            Instant.parse(node.path("ended").asText())),
                    node.path("asked").asBoolean(),
                    node.path("boot").asText("")));
        } catch (IOException | DateTimeException e) {
            return Optional.empty();
        }
    }

    static byte[] write(Restarts restarts) {
        ObjectNode node = MAPPER.createObjectNode();
        node.put("count", restarts.count());
        node.put("delayMillis", restarts.delay().toMillis());
        restarts.failed().ifPresent(time -> node.put("failed", time.toString()));
        return bytes(node);
    }

    static Optional<Restarts> readRestarts(byte[] content) {
        try {
            JsonNode node = MAPPER.readTree(content);
            return Optional.of(new Restarts(
                    Math.max(0, node.path("count").asInt()),
                    Duration.ofMillis(Math.clamp(node.path("delayMillis").asLong(), 0, LONGEST_DELAY)),
                    node.has("failed")
                            ? Optional.of(Instant.parse(node.path("failed").asText()))
                            : Optional.empty()));
        } catch (IOException | DateTimeException e) {
            return Optional.empty();
        }
    }

    private static byte[] bytes(ObjectNode node) {
        return (node.toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /**
     * What conmon answers through its sync pipe (conmon's {@code docs/conmon.8.md}).
     *
     * @param pid of the container's first process, or below 0
     * @param message why there is none
     */
    record Answer(long pid, String message) {}

    static Answer answer(String line) {
        try {
            JsonNode node = MAPPER.readTree(line);
            return new Answer(
                    node.path("data").asLong(-1),
                    node.path("message").asText("").strip());
        } catch (IOException e) {
            return new Answer(-1, line.strip());
        }
    }

    /** The {@code status} in what {@code runc state} prints; empty if there is none. */
    static String status(String state) {
        try {
            return MAPPER.readTree(state).path("status").asText("");
        } catch (IOException e) {
            return "";
        }
    }
}
