package dev.hamlet.engine.hypervisor.qemu;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.machine.LaunchRecord;
import dev.hamlet.engine.machine.MachineSpec;
import dev.hamlet.engine.machine.MachineSpecJson;
import dev.hamlet.engine.machine.PortForward;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.nativebridge.ProcessIdentity;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A {@link LaunchRecord} as JSON: the file {@code launch.json} of a run folder. Pure. */
final class LaunchRecordJson {
    private static final ObjectMapper MAPPER = JsonMapper.builder().build();

    private LaunchRecordJson() {}

    static byte[] write(LaunchRecord record) {
        ObjectNode root = MAPPER.createObjectNode();
        root.put("pid", record.process().pid());
        root.put("startTime", record.process().startTime());
        root.put("bootId", record.process().bootId());
        root.put("hypervisor", record.hypervisor());
        root.put("version", record.version());
        root.put("accelerator", record.accelerator());
        root.put("board", record.board());
        root.put("vcpus", record.vcpus());
        root.put("memory", record.memory().bytes());
        root.put("user", record.user());
        root.put("started", record.started().toString());
        ArrayNode forwards = root.putArray("forwards");
        for (PortForward forward : record.forwards()) {
            forwards.addObject()
                    .put("protocol", forward.protocol().word())
                    .put("address", forward.address())
                    .put("hostPort", forward.hostPort())
                    .put("guestPort", forward.guestPort());
        }
        ArrayNode files = root.putArray("files");
        record.files().forEach(file -> files.add(file.toString()));
        record.arguments().forEach(root.putArray("arguments")::add);
        if (record.settings() != null) {
            root.set("settings", tree(MachineSpecJson.write(record.settings())));
        }
        return (root.toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static JsonNode tree(byte[] written) {
        try {
            return MAPPER.readTree(written);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Null where an earlier Hamlet did not note them, or a later one did. */
    private static @Nullable MachineSpec settings(JsonNode node) throws IOException {
        try {
            return node.isObject()
                    ? MachineSpecJson.read(MAPPER.writeValueAsBytes(node), Path.of("launch.json"))
                    : null;
        } catch (ProblemException e) {
            return null;
        }
    }

    /**
     * Empty where the bytes are no such record; the guest is then found by its sockets.
     *
     * @param openFiles the files that a process has open: asked where an earlier Hamlet did not note them
     */
    static Optional<LaunchRecord> read(byte[] content, Function<ProcessIdentity, List<Path>> openFiles) {
        try {
            JsonNode root = MAPPER.readTree(content);
            List<PortForward> forwards = new ArrayList<>();
            for (JsonNode forward : root.path("forwards")) {
                forwards.add(new PortForward(
                        forward.path("protocol").asText().equals("udp")
                                ? PortForward.Protocol.UDP
                                : PortForward.Protocol.TCP,
                        forward.path("address").asText(),
                        forward.path("hostPort").asInt(),
                        forward.path("guestPort").asInt()));
            }
            List<String> arguments = new ArrayList<>();
            root.path("arguments").forEach(argument -> arguments.add(argument.asText()));
            ProcessIdentity process = new ProcessIdentity(
                    root.path("pid").asLong(),
                    root.path("startTime").asLong(),
                    root.path("bootId").asText());
            List<Path> files = new ArrayList<>();
            root.path("files").forEach(file -> files.add(Path.of(file.asText())));
            return Optional.of(new LaunchRecord(
                    process,
                    root.path("hypervisor").asText(),
                    root.path("version").asText(),
                    root.path("accelerator").asText(),
                    root.path("board").asText(),
                    root.path("vcpus").asInt(),
                    root.has("memory") ? new ByteSize(root.path("memory").asLong()) : QemuAdoption.memory(arguments),
                    root.path("user").asText(),
                    Instant.parse(root.path("started").asText()),
                    forwards,
                    root.has("files") ? files : openFiles.apply(process),
                    arguments,
                    settings(root.path("settings"))));
        } catch (IOException | IllegalArgumentException | DateTimeException e) {
            return Optional.empty();
        }
    }
}
