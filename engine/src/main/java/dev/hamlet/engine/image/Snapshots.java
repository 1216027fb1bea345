package dev.hamlet.engine.image;

import dev.hamlet.engine.host.HamletPaths;
import dev.hamlet.engine.host.WholeFile;
import dev.hamlet.engine.image.tar.TarLimits;
import dev.hamlet.engine.image.tar.TarReader;
import dev.hamlet.engine.job.Phrase;
import dev.hamlet.engine.job.Progress;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.nativebridge.Directories;
import dev.hamlet.nativebridge.FileLock;
import dev.hamlet.nativebridge.NativeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Unpacked layers, each in a folder of its own that is there whole or not at all, named by the chain of all layers up to
 * it. Safe for use by many threads.
 */
final class Snapshots {
    /** What an archive can be blamed for: ENOTDIR, EISDIR, EINVAL, EMLINK, ENAMETOOLONG, ELOOP, and names of attributes. */
    private static final Set<Integer> OF_THE_ARCHIVE = Set.of(20, 21, 22, 31, 36, 40, 34, 7);

    private final StorePlaces places;
    private final Blobs blobs;

    Snapshots(StorePlaces places, Blobs blobs) {
        this.places = places;
        this.blobs = blobs;
    }

    private Path folder(BlobDigest chain) {
        return places.snapshots().resolve(chain.hex());
    }

    /** The files of an unpacked layer. */
    Path files(BlobDigest chain) {
        return folder(chain).resolve("fs");
    }

    boolean has(BlobDigest chain) {
        return Files.isRegularFile(note(folder(chain)));
    }

    private static Path note(Path folder) {
        return folder.resolve("layer.json");
    }

    /** The bytes that it takes on the disk, 0 for one that is not there. */
    long bytes(BlobDigest chain) {
        return SnapshotJson.unpacked(note(folder(chain)))
                .map(SnapshotJson.Unpacked::bytes)
                .orElse(0L);
    }

    /** The folders of these layers, the topmost first, as an overlay wants them. */
    List<Path> topmostFirst(List<BlobDigest> chain) {
        return chain.reversed().stream().map(this::files).toList();
    }

    /**
     * Unpacks the layers of an image that are not unpacked yet, and keeps all of them for the work.
     *
     * @throws ProblemException {@code NamespaceFailed}, {@code LayerRefused}, {@code BlobDamaged}, {@code BlobMissing},
     *     {@code FolderUnusable}
     */
    void unpack(StoreWork work, Image image, Progress progress) throws ProblemException, InterruptedException {
        unpack(work, image, blobs::open, progress);
    }

    /** The same with layers that come from elsewhere. */
    void unpack(StoreWork work, Image image, LayerSource source, Progress progress)
            throws ProblemException, InterruptedException {
        List<BlobDigest> chain = image.chain();
        List<BlobDescriptor> layers = image.manifest().layers();
        long total = Math.max(1, layers.stream().mapToLong(BlobDescriptor::size).sum());
        for (int i = 0; i < chain.size(); i++) {
            Progress part = progress.part(
                    Phrase.of("step.unpack-layer", i + 1, chain.size()),
                    layers.get(i).size() / (double) total);
            if (!keep(work, chain.get(i))) {
                unpack(
                        work,
                        chain.subList(0, i),
                        chain.get(i),
                        layers.get(i),
                        image.config().diffIds().get(i),
                        source,
                        part);
            }
        }
    }

    private boolean keep(StoreWork work, BlobDigest chain) throws ProblemException, InterruptedException {
        try (FileLock _ = places.turn()) {
            work.keep(chain);
            return has(chain);
        } catch (IOException e) {
            throw places.unusable(e);
        }
    }

    private void unpack(
            StoreWork work,
            List<BlobDigest> below,
            BlobDigest chain,
            BlobDescriptor layer,
            BlobDigest diffId,
            LayerSource source,
            Progress progress)
            throws ProblemException, InterruptedException {
        Path part = work.newPart();
        Path files = part.resolve("fs");
        HamletPaths.makePrivate(files);
        try {
            SnapshotJson.Unpacked unpacked = places.namespaces().isDirect()
                    ? unpack(files, topmostFirst(below), layer, diffId, source, progress)
                    : new LayersInside(places.namespaces())
                            .unpack(files, topmostFirst(below), layer, diffId, source, progress);
            // The note makes it one that is there: after a loss of power too, all of it has to be.
            Directories.syncAll(files);
            WholeFile.write(note(part), SnapshotJson.write(unpacked));
            publish(part, chain);
        } catch (IOException e) {
            throw HamletPaths.unusable(files, e);
        }
    }

    private static SnapshotJson.Unpacked unpack(
            Path files,
            List<Path> below,
            BlobDescriptor layer,
            BlobDigest diffId,
            LayerSource source,
            Progress progress)
            throws IOException, ProblemException, InterruptedException {
        long count = fill(files, below, layer, diffId, source, OverlayMarks.TRUSTED, Admission.ALL, progress);
        return new SnapshotJson.Unpacked(diffId, DiskUsage.of(files), count);
    }

    /**
     * Unpacks a layer into an empty folder, with the rights that this program has.
     *
     * @return how many files there are
     */
    static long fill(
            Path files,
            List<Path> below,
            BlobDescriptor layer,
            BlobDigest diffId,
            LayerSource source,
            OverlayMarks marks,
            Admission admission,
            Progress progress)
            throws IOException, ProblemException, InterruptedException {
        try (VerifiedInput part = source.open(layer, diffId.toString());
                LayerInput in = LayerInput.open(part, layer, diffId);
                LayerUnpacking unpacking = new LayerUnpacking(files, below, marks, admission)) {
            try {
                TarReader archive = new TarReader(in.stream(), TarLimits.LAYER);
                unpacking.unpack(archive, in::read, layer.size(), progress);
                archive.drain();
            } catch (NativeException e) {
                if (OF_THE_ARCHIVE.contains(e.errno())) {
                    throw in.blame(e);
                }
                throw e;
            } catch (IOException e) {
                throw in.blame(e);
            }
            in.finish();
            return unpacking.files();
        }
    }

    private void publish(Path part, BlobDigest chain) throws IOException, ProblemException, InterruptedException {
        try (FileLock _ = places.turn()) {
            Path folder = folder(chain);
            if (has(chain)) {
                // Another process was quicker; ours goes with the work.
                return;
            } else if (Files.exists(folder)) {
                places.remove(folder);
            }
            Files.move(part, folder, StandardCopyOption.ATOMIC_MOVE);
        }
        Directories.sync(places.snapshots());
    }

    /** All unpacked layers. */
    List<BlobDigest> all() throws IOException {
        List<BlobDigest> all = new ArrayList<>();
        for (Path one : StorePlaces.list(places.snapshots())) {
            BlobDigest.parse("sha256:" + one.getFileName()).ifPresent(all::add);
        }
        return all;
    }

    /** Takes an unpacked layer out, to where the caller throws it away; under the turn. */
    void take(BlobDigest chain, Path to) throws IOException {
        Files.move(folder(chain), to, StandardCopyOption.ATOMIC_MOVE);
    }
}
