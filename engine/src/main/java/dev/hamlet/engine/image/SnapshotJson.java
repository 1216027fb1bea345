package dev.hamlet.engine.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hamlet.engine.problem.ProblemException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The store's own notes: of an unpacked layer, and of what a container's root is made of. */
final class SnapshotJson {
    private SnapshotJson() {}

    /**
     * An unpacked layer.
     *
     * @param diffId digest of the layer as it is unpacked
     * @param bytes that it takes on the disk
     * @param files how many it has
     */
    record Unpacked(BlobDigest diffId, long bytes, long files) {}

    static byte[] write(Unpacked layer) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("diffId", layer.diffId().toString());
        root.put("bytes", layer.bytes());
        root.put("files", layer.files());
        return bytes(root);
    }

    /** The note, or nothing where there is none that can be read. */
    static Optional<Unpacked> unpacked(Path file) {
        return read(file)
                .flatMap(root -> BlobDigest.parse(root.path("diffId").asText(""))
                        .map(diffId -> new Unpacked(
                                diffId,
                                root.path("bytes").asLong(),
                                root.path("files").asLong())));
    }

    /**
     * What a container's root is made of.
     *
     * @param manifest of its image
     * @param name of its image, when it was made
     * @param chain the unpacked layers that it lies on, lowest first
     */
    record Laid(BlobDigest manifest, String name, List<BlobDigest> chain) {
        Laid {
            chain = List.copyOf(chain);
        }
    }

    static byte[] write(Laid laid) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("manifest", laid.manifest().toString());
        root.put("image", laid.name());
        ArrayNode chain = root.putArray("chain");
        laid.chain().forEach(one -> chain.add(one.toString()));
        return bytes(root);
    }

    static Optional<Laid> laid(Path file) {
        return read(file).flatMap(SnapshotJson::laid);
    }

    private static Optional<Laid> laid(JsonNode root) {
        List<BlobDigest> chain = new ArrayList<>();
        root.path("chain").forEach(one -> BlobDigest.parse(one.asText("")).ifPresent(chain::add));
        return BlobDigest.parse(root.path("manifest").asText(""))
                .map(manifest -> new Laid(manifest, root.path("image").asText(""), chain));
    }

    private static Optional<JsonNode> read(Path file) {
        try {
            return Optional.of(ManifestJson.tree(Files.readAllBytes(file), file.toString()));
        } catch (IOException | ProblemException e) {
            return Optional.empty();
        }
    }

    private static byte[] bytes(ObjectNode root) {
        return (root.toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
