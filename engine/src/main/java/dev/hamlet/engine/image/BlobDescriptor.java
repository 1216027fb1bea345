package dev.hamlet.engine.image;

import java.util.Map;
import java.util.Optional;

/**
 * Names a part (OCI image specification, "Content Descriptors").
 *
 * @param mediaType what kind of part
 * @param digest what it is
 * @param size how long it is, in bytes
 * @param platform what it runs on, where that is said
 * @param annotations what else is said of it
 */
public record BlobDescriptor(
        String mediaType, BlobDigest digest, long size, Optional<Platform> platform, Map<String, String> annotations) {
    /** Copies the map. */
    public BlobDescriptor {
        annotations = Map.copyOf(annotations);
    }

    static BlobDescriptor of(String mediaType, BlobDigest digest, long size) {
        return new BlobDescriptor(mediaType, digest, size, Optional.empty(), Map.of());
    }
}
