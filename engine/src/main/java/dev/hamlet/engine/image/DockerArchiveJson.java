package dev.hamlet.engine.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hamlet.engine.problem.ProblemException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The {@code manifest.json} of what {@code docker save} writes (Docker image specification 1.2, "Combined Image JSON"). */
final class DockerArchiveJson {
    private DockerArchiveJson() {}

    /**
     * An image in the archive.
     *
     * @param config name of the file with its configuration
     * @param names its references
     * @param layers names of the files of its layers, lowest first
     */
    record Saved(String config, List<String> names, List<String> layers) {
        Saved {
            names = List.copyOf(names);
            layers = List.copyOf(layers);
        }
    }

    static List<Saved> read(byte[] bytes, String what) throws ProblemException {
        JsonNode root;
        try {
            root = ManifestJson.MAPPER.readTree(bytes);
        } catch (IOException e) {
            throw ManifestJson.damaged(what, "it is no JSON");
        }
        List<Saved> all = new ArrayList<>();
        for (JsonNode one : root) {
            String config = one.path("Config").asText("");
            if (config.isEmpty()) {
                throw ManifestJson.damaged(what, "it names an image without a configuration");
            }
            all.add(new Saved(config, texts(one.path("RepoTags")), texts(one.path("Layers"))));
        }
        return all;
    }

    private static List<String> texts(JsonNode node) {
        List<String> all = new ArrayList<>();
        node.forEach(one -> all.add(one.asText("")));
        return all;
    }

    static byte[] write(Saved image) {
        ArrayNode root = JsonNodeFactory.instance.arrayNode();
        ObjectNode one = root.addObject();
        one.put("Config", image.config());
        ArrayNode names = one.putArray("RepoTags");
        image.names().forEach(names::add);
        ArrayNode layers = one.putArray("Layers");
        image.layers().forEach(layers::add);
        return root.toString().getBytes(StandardCharsets.UTF_8);
    }
}
