package dev.hamlet.engine.hypervisor.qemu;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** A firmware descriptor, as QEMU's {@code docs/interop/firmware.json} describes it. Pure. */
final class FirmwareJson {
    private static final ObjectMapper MAPPER = JsonMapper.builder().build();

    private FirmwareJson() {}

    /**
     * The files, if this is a UEFI firmware for x86-64 q35 boards that needs nothing special and starts what nobody
     * signed.
     *
     * @throws IOException if it is no JSON
     */
    static Optional<FirmwareFiles> read(byte[] descriptor) throws IOException {
        JsonNode root = MAPPER.readTree(descriptor);
        if (root == null || !texts(root.path("interface-types")).contains("uefi") || !suits(root.path("targets"))) {
            return Optional.empty();
        }
        Set<String> features = texts(root.path("features"));
        if (features.contains("requires-smm") || features.contains("enrolled-keys")) {
            return Optional.empty();
        }
        JsonNode mapping = root.path("mapping");
        JsonNode code = mapping.path("executable");
        JsonNode variables = mapping.path("nvram-template");
        if (!mapping.path("device").asText().equals("flash") || !code.has("filename") || !variables.has("filename")) {
            return Optional.empty();
        }
        try {
            return Optional.of(new FirmwareFiles(
                    Path.of(code.path("filename").asText()),
                    code.path("format").asText("raw"),
                    Path.of(variables.path("filename").asText()),
                    variables.path("format").asText("raw")));
        } catch (InvalidPathException e) {
            throw new IOException(e);
        }
    }

    private static boolean suits(JsonNode targets) {
        for (JsonNode target : targets) {
            boolean q35 = texts(target.path("machines")).stream().anyMatch(board -> board.startsWith("pc-q35-"));
            if (q35 && target.path("architecture").asText().equals("x86_64")) {
                return true;
            }
        }
        return false;
    }

    private static Set<String> texts(JsonNode array) {
        Set<String> all = new HashSet<>();
        array.forEach(text -> all.add(text.asText()));
        return all;
    }
}
