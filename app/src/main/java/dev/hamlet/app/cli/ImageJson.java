package dev.hamlet.app.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.hamlet.app.words.MachineWords;
import dev.hamlet.app.words.Messages;
import dev.hamlet.app.words.ProblemWords;
import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.image.Image;
import dev.hamlet.engine.image.ImageUsage;
import dev.hamlet.engine.inventory.ImageCheck;
import dev.hamlet.engine.media.Backing;
import dev.hamlet.engine.media.BrokenImage;
import dev.hamlet.engine.media.CdInfo;
import dev.hamlet.engine.media.Compaction;
import dev.hamlet.engine.media.DiskInfo;
import dev.hamlet.engine.media.LibraryEntry;
import dev.hamlet.engine.media.LibraryImage;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Images as JSON, in the shape of {@code docs/command-line.md}. */
final class ImageJson {
    private ImageJson() {}

    static String list(List<LibraryEntry> images, Map<Image, ImageUsage> containers, Messages words) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        ArrayNode all = root.putArray("images");
        images.forEach(image -> all.add(of(image, words)));
        containers.forEach((image, usage) -> all.add(ContainerImageJson.of(image, usage)));
        return root.toPrettyString();
    }

    static String one(LibraryEntry image, Messages words) {
        return of(image, words).toPrettyString();
    }

    /** What a machine made from it boots: {@code disk}, {@code cd} or {@code kernel}. */
    static String kind(LibraryImage image) {
        return image.disk().isPresent() ? "disk" : image.cd().isPresent() ? "cd" : "kernel";
    }

    /** How long its files are, all together; those that are gone count nothing. */
    static long bytes(LibraryImage image) {
        return image.files().stream()
                .map(Path::toFile)
                .mapToLong(java.io.File::length)
                .sum();
    }

    private static ObjectNode of(LibraryEntry entry, Messages words) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("id", entry.id());
        node.put("name", entry.name());
        node.put("folder", entry.folder().toString());
        switch (entry) {
            case BrokenImage broken -> {
                node.putNull("kind");
                node.set("problem", ProblemJson.of(ProblemWords.of(broken.problem(), words)));
            }
            case LibraryImage image -> {
                node.put("kind", kind(image));
                node.put("system", image.facts().system());
                node.put("origin", image.facts().origin());
                node.put("made", image.facts().made().toString());
                node.put("digest", image.facts().digest());
                node.put("cloudInit", image.facts().cloudInit());
                node.put("user", image.facts().defaultUser());
                ByteSize memory = image.facts().recommendedMemory();
                node.put("recommendedMemoryBytes", memory == null ? null : memory.bytes());
                node.put("sizeBytes", bytes(image));
                ArrayNode files = node.putArray("files");
                image.files().forEach(file -> files.add(file.toString()));
                node.putNull("problem");
            }
        }
        return node;
    }

    static String disk(DiskInfo disk) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("file", disk.file().toString());
        node.put("kind", "disk");
        node.put("format", disk.format().word());
        node.put("virtualBytes", disk.virtualSize().bytes());
        node.put("actualBytes", disk.actualSize().bytes());
        Backing backing = disk.backing();
        node.put("buildsOn", backing == null ? null : backing.reference());
        node.put("encrypted", disk.encrypted());
        node.put("dirty", disk.dirty());
        node.put("corrupt", disk.corrupt());
        return node.toPrettyString();
    }

    static String cd(CdInfo cd) {
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.put("file", cd.file().toString());
        node.put("kind", "cd");
        node.put("label", cd.volumeId());
        node.put("fileBytes", cd.fileBytes());
        node.put("volumeBytes", cd.volumeBytes());
        node.put("truncated", cd.isTruncated());
        node.put("bootsBios", cd.bootsBios());
        node.put("bootsUefi", cd.bootsUefi());
        return node.toPrettyString();
    }

    /** What compacting a disk came to. */
    static String compaction(Path file, Compaction done) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("file", file.toString())
                .put("beforeBytes", done.before().bytes())
                .put("afterBytes", done.after().bytes())
                .toPrettyString();
    }

    /** What a look at all bytes of an image found. */
    static String check(Path file, ImageCheck check) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("file", file.toString())
                .put("verdict", MachineWords.word(check.verdict()))
                .put("at", check.at().toString())
                .toPrettyString();
    }

    /** A file that was made or moved: {@code {"name", "file"}}. */
    static String file(String name, Path file) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("name", name)
                .put("file", file.toString())
                .toPrettyString();
    }
}
