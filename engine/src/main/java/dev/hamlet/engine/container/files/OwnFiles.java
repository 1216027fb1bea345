package dev.hamlet.engine.container.files;

import dev.hamlet.engine.image.EntryPath;
import dev.hamlet.nativebridge.NativeException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/**
 * What is a container's own among its files.
 *
 * @param upper its folder of the overlay
 * @param lower the folders of its image's layers, the topmost first
 * @param mounted where something is mounted, which says nothing of its own files
 */
public record OwnFiles(Path upper, List<Path> lower, Set<EntryPath> mounted) {
    /** Copies the collections. */
    public OwnFiles {
        lower = List.copyOf(lower);
        mounted = Set.copyOf(mounted);
    }

    ChangedFiles open() throws NativeException {
        return new ChangedFiles(upper, lower, mounted);
    }
}
