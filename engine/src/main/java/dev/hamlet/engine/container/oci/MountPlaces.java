package dev.hamlet.engine.container.oci;

import dev.hamlet.engine.container.ContainerSpec;
import dev.hamlet.engine.container.MountWish;
import dev.hamlet.engine.image.EntryPath;
import dev.hamlet.engine.image.LayerViolation;
import dev.hamlet.engine.image.tar.ByteText;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;

/** Where something is mounted in a container, so that what its own files have there says nothing. */
final class MountPlaces {
    private MountPlaces() {}

    /** Those of a container. */
    static Set<EntryPath> of(ContainerSpec spec) throws LayerViolation {
        Set<EntryPath> places = new HashSet<>();
        for (String target : Stream.concat(
                        BundleMountsJson.USUAL_PLACES.stream(),
                        spec.mounts().stream().map(MountWish::target))
                .toList()) {
            places.add(EntryPath.of(ByteText.of(target)));
        }
        return places;
    }
}
