package dev.hamlet.engine.container.oci;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hamlet.engine.container.ContainerLimits;
import dev.hamlet.engine.container.ExecSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What an OCI runtime is told while a container runs: a further program ({@code process} of the OCI runtime specification,
 * "Configuration") and other limits ({@code linux.resources}, "Linux Container Configuration"). Pure functions.
 */
final class ExecJson {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int PERIOD = 100_000;

    private ExecJson() {}

    /**
     * Where a container's files are mounted.
     *
     * @param config the bundle that it was started with
     */
    static Path root(byte[] config) throws IOException {
        return Path.of(MAPPER.readTree(config).path("root").path("path").asText());
    }

    /**
     * The control group of a container, below the top of each tree.
     *
     * @param config the bundle that it was started with
     */
    static String group(byte[] config) throws IOException {
        return MAPPER.readTree(config).path("linux").path("cgroupsPath").asText();
    }

    /**
     * A program that is confined as the container's own is.
     *
     * @param config the bundle that it was started with
     * @param user who it runs as; empty for the container's own
     */
    static byte[] process(byte[] config, ExecSpec spec, Optional<ContainerUser> user) throws IOException {
        if (!(MAPPER.readTree(config).path("process") instanceof ObjectNode process)) {
            throw new IOException("the bundle has no process");
        }
        process.put("terminal", spec.terminal());
        process.remove("consoleSize");
        if (spec.terminal()) {
            process.putObject("consoleSize").put("height", spec.rows()).put("width", spec.columns());
        }
        ArrayNode arguments = process.putArray("args");
        spec.command().forEach(arguments::add);
        Map<String, String> variables = new LinkedHashMap<>();
        process.path("env").forEach(one -> put(variables, one.asText()));
        user.ifPresent(who -> {
            ObjectNode node = process.putObject("user");
            node.put("uid", who.uid()).put("gid", who.gid());
            who.groups().forEach(node.putArray("additionalGids")::add);
            variables.put("HOME", who.home());
            ObjectNode capabilities = process.putObject("capabilities");
            for (String set : who.uid() == 0 ? List.of("bounding", "effective", "permitted") : List.of("bounding")) {
                ArrayNode all = capabilities.putArray(set);
                new TreeSet<>(BundleJson.CAPABILITIES).forEach(all::add);
            }
        });
        if (spec.terminal()) {
            variables.putIfAbsent("TERM", "xterm");
        }
        spec.environment().forEach(one -> put(variables, one));
        ArrayNode environment = process.putArray("env");
        variables.forEach((name, value) -> environment.add(name + "=" + value));
        if (!spec.workingDirectory().isEmpty()) {
            process.put("cwd", spec.workingDirectory());
        }
        return bytes(process);
    }

    private static void put(Map<String, String> variables, String variable) {
        int equals = variable.indexOf('=');
        if (equals > 0) {
            variables.put(variable.substring(0, equals), variable.substring(equals + 1));
        }
    }

    /**
     * Limits, all of them: what has none is told so.
     *
     * @param swap whether the kernel limits memory with swap
     */
    static byte[] resources(ContainerLimits limits, boolean swap) {
        ObjectNode resources = MAPPER.createObjectNode();
        long memory = limits.memory().map(size -> size.bytes()).orElse(-1L);
        ObjectNode node = resources.putObject("memory").put("limit", memory);
        if (swap) {
            node.put("swap", memory);
        }
        resources
                .putObject("cpu")
                .put("quota", limits.cpus() > 0 ? Math.round(limits.cpus() * PERIOD) : -1)
                .put("period", PERIOD);
        resources.putObject("pids").put("limit", limits.pids() > 0 ? limits.pids() : -1);
        return bytes(resources);
    }

    private static byte[] bytes(JsonNode node) {
        return (node.toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
