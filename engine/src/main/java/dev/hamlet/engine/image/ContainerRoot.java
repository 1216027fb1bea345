package dev.hamlet.engine.image;

import java.nio.file.Path;
import java.util.List;

/**
 * The root file system of a container: its image's layers and, above them, its own changes.
 *
 * @param container whose it is
 * @param path where it is mounted
 * @param changes the folder that has what the container changed, as overlayfs keeps it
 * @param manifest of its image
 * @param chain the unpacked layers below, lowest first
 */
public record ContainerRoot(String container, Path path, Path changes, BlobDigest manifest, List<BlobDigest> chain) {
    /** Copies the list. */
    public ContainerRoot {
        chain = List.copyOf(chain);
    }
}
