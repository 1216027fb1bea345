package dev.hamlet.engine.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hamlet.engine.host.WholeFile;
import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The {@code index.json} of an image layout (OCI image specification, "Image Layout"): which names lead to which digests.
 * What it does not know is kept. Used by one thread.
 */
final class StoreIndexJson {
    /** What the specification has for names. */
    static final String NAME = "org.opencontainers.image.ref.name";

    private final ObjectNode root;

    private StoreIndexJson(ObjectNode root) {
        this.root = root;
    }

    /**
     * A name and what it leads to.
     *
     * @param name as it stands there, or empty
     */
    record Named(String name, BlobDescriptor descriptor) {}

    static StoreIndexJson empty() {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("schemaVersion", 2);
        root.put("mediaType", MediaTypes.INDEX);
        root.putArray("manifests");
        return new StoreIndexJson(root);
    }

    /**
     * Reads the file; one that is not there is empty.
     *
     * @throws ProblemException {@code FileUnusable}, {@code BlobDamaged}
     */
    static StoreIndexJson read(Path file) throws ProblemException {
        try {
            return of(Files.readAllBytes(file), file.toString());
        } catch (NoSuchFileException e) {
            return empty();
        } catch (IOException e) {
            throw new ProblemException(new HostProblem.FileUnusable(file, WholeFile.reason(e)), e);
        }
    }

    /**
     * Reads these bytes.
     *
     * @throws ProblemException {@code BlobDamaged}
     */
    static StoreIndexJson of(byte[] bytes, String what) throws ProblemException {
        JsonNode root = ManifestJson.tree(bytes, what);
        if (!(root instanceof ObjectNode object) || !root.path("manifests").isArray()) {
            throw ManifestJson.damaged(what, "it has no list of manifests");
        }
        StoreIndexJson index = new StoreIndexJson(object);
        List<Named> _ = index.entries(what);
        return index;
    }

    private List<Named> entries(String what) throws ProblemException {
        List<Named> all = new ArrayList<>();
        for (JsonNode one : manifests()) {
            BlobDescriptor descriptor = ManifestJson.descriptor(one, what);
            all.add(new Named(descriptor.annotations().getOrDefault(NAME, ""), descriptor));
        }
        return all;
    }

    /** All entries, in the file's order. */
    List<Named> entries() {
        try {
            return entries("the index");
        } catch (ProblemException e) {
            throw new IllegalStateException("it was read before", e);
        }
    }

    private ArrayNode manifests() {
        return (ArrayNode) root.path("manifests");
    }

    /** Lets the name lead there; what it led to before stays, without a name. An empty name gives none. */
    void name(String name, BlobDescriptor descriptor) {
        unname(name);
        ArrayNode all = manifests();
        // An entry of the same digest that has no name yet is that which gets it.
        for (int i = all.size() - 1; i >= 0; i--) {
            JsonNode one = all.get(i);
            if (isOf(one, descriptor.digest()) && nameOf(one).isEmpty()) {
                all.remove(i);
            } else if (isOf(one, descriptor.digest()) && name.isEmpty()) {
                return;
            }
        }
        ObjectNode node = ManifestJson.node(descriptor);
        if (!name.isEmpty()) {
            JsonNode annotations = node.path("annotations");
            (annotations instanceof ObjectNode object ? object : node.putObject("annotations")).put(NAME, name);
        }
        all.add(node);
    }

    /** Takes the name away from what it leads to, which stays, under its other names or without one. */
    void unname(String name) {
        ArrayNode all = manifests();
        for (int i = all.size() - 1; i >= 0 && !name.isEmpty(); i--) {
            if (nameOf(all.get(i)).equals(name)) {
                String digest = all.get(i).path("digest").asText("");
                if (count(digest) > 1) {
                    all.remove(i);
                } else if (all.get(i).path("annotations") instanceof ObjectNode annotations) {
                    annotations.remove(NAME);
                }
            }
        }
    }

    private long count(String digest) {
        long count = 0;
        for (JsonNode one : manifests()) {
            count += one.path("digest").asText("").equals(digest) ? 1 : 0;
        }
        return count;
    }

    /** Forgets all entries of this digest. */
    void forget(BlobDigest digest) {
        ArrayNode all = manifests();
        for (int i = all.size() - 1; i >= 0; i--) {
            if (isOf(all.get(i), digest)) {
                all.remove(i);
            }
        }
    }

    private static boolean isOf(JsonNode node, BlobDigest digest) {
        return node.path("digest").asText("").equals(digest.toString());
    }

    private static String nameOf(JsonNode node) {
        return node.path("annotations").path(NAME).asText("");
    }

    byte[] bytes() {
        return (root.toPrettyString() + "\n").getBytes(StandardCharsets.UTF_8);
    }
}
