package dev.hamlet.engine.image;

import java.util.List;
import java.util.Optional;

/** Images for tests. */
final class TestImages {
    private TestImages() {}

    /** An image of nothing, as a field's first value. */
    static Image none() {
        BlobDigest digest = BlobDigest.of(new byte[0]);
        return new Image(
                List.of(),
                digest,
                digest,
                new ImageManifest(MediaTypes.MANIFEST, BlobDescriptor.of(MediaTypes.CONFIG, digest, 0), List.of()),
                new ImageConfig(
                        Platform.ofThisHost(),
                        Optional.empty(),
                        "",
                        ImageConfig.RunConfig.of(List.of(), List.of()),
                        List.of(),
                        List.of()));
    }
}
