package dev.hamlet.engine.container;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.problem.ProblemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A {@link FilesWish} as JSON, a part of a container's file. Pure. */
final class FilesWishJson {
    private static final Set<String> KEYS = Set.of("mounts", "readOnly", "devices");

    private FilesWishJson() {}

    /** Writes it, with keys that were there and are not known. */
    static ObjectNode write(FilesWish files, JsonNode before) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        if (!files.mounts().isEmpty()) {
            ArrayNode mounts = node.putArray("mounts");
            files.mounts().forEach(mount -> mounts.add(write(mount)));
        }
        if (files.readOnly()) {
            node.put("readOnly", true);
        }
        if (!files.devices().isEmpty()) {
            ArrayNode devices = node.putArray("devices");
            files.devices().forEach(device -> devices.add(device.toString()));
        }
        ContainerSpecJson.keep(node, before, KEYS);
        return node;
    }

    private static ObjectNode write(MountWish mount) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        switch (mount) {
            case MountWish.Bind bind ->
                node.put("type", "bind").put("source", bind.source().toString());
            case MountWish.Volume volume -> {
                node.put("type", "volume");
                if (!volume.name().isEmpty()) {
                    node.put("name", volume.name());
                }
                if (!volume.copied()) {
                    node.put("copied", false);
                }
            }
            case MountWish.Memory memory -> {
                node.put("type", "memory");
                memory.size().ifPresent(size -> node.put("size", size.bytes()));
                node.put("permissions", Integer.toOctalString(memory.permissions()));
            }
        }
        node.put("target", mount.target());
        if (mount.readOnly()) {
            node.put("readOnly", true);
        }
        return node;
    }

    /**
     * Reads it; of a node that is not there, nothing is said.
     *
     * @throws IllegalArgumentException if a key has a value of another kind
     */
    static FilesWish read(JsonNode node) throws ProblemException {
        List<MountWish> mounts = new ArrayList<>();
        for (JsonNode mount : node.path("mounts")) {
            mounts.add(mount(mount));
        }
        List<DeviceWish> devices = new ArrayList<>();
        for (String device : ContainerSpecJson.texts(node, "devices")) {
            devices.add(DeviceWish.parse(device));
        }
        return new FilesWish(mounts, ContainerSpecJson.flag(node, "readOnly", false), devices);
    }

    private static MountWish mount(JsonNode node) {
        String type = ContainerSpecJson.text(node, "type");
        String target = ContainerSpecJson.text(node, "target");
        boolean readOnly = ContainerSpecJson.flag(node, "readOnly", false);
        return switch (type) {
            case "bind" -> new MountWish.Bind(Path.of(ContainerSpecJson.text(node, "source")), target, readOnly);
            case "volume" ->
                new MountWish.Volume(
                        ContainerSpecJson.optional(node, "name"),
                        target,
                        readOnly,
                        ContainerSpecJson.flag(node, "copied", true));
            case "memory" ->
                new MountWish.Memory(
                        target,
                        node.has("size")
                                ? Optional.of(new ByteSize(
                                        ContainerSpecJson.number(node, "size").asLong()))
                                : Optional.empty(),
                        Integer.parseInt(ContainerSpecJson.text(node, "permissions"), 8));
            default -> throw new IllegalArgumentException("a mount of type \"" + type + "\" is not known");
        };
    }
}
