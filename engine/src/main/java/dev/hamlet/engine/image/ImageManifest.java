package dev.hamlet.engine.image;

import java.util.List;

/**
 * The parts of one image (OCI image specification, "Image Manifest"; Docker's schema 2 alike).
 *
 * @param mediaType which of the two
 * @param config its configuration
 * @param layers lowest first
 */
public record ImageManifest(String mediaType, BlobDescriptor config, List<BlobDescriptor> layers)
        implements ManifestDocument {
    /** Copies the list. */
    public ImageManifest {
        layers = List.copyOf(layers);
    }
}
