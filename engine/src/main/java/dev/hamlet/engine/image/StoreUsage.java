package dev.hamlet.engine.image;

import dev.hamlet.engine.host.ByteSize;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Who uses what of the store. Immutable: a look at one moment. */
final class StoreUsage {
    private final Blobs blobs;
    private final Snapshots snapshots;
    private final Map<String, Integer> users = new HashMap<>();

    /** Of all these images, and of chains that containers lie on. */
    StoreUsage(Blobs blobs, Snapshots snapshots, List<Image> images, Collection<SnapshotJson.Laid> laid) {
        this.blobs = blobs;
        this.snapshots = snapshots;
        for (Image image : images) {
            parts(image).forEach(one -> users.merge(one.hex(), 1, Integer::sum));
            new HashSet<>(image.chain()).forEach(one -> users.merge("chain " + one.hex(), 1, Integer::sum));
        }
        for (SnapshotJson.Laid one : laid) {
            one.chain().forEach(chain -> users.merge("chain " + chain.hex(), 1, Integer::sum));
        }
    }

    private static Set<BlobDigest> parts(Image image) {
        Set<BlobDigest> parts = new HashSet<>();
        parts.add(image.digest());
        parts.add(image.manifestDigest());
        parts.add(image.manifest().config().digest());
        image.manifest().layers().forEach(layer -> parts.add(layer.digest()));
        return parts;
    }

    ImageUsage of(Image image) {
        long packed = 0;
        long unpacked = 0;
        long own = 0;
        for (BlobDigest part : parts(image)) {
            long size = blobs.size(part);
            packed += size;
            own += users.getOrDefault(part.hex(), 0) <= 1 ? size : 0;
        }
        for (BlobDigest chain : new HashSet<>(image.chain())) {
            long size = snapshots.bytes(chain);
            unpacked += size;
            own += users.getOrDefault("chain " + chain.hex(), 0) <= 1 ? size : 0;
        }
        return new ImageUsage(new ByteSize(packed), new ByteSize(unpacked), new ByteSize(own));
    }
}
