package dev.hamlet.engine.media;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hamlet.engine.host.ByteSize;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** {@link ImageFacts} as {@code image.json}, format 1. */
final class ImageFactsJson {
    /** The format that is written; newer ones are refused. */
    static final int FORMAT = 1;

    private static final ObjectMapper MAPPER = JsonMapper.builder(com.fasterxml.jackson.core.JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(16)
                            .maxStringLength(1 << 16)
                            .maxDocumentLength(1 << 20)
                            .build())
                    .build())
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private ImageFactsJson() {}

    /** Why a file is not what it should be. */
    static final class ShapeException extends Exception {
        private static final long serialVersionUID = 1L;

        ShapeException(String why) {
            super(why);
        }

        String why() {
            return String.valueOf(getMessage());
        }
    }

    static byte[] write(ImageFacts facts) {
        ObjectNode root = MAPPER.createObjectNode();
        root.put("format", FORMAT);
        root.put("name", facts.name());
        root.put("system", facts.system());
        if (facts.disk() != null) {
            root.putObject("disk")
                    .put("file", facts.disk().file().toString())
                    .put("format", facts.disk().format().word());
        }
        if (facts.cd() != null) {
            root.put("cd", facts.cd().toString());
        }
        if (facts.kernel() != null) {
            ObjectNode kernel = root.putObject("kernel");
            kernel.put("file", facts.kernel().kernel().toString());
            if (facts.kernel().initrd() != null) {
                kernel.put("initrd", facts.kernel().initrd().toString());
            }
            kernel.put("commandLine", facts.kernel().commandLine());
        }
        root.put("origin", facts.origin());
        root.put("made", facts.made().toString());
        if (facts.digest() != null) {
            root.put("digest", facts.digest());
        }
        root.put("cloudInit", facts.cloudInit());
        root.put("defaultUser", facts.defaultUser());
        if (facts.recommendedMemory() != null) {
            root.put("recommendedMemory", facts.recommendedMemory().bytes());
        }
        try {
            return (MAPPER.writeValueAsString(root) + "\n").getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of JSON that cannot be written", e);
        }
    }

    static ImageFacts read(byte[] content) throws ShapeException {
        JsonNode root = parse(content);
        int format = root.path("format").asInt();
        if (format < 1 || format > FORMAT) {
            throw new ShapeException("format " + root.path("format") + " of image.json cannot be read here");
        }
        return new ImageFacts(
                text(root, "name"),
                textOr(root, "system", ""),
                disk(root.get("disk")),
                root.has("cd") ? file(root, "cd") : null,
                kernel(root.get("kernel")),
                textOr(root, "origin", ""),
                instant(root),
                root.has("digest") ? text(root, "digest") : null,
                root.path("cloudInit").asBoolean(),
                textOr(root, "defaultUser", ""),
                memory(root.get("recommendedMemory")));
    }

    private static JsonNode parse(byte[] content) throws ShapeException {
        try {
            JsonNode root = MAPPER.readTree(content);
            if (root == null || !root.isObject()) {
                throw new ShapeException("image.json holds no JSON object");
            }
            return root;
        } catch (JsonProcessingException e) {
            throw new ShapeException("image.json is no JSON: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new ShapeException("image.json is no JSON: " + e.getMessage());
        }
    }

    private static ImageFacts.@Nullable DiskFile disk(@Nullable JsonNode node) throws ShapeException {
        if (node == null) {
            return null;
        }
        String word = text(node, "format");
        DiskFormat format = DiskFormat.ofWord(word)
                .orElseThrow(() -> new ShapeException("no disk format is called \"" + word + "\""));
        return new ImageFacts.DiskFile(file(node, "file"), format);
    }

    private static ImageFacts.@Nullable KernelFiles kernel(@Nullable JsonNode node) throws ShapeException {
        if (node == null) {
            return null;
        }
        return new ImageFacts.KernelFiles(
                file(node, "file"), node.has("initrd") ? file(node, "initrd") : null, textOr(node, "commandLine", ""));
    }

    private static Path file(JsonNode node, String key) throws ShapeException {
        String name = text(node, key);
        try {
            if (isPlainName(Path.of(name))) {
                return Path.of(name);
            }
        } catch (InvalidPathException e) {
            throw new ShapeException("\"" + key + "\" is no name of a file: " + e.getReason());
        }
        throw new ShapeException("\"" + key + "\" is no plain name of a file: " + name);
    }

    /** Whether this is one name, of something in a folder. */
    static boolean isPlainName(Path file) {
        String name = file.toString();
        return !file.isAbsolute()
                && file.getNameCount() == 1
                && !name.isEmpty()
                && !name.equals(".")
                && !name.equals("..");
    }

    private static Instant instant(JsonNode root) throws ShapeException {
        try {
            return Instant.parse(text(root, "made"));
        } catch (DateTimeException e) {
            throw new ShapeException("\"made\" is no time: " + e.getMessage());
        }
    }

    private static @Nullable ByteSize memory(@Nullable JsonNode node) throws ShapeException {
        if (node == null) {
            return null;
        }
        if (!node.canConvertToLong() || !node.isIntegralNumber() || node.asLong() <= 0) {
            throw new ShapeException("\"recommendedMemory\" must be a number of bytes");
        }
        return new ByteSize(node.asLong());
    }

    private static String textOr(JsonNode node, String key, String otherwise) throws ShapeException {
        return node.has(key) ? text(node, key) : otherwise;
    }

    private static String text(JsonNode node, String key) throws ShapeException {
        JsonNode value = node.path(key);
        if (!value.isTextual()) {
            throw new ShapeException("\"" + key + "\" must be text");
        }
        return value.asText();
    }
}
