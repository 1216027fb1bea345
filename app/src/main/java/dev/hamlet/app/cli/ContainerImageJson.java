package dev.hamlet.app.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hamlet.engine.image.BlobDescriptor;
import dev.hamlet.engine.image.Image;
import dev.hamlet.engine.image.ImageConfig;
import dev.hamlet.engine.image.ImageReference;
import dev.hamlet.engine.image.ImageStore;
import dev.hamlet.engine.image.ImageUsage;
import dev.hamlet.engine.image.LayerStep;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Images for containers as JSON, in the shape of {@code docs/command-line.md}. */
final class ContainerImageJson {
    private ContainerImageJson() {}

    static ObjectNode of(Image image, ImageUsage usage) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("id", image.id().hex());
        node.put("name", image.shownName());
        node.put("kind", "container");
        texts(node.putArray("references"), image.references());
        node.put("digest", image.digest().toString());
        node.put("platform", image.config().platform().toString());
        node.put("made", image.config().created().map(Instant::toString).orElse(null));
        node.put("layers", image.manifest().layers().size());
        node.put("sizeBytes", usage.all().bytes());
        node.put("packedBytes", usage.packed().bytes());
        node.put("unpackedBytes", usage.unpacked().bytes());
        node.put("ownBytes", usage.own().bytes());
        node.putNull("problem");
        return node;
    }

    /** An image as lists have it. */
    static String brief(Image image, ImageUsage usage) {
        return of(image, usage).toPrettyString();
    }

    static String list(Map<Image, ImageUsage> images) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        ArrayNode all = root.putArray("images");
        images.forEach((image, usage) -> all.add(of(image, usage)));
        return root.toPrettyString();
    }

    /** All of one image. */
    static String one(Image image, ImageUsage usage, List<String> usedBy) {
        ObjectNode node = of(image, usage);
        ImageConfig config = image.config();
        node.put("author", config.author());
        ImageConfig.RunConfig run = config.run();
        node.put("user", run.user());
        texts(node.putArray("entrypoint"), run.entrypoint());
        texts(node.putArray("command"), run.command());
        texts(node.putArray("environment"), run.environment());
        node.put("workingDirectory", run.workingDirectory());
        texts(node.putArray("exposedPorts"), run.exposedPorts());
        texts(node.putArray("volumes"), run.volumes());
        ObjectNode labels = node.putObject("labels");
        new TreeMap<>(run.labels()).forEach(labels::put);
        node.put("stopSignal", run.stopSignal());
        texts(node.putArray("usedBy"), usedBy);
        return node.toPrettyString();
    }

    static String layers(Image image, List<LayerStep> lines) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.put("id", image.id().hex());
        root.put("name", image.shownName());
        ArrayNode all = root.putArray("layers");
        for (LayerStep line : lines) {
            ObjectNode node = all.addObject();
            BlobDescriptor layer = line.layer().orElse(null);
            node.put("digest", layer == null ? null : layer.digest().toString());
            node.put("diffId", line.diffId().map(Object::toString).orElse(null));
            node.put("mediaType", layer == null ? null : layer.mediaType());
            node.put("packedBytes", layer == null ? null : layer.size());
            node.put("made", line.step().created().map(Instant::toString).orElse(null));
            node.put("createdBy", line.step().createdBy());
            node.put("comment", line.step().comment());
        }
        return root.toPrettyString();
    }

    static String removed(ImageStore.Removed removed) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        texts(node.putArray("untagged"), removed.untagged());
        texts(node.putArray("deleted"), removed.deleted());
        node.put("freedBytes", removed.freed().bytes());
        return node.toPrettyString();
    }

    /** An image and the file that it was written to. */
    static String exported(Image image, Path file) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", image.id().hex())
                .put("name", image.shownName())
                .put("file", file.toString())
                .toPrettyString();
    }

    static String tagged(ImageReference name, Image image) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("id", image.id().hex())
                .put("name", name.familiar())
                .toPrettyString();
    }

    private static void texts(ArrayNode array, List<?> values) {
        values.forEach(value -> array.add(value.toString()));
    }
}
