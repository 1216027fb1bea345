package dev.hamlet.engine.container.network;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hamlet.engine.container.PublishedPort;
import dev.hamlet.engine.container.Subnet;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What is said to slirp4netns and by it ({@code slirp4netns.1}, "API SOCKET"). */
final class SlirpJson {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private SlirpJson() {}

    /**
     * A port that it has.
     *
     * @param address of the container
     */
    record Forward(int id, String protocol, int hostPort, int address, int containerPort) {
        boolean isOf(Lease lease) {
            return lease.address() == address
                    && lease.ports().stream()
                            .anyMatch(port -> port.hostPort() == hostPort
                                    && port.containerPort() == containerPort
                                    && port.protocol().word().equals(protocol));
        }
    }

    static String add(PublishedPort port, int address) {
        ObjectNode question = question("add_hostfwd");
        question.putObject("arguments")
                .put("proto", port.protocol().word())
                .put("host_addr", port.address())
                .put("host_port", port.hostPort())
                .put("guest_addr", Subnet.text(address))
                .put("guest_port", port.containerPort());
        return question.toString();
    }

    static String list() {
        return question("list_hostfwd").toString();
    }

    static String remove(Forward forward) {
        ObjectNode question = question("remove_hostfwd");
        question.putObject("arguments").put("id", forward.id());
        return question.toString();
    }

    private static ObjectNode question(String word) {
        return JsonNodeFactory.instance.objectNode().put("execute", word);
    }

    /** Why it did not do something; empty if it did. */
    static String refused(String answer) throws IOException {
        JsonNode read = MAPPER.readTree(answer);
        return read.has("return") ? "" : read.path("error").path("desc").asText("no answer");
    }

    /** The ports that it has. */
    static List<Forward> forwards(String answer) throws IOException {
        JsonNode read = MAPPER.readTree(answer);
        JsonNode entries =
                read.has("entries") ? read.path("entries") : read.path("return").path("entries");
        if (!entries.isArray()) {
            throw new IOException("it does not say which ports it has: " + answer);
        }
        List<Forward> forwards = new ArrayList<>();
        for (JsonNode entry : entries) {
            forwards.add(new Forward(
                    entry.path("id").asInt(),
                    entry.path("proto").asText(),
                    entry.path("host_port").asInt(),
                    Subnet.number(entry.path("guest_addr").asText("0.0.0.0")),
                    entry.path("guest_port").asInt()));
        }
        return forwards;
    }
}
