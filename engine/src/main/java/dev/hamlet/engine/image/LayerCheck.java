package dev.hamlet.engine.image;

import dev.hamlet.engine.job.Phrase;
import dev.hamlet.engine.job.Progress;
import dev.hamlet.engine.namespace.Namespaces;
import dev.hamlet.engine.problem.ProblemException;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/** Finds out whether the layers of an image are what its configuration says. Safe for use by many threads. */
final class LayerCheck {
    private final Blobs blobs;
    private final Snapshots snapshots;
    private final Namespaces namespaces;

    LayerCheck(Blobs blobs, Snapshots snapshots, Namespaces namespaces) {
        this.blobs = blobs;
        this.snapshots = snapshots;
        this.namespaces = namespaces;
    }

    /**
     * Checks the layers that are new: by unpacking them for good where that is possible and the image runs here, else by
     * unpacking them to nowhere.
     *
     * @throws ProblemException {@code BlobDamaged}, {@code LayerRefused}
     */
    void run(StoreWork work, Image image, Set<BlobDigest> fresh, Progress progress)
            throws IOException, ProblemException, InterruptedException {
        run(work, image, fresh, blobs::open, progress);
    }

    /** The same with layers that come from elsewhere. */
    void run(StoreWork work, Image image, Set<BlobDigest> fresh, LayerSource source, Progress progress)
            throws IOException, ProblemException, InterruptedException {
        boolean here = namespaces.obstacle().isEmpty()
                && Platform.ofThisHost().suits(image.config().platform()) >= 0;
        List<BlobDigest> chain = image.chain();
        List<BlobDescriptor> layers = image.manifest().layers();
        for (int i = 0; i < layers.size(); i++) {
            BlobDescriptor layer = layers.get(i);
            boolean unpacked = snapshots.has(chain.get(i));
            if (fresh.contains(layer.digest()) && (unpacked || !here)) {
                digest(
                        layer,
                        image.config().diffIds().get(i),
                        source,
                        progress.part(Phrase.of("step.check-layers"), 0));
            }
        }
        if (here) {
            snapshots.unpack(work, image, source, progress);
        }
    }

    private static void digest(BlobDescriptor layer, BlobDigest diffId, LayerSource source, Progress progress)
            throws IOException, ProblemException, InterruptedException {
        try (VerifiedInput part = source.open(layer, diffId.toString());
                LayerInput in = LayerInput.open(part, layer, diffId)) {
            byte[] buffer = new byte[1 << 16];
            try {
                while (in.stream().read(buffer) >= 0) {
                    progress.check();
                }
            } catch (IOException e) {
                throw in.blame(e);
            }
            in.finish();
        }
    }
}
