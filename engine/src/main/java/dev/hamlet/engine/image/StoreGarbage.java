package dev.hamlet.engine.image;

import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.nativebridge.FileLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Removes what no name, no container and no work under way needs. Safe for use by many threads and processes. */
final class StoreGarbage {
    private final StorePlaces places;
    private final Blobs blobs;
    private final StoreImages images;
    private final Snapshots snapshots;
    private final ContainerRoots roots;
    private final IncomingParts incoming;

    StoreGarbage(StorePlaces places, Blobs blobs, StoreImages images, Snapshots snapshots, ContainerRoots roots) {
        this.places = places;
        this.blobs = blobs;
        this.images = images;
        this.snapshots = snapshots;
        this.roots = roots;
        this.incoming = new IncomingParts(places, blobs);
    }

    /**
     * Removes it and answers how many bytes that gave back.
     *
     * @param work holds unpacked layers until they are deleted, which takes longer than a turn may
     * @throws ProblemException {@code BlobDamaged}, {@code BlobMissing}, {@code FileUnusable} if it cannot be told what an
     *     image or a container needs: nothing is removed then
     */
    long collect(StoreWork work) throws IOException, ProblemException, InterruptedException {
        return collect(work, false);
    }

    /**
     * The same.
     *
     * @param prune whether also what a pull that was cut off would go on with
     */
    long collect(StoreWork work, boolean prune) throws IOException, ProblemException, InterruptedException {
        try (FileLock _ = places.turn()) {
            Set<String> needed = needed(Set.of());
            Set<String> kept = StoreWork.kept(places);
            needed.addAll(kept);
            long bytes = incoming.sweep(prune, kept);
            for (Path file : StorePlaces.list(places.blobs())) {
                if (!needed.contains(file.getFileName().toString())) {
                    bytes += Files.size(file);
                    Files.delete(file);
                }
            }
            for (BlobDigest chain : snapshots.all()) {
                if (!needed.contains(chain.hex())) {
                    bytes += snapshots.bytes(chain);
                    snapshots.take(chain, work.newPart());
                }
            }
            return bytes;
        }
    }

    /**
     * How many bytes a prune would give back if these images had been forgotten; removes nothing.
     *
     * @throws ProblemException as {@link #collect}
     */
    long spareBytes(Set<BlobDigest> forgotten) throws IOException, ProblemException {
        Set<String> needed = needed(forgotten);
        Set<String> kept = StoreWork.kept(places);
        needed.addAll(kept);
        long bytes = incoming.spareBytes(true, kept);
        for (Path file : StorePlaces.list(places.blobs())) {
            if (!needed.contains(file.getFileName().toString())) {
                bytes += Files.size(file);
            }
        }
        for (BlobDigest chain : snapshots.all()) {
            bytes += needed.contains(chain.hex()) ? 0 : snapshots.bytes(chain);
        }
        return bytes;
    }

    private Set<String> needed(Set<BlobDigest> forgotten) throws IOException, ProblemException {
        Set<String> needed = new HashSet<>();
        for (StoreImages.Held held : images.held()) {
            if (forgotten.contains(held.descriptor().digest())) {
                continue;
            }
            mark(held.descriptor(), held.descriptor().digest().toString(), needed);
        }
        roots.requireAllKnown();
        for (SnapshotJson.Laid laid : roots.all().values()) {
            laid.chain().forEach(chain -> needed.add(chain.hex()));
            if (blobs.has(laid.manifest())) {
                BlobDescriptor manifest = BlobDescriptor.of("", laid.manifest(), blobs.size(laid.manifest()));
                mark(manifest, laid.name(), needed);
            }
        }
        return needed;
    }

    private void mark(BlobDescriptor descriptor, String partOf, Set<String> needed) throws ProblemException {
        if (!needed.add(descriptor.digest().hex())) {
            // Indexes may name one another again and again.
            return;
        }
        switch (images.document(descriptor, partOf)) {
            case ImageIndex index -> {
                for (BlobDescriptor one : index.manifests()) {
                    if (blobs.has(one.digest())) {
                        mark(one, descriptor.digest().toString(), needed);
                    }
                }
            }
            case ImageManifest manifest -> {
                needed.add(manifest.config().digest().hex());
                manifest.layers().forEach(layer -> needed.add(layer.digest().hex()));
                String type = manifest.config().mediaType();
                if (type.isEmpty() || MediaTypes.isConfig(type)) {
                    ImageConfig config = ImageConfigJson.read(
                            blobs.read(manifest.config(), descriptor.digest().toString()),
                            manifest.config().digest().toString());
                    List<BlobDigest> chain = Image.chain(config.diffIds());
                    chain.forEach(one -> needed.add(one.hex()));
                }
            }
        }
    }
}
