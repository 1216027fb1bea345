package dev.hamlet.engine.image;

import java.util.ArrayList;
import java.util.List;

/**
 * An image of the store, for one platform.
 *
 * @param references its names in the store, none for one whose name went to another
 * @param digest of what the names lead to: the manifest, or the index that it is chosen from
 * @param manifestDigest of the manifest
 * @param manifest its parts
 * @param config how its containers are run
 */
public record Image(
        List<ImageReference> references,
        BlobDigest digest,
        BlobDigest manifestDigest,
        ImageManifest manifest,
        ImageConfig config) {
    /** Copies the list. */
    public Image {
        references = List.copyOf(references);
    }

    /** What Docker and Podman call the image's id: the digest of its configuration. */
    public BlobDigest id() {
        return manifest.config().digest();
    }

    /** The first of its names, else the beginning of its id. */
    public String shownName() {
        return references.isEmpty() ? id().shortened() : references.getFirst().familiar();
    }

    /** Names of the layers laid over each other, lowest first (OCI image specification, "Layer ChainID"). */
    public List<BlobDigest> chain() {
        return chain(config.diffIds());
    }

    static List<BlobDigest> chain(List<BlobDigest> diffIds) {
        List<BlobDigest> chain = new ArrayList<>();
        for (BlobDigest diffId : diffIds) {
            chain.add(
                    chain.isEmpty()
                            ? diffId
                            : BlobDigest.of((chain.getLast() + " " + diffId)
                                    .getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
        }
        return List.copyOf(chain);
    }
}
