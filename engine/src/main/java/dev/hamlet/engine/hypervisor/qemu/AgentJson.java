package dev.hamlet.engine.hypervisor.qemu;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.hamlet.engine.machine.GuestInterface;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Messages of the guest agent as JSON (QEMU's {@code qga/qapi-schema.json}). Pure. What is read here was written by a guest:
 * it may be anything, and what is no name or address is left out.
 */
final class AgentJson {
    private static final int MOST = 64;
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}][\\p{L}\\p{N} ._:@()-]{0,63}");
    private static final Pattern MAC = Pattern.compile("([0-9a-f]{2}:){5}[0-9a-f]{2}");

    /** Four numbers with points, or what has colons: short forms that other programs write are none of an interface. */
    private static final Pattern ADDRESS =
            Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|[0-9a-f]*:[0-9a-f:.]*", Pattern.CASE_INSENSITIVE);

    private static final ObjectMapper MAPPER = JsonMapper.builder(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(32)
                            .maxStringLength(GuestAgent.LONGEST_LINE)
                            .build())
                    .build())
            .build();

    private AgentJson() {}

    /** The line that asks the agent to say this number, so that older answers can be told from the next ones. */
    static String synchronize(long number) {
        return "{\"execute\":\"guest-sync-delimited\",\"arguments\":{\"id\":" + number + "}}\n";
    }

    /** The line that asks for the guest's interfaces. */
    static String askForInterfaces() {
        return "{\"execute\":\"guest-network-get-interfaces\"}\n";
    }

    /** Whether this line says this number. */
    static boolean says(byte[] line, long number) {
        try {
            JsonNode said = MAPPER.readTree(line).path("return");
            return said.isIntegralNumber() && said.asLong() == number;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * The interfaces that this line tells of.
     *
     * @throws IOException if it tells of none: an error, or no answer at all
     */
    static List<GuestInterface> interfaces(byte[] line) throws IOException {
        JsonNode list;
        try {
            list = MAPPER.readTree(line).path("return");
        } catch (JacksonException e) {
            // Not the parser's message: it quotes what came, which may be anything.
            throw new IOException("the guest agent sent what is no JSON", e);
        }
        if (!list.isArray()) {
            throw new IOException("the guest agent tells of no interfaces");
        }
        List<GuestInterface> all = new ArrayList<>();
        for (JsonNode one : list) {
            String name = one.path("name").asText();
            if (all.size() < MOST && NAME.matcher(name).matches()) {
                String mac = one.path("hardware-address").asText().toLowerCase(Locale.ROOT);
                JsonNode counted = one.path("statistics");
                all.add(new GuestInterface(
                        name,
                        MAC.matcher(mac).matches() ? mac : "",
                        addresses(one.path("ip-addresses")),
                        bytes(counted.path("rx-bytes")),
                        bytes(counted.path("tx-bytes"))));
            }
        }
        return List.copyOf(all);
    }

    private static long bytes(JsonNode count) {
        return count.isIntegralNumber() && count.canConvertToLong() ? Math.max(-1, count.longValue()) : -1;
    }

    private static List<InetAddress> addresses(JsonNode list) {
        List<InetAddress> addresses = new ArrayList<>();
        for (JsonNode one : list) {
            if (addresses.size() < MOST) {
                address(one.path("ip-address").asText()).ifPresent(addresses::add);
            }
        }
        return addresses;
    }

    private static Optional<InetAddress> address(String text) {
        try {
            // Never asks a name server.
            return ADDRESS.matcher(text).matches() ? Optional.of(InetAddress.ofLiteral(text)) : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
