package dev.hamlet.engine.container.files;

import dev.hamlet.engine.image.EntryPath;
import dev.hamlet.engine.image.tar.ByteText;
import dev.hamlet.engine.image.tar.TarEntry;
import dev.hamlet.engine.image.tar.TarEntry.Facts;
import dev.hamlet.engine.image.tar.TarWriter;
import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Writes the archive of a layer from what lies in a container's own folder of the overlay (OCI image specification, "Image
 * Layer Filesystem Changeset"): what overlayfs marks as gone becomes a {@code .wh.} file. Used by one thread.
 */
public final class LayerSink implements EntrySink {
    private final TarWriter archive;
    private final Set<EntryPath> mounted;

    /**
     * Writes to this archive.
     *
     * @param mounted where something is mounted, which is none of the container's own files
     */
    public LayerSink(TarWriter archive, Set<EntryPath> mounted) {
        this.archive = archive;
        this.mounted = Set.copyOf(mounted);
    }

    @Override
    public void take(TarEntry entry, InputStream content) throws IOException {
        EntryPath path = EntryPath.of(entry.name());
        if (path.steps().stream().anyMatch(mounted::contains)) {
            return;
        }
        if (entry instanceof TarEntry.Device(Facts facts, boolean block, int major, int minor)
                && !block
                && major == 0
                && minor == 0) {
            archive.file(plain(facts, whiteout(path.parent(), path.last())), new byte[0]);
            return;
        }
        Map<ByteText, ByteText> attributes = new LinkedHashMap<>(entry.facts().attributes());
        boolean opaque = LowerLayers.isOpaque(names(attributes));
        attributes.keySet().removeIf(name -> name.startsWith("trusted.overlay.") || name.startsWith("user.overlay."));
        Facts facts = with(entry.facts(), attributes);
        switch (entry) {
            case TarEntry.RegularFile file -> archive.file(facts, file.size(), content);
            case TarEntry.Folder _ -> archive.entry(new TarEntry.Folder(facts));
            case TarEntry.SymbolicLink link -> archive.entry(new TarEntry.SymbolicLink(facts, link.target()));
            case TarEntry.HardLink link -> archive.entry(new TarEntry.HardLink(facts, link.target()));
            case TarEntry.Device device ->
                archive.entry(new TarEntry.Device(facts, device.block(), device.major(), device.minor()));
            case TarEntry.Pipe _ -> archive.entry(new TarEntry.Pipe(facts));
        }
        if (opaque) {
            archive.file(plain(facts, path.child(ByteText.of(".wh..wh..opq"))), new byte[0]);
        }
    }

    private static Map<String, byte[]> names(Map<ByteText, ByteText> attributes) {
        Map<String, byte[]> names = new LinkedHashMap<>();
        attributes.forEach((name, value) -> names.put(name.toString(), value.bytes()));
        return names;
    }

    private static EntryPath whiteout(EntryPath folder, ByteText gone) {
        return folder.child(ByteText.of(".wh.").joined(gone));
    }

    private static Facts plain(Facts like, EntryPath path) {
        return new Facts(ByteText.of(path.bytes()), 0644, 0, 0, like.modifiedSeconds(), like.modifiedNanos(), Map.of());
    }

    private static Facts with(Facts facts, Map<ByteText, ByteText> attributes) {
        return new Facts(
                facts.name(),
                facts.permissions(),
                facts.uid(),
                facts.gid(),
                facts.modifiedSeconds(),
                facts.modifiedNanos(),
                attributes);
    }
}
