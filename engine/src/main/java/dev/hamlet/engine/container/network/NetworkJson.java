package dev.hamlet.engine.container.network;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hamlet.engine.container.ContainerId;
import dev.hamlet.engine.container.NetworkWish;
import dev.hamlet.engine.container.PublishedPort;
import dev.hamlet.engine.container.Subnet;
import dev.hamlet.engine.problem.ProblemException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Networks and leases as JSON; what cannot be read is none. */
final class NetworkJson {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final int FORMAT = 1;

    private NetworkJson() {}

    static byte[] write(Definition network) {
        ObjectNode node = MAPPER.createObjectNode();
        node.put("format", FORMAT);
        node.put("subnet", network.subnet().toString());
        node.put("bridge", network.bridge());
        node.put("created", network.created().toString());
        return bytes(node);
    }

    static Optional<Definition> readDefinition(String name, byte[] content) {
        try {
            JsonNode node = MAPPER.readTree(content);
            String bridge = node.path("bridge").asText();
            if (node.path("format").asInt() != FORMAT
                    || !NetworkWish.isName(name)
                    || !bridge.matches("hm[0-9a-f]{6}-[0-9]{1,6}")) {
                return Optional.empty();
            }
            return Optional.of(new Definition(
                    name,
                    Subnet.parse(node.path("subnet").asText()),
                    bridge,
                    Instant.parse(node.path("created").asText())));
        } catch (IOException | ProblemException | DateTimeException e) {
            return Optional.empty();
        }
    }

    static byte[] write(Lease lease) {
        ObjectNode node = MAPPER.createObjectNode();
        node.put("container", lease.container().value());
        lease.names().forEach(node.putArray("names")::add);
        node.putArray("ports")
                .addAll(lease.ports().stream()
                        .map(port -> (JsonNode) node.textNode(port.toString()))
                        .toList());
        node.put("hosts", lease.hosts().toString());
        lease.extra().forEach(node.putArray("extra")::add);
        return bytes(node);
    }

    static Optional<Lease> readLease(String network, int address, byte[] content) {
        try {
            JsonNode node = MAPPER.readTree(content);
            List<PublishedPort> ports = new ArrayList<>();
            for (String port : texts(node, "ports")) {
                ports.addAll(PublishedPort.parse(port));
            }
            return Optional.of(new Lease(
                    new ContainerId(node.path("container").asText()),
                    texts(node, "names"),
                    network,
                    address,
                    ports,
                    Path.of(node.path("hosts").asText()),
                    texts(node, "extra")));
        } catch (IOException | ProblemException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static List<String> texts(JsonNode node, String key) {
        List<String> texts = new ArrayList<>();
        node.path(key).forEach(one -> texts.add(one.asText()));
        return texts;
    }

    private static byte[] bytes(ObjectNode node) {
        return (node.toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
