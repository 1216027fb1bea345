package dev.hamlet.app.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hamlet.engine.container.ContainerVolume;
import dev.hamlet.engine.container.ContainerVolumes;
import dev.hamlet.engine.container.MountWish;
import dev.hamlet.engine.host.ByteSize;
import java.util.Map;

/** Volumes and mounts as JSON, in the shape of {@code docs/command-line.md}. */
final class VolumeJson {
    private VolumeJson() {}

    static String list(Map<ContainerVolume, ByteSize> volumes) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        ArrayNode all = root.putArray("volumes");
        volumes.forEach((volume, size) -> all.add(of(volume, size)));
        return root.toPrettyString();
    }

    static String one(ContainerVolume volume, ByteSize size) {
        return of(volume, size).toPrettyString();
    }

    private static ObjectNode of(ContainerVolume volume, ByteSize size) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("name", volume.name());
        node.put("folder", volume.folder().toString());
        node.put("bytes", size.bytes());
        node.put("unnamed", volume.unnamed());
        volume.labels().forEach(node.putObject("labels")::put);
        node.put("created", volume.created().toString());
        ArrayNode users = node.putArray("usedBy");
        for (ContainerVolume.User user : volume.users()) {
            users.addObject()
                    .put("id", user.id().value())
                    .put("name", user.name())
                    .put("target", user.target())
                    .put("readOnly", user.readOnly())
                    .put("running", user.running());
        }
        ArrayNode perhaps = node.putArray("mayBeUsedBy");
        volume.perhaps()
                .forEach(doubt -> perhaps.addObject()
                        .put("name", doubt.container())
                        .put("file", doubt.file().toString()));
        return node;
    }

    /** Something that is mounted in a container. */
    static ObjectNode of(MountWish mount) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        switch (mount) {
            case MountWish.Bind bind ->
                node.put("type", "bind").put("source", bind.source().toString());
            case MountWish.Volume volume -> node.put("type", "volume").put("source", volume.name());
            case MountWish.Memory memory -> {
                node.put("type", "tmpfs").putNull("source");
                node.put("bytes", memory.size().map(ByteSize::bytes).orElse(null));
                node.put("mode", Integer.toOctalString(memory.permissions()));
            }
        }
        node.put("target", mount.target());
        node.put("readOnly", mount.readOnly());
        return node;
    }

    static String pruned(ContainerVolumes.Pruned pruned) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        pruned.names().forEach(root.putArray("removed")::add);
        root.put("freedBytes", pruned.freed().bytes());
        ArrayNode kept = root.putArray("kept");
        pruned.kept()
                .forEach(volume -> kept.addObject()
                        .put("name", volume.name())
                        .put("container", volume.container())
                        .put("file", volume.file().toString()));
        return root.toPrettyString();
    }
}
