package dev.hamlet.engine.hypervisor.qemu;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.Optional;

/** The answer of {@link PasstTrial} as JSON. Whatever cannot be read counts as not there. Pure. */
final class PasstTrialJson {
    private static final int FORMAT = 1;
    private static final JsonMapper JSON = new JsonMapper();

    private PasstTrialJson() {}

    static String write(String stamp, boolean completes) {
        return JSON.createObjectNode()
                .put("format", FORMAT)
                .put("program", stamp)
                .put("completes", completes)
                .toPrettyString();
    }

    /** What was kept of this very program. */
    static Optional<Boolean> read(byte[] text, String stamp) {
        try {
            JsonNode root = JSON.readTree(text);
            boolean ours = root.path("format").asInt() == FORMAT
                    && root.path("program").asText().equals(stamp)
                    && root.path("completes").isBoolean();
            return ours ? Optional.of(root.path("completes").asBoolean()) : Optional.empty();
        } catch (IOException damaged) {
            return Optional.empty();
        }
    }
}
