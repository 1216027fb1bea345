package dev.hamlet.engine.image;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Images of several platforms under one name (OCI image specification, "Image Index"; Docker's manifest list alike).
 *
 * @param mediaType which of the two
 * @param manifests what it names, in its order
 */
public record ImageIndex(String mediaType, List<BlobDescriptor> manifests) implements ManifestDocument {
    /** Copies the list. */
    public ImageIndex {
        manifests = List.copyOf(manifests);
    }

    /** The images, without attestations and other things that are no images. */
    List<BlobDescriptor> images() {
        return manifests.stream()
                .filter(one -> !one.annotations().containsKey("vnd.docker.reference.type"))
                .filter(one -> one.platform().map(Platform::os).orElse("").isEmpty()
                        || !one.platform().map(Platform::os).orElse("").equals("unknown"))
                .distinct()
                .toList();
    }

    /** The image that suits this platform best; of equals the first. One without a platform suits if it is alone. */
    Optional<BlobDescriptor> best(Platform wanted) {
        List<BlobDescriptor> images = images();
        if (images.size() == 1 && images.getFirst().platform().isEmpty()) {
            return Optional.of(images.getFirst());
        }
        // "max" would take the last of equals.
        return images.stream()
                .filter(one -> suits(wanted, one) >= 0)
                .min(Comparator.comparingInt(one -> -suits(wanted, one)));
    }

    private static int suits(Platform wanted, BlobDescriptor one) {
        return one.platform().map(wanted::suits).orElse(-1);
    }
}
