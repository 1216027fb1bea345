package dev.hamlet.engine.image;

import dev.hamlet.engine.job.Progress;
import dev.hamlet.engine.problem.ImageProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;

/** Makes images out of layers that are written now. Safe for use by many threads. */
public final class ImageAssembly {
    private final StoreTasks tasks;
    private final Blobs blobs;
    private final StoreImages images;

    ImageAssembly(StoreTasks tasks, Blobs blobs, StoreImages images) {
        this.tasks = tasks;
        this.blobs = blobs;
        this.images = images;
    }

    /** Writes the tar archive of a layer. */
    @FunctionalInterface
    public interface LayerWriting {
        /** Writes all of it; the stream is closed by the caller. */
        void write(OutputStream tar) throws IOException, ProblemException, InterruptedException;
    }

    /**
     * Makes an image of one layer and gives it this name; one that had the name keeps its digest.
     *
     * @param config of its layers and history those that the image shall have besides; the layer's digest is added
     * @throws ProblemException {@code FolderUnusable}, and what the writing throws; nothing is left behind
     */
    public Image of(ImageReference name, LayerWriting layer, ImageConfig config, Progress progress)
            throws ProblemException, InterruptedException {
        return tasks.bringIn(work -> {
            Layer made = layer(work, layer, progress);
            return keep(
                    work,
                    Optional.of(name),
                    List.of(made.descriptor()),
                    config.with(List.of(made.diffId()), config.history()));
        });
    }

    /**
     * Makes an image of another one's layers and one more.
     *
     * @param base the other; kept meanwhile
     * @param name empty for an image without one
     * @param layer writes what the new layer has
     * @param run how its containers are run
     * @param author who made it, or empty
     * @param step how
     * @throws ProblemException as {@link #of}, and {@code BlobMissing} where a layer of the other is not there
     */
    public Image upon(
            Image base,
            Optional<ImageReference> name,
            LayerWriting layer,
            ImageConfig.RunConfig run,
            String author,
            ImageConfig.Step step,
            Progress progress)
            throws ProblemException, InterruptedException {
        return tasks.bringIn(work -> {
            List<BlobDescriptor> layers = new ArrayList<>(base.manifest().layers());
            for (BlobDescriptor one : layers) {
                if (!blobs.keep(work, one.digest())) {
                    throw new ProblemException(new ImageProblem.BlobMissing(
                            one.digest().toString(), base.manifestDigest().toString()));
                }
            }
            Layer made = layer(work, layer, progress);
            layers.add(made.descriptor());
            List<BlobDigest> diffIds = new ArrayList<>(base.config().diffIds());
            diffIds.add(made.diffId());
            List<ImageConfig.Step> history = new ArrayList<>(base.config().history());
            history.add(step);
            ImageConfig config = new ImageConfig(
                    base.config().platform(),
                    step.created(),
                    author.isEmpty() ? base.config().author() : author,
                    run,
                    diffIds,
                    history);
            return keep(work, name, layers, config);
        });
    }

    /** A layer that was written: what it is packed, and the digest of what it is unpacked. */
    private record Layer(BlobDescriptor descriptor, BlobDigest diffId) {}

    private Layer layer(StoreWork work, LayerWriting layer, Progress progress)
            throws IOException, ProblemException, InterruptedException {
        Path part = work.newPart();
        MessageDigest unpacked = BlobDigest.begin();
        try (OutputStream file = Files.newOutputStream(part);
                OutputStream packed = new GZIPOutputStream(new BufferedOutputStream(file, 1 << 16), 1 << 16);
                OutputStream tar = new DigestOutputStream(packed, unpacked)) {
            layer.write(tar);
        }
        BlobDigest diffId = BlobDigest.end(unpacked);
        try (var in = Files.newInputStream(part)) {
            Blobs.Incoming incoming = blobs.write(work, in, Long.MAX_VALUE, "", progress);
            blobs.take(work, incoming);
            return new Layer(BlobDescriptor.of(Packed.GZIP.mediaType(), incoming.digest(), incoming.size()), diffId);
        }
    }

    private Image keep(StoreWork work, Optional<ImageReference> name, List<BlobDescriptor> layers, ImageConfig config)
            throws IOException, ProblemException, InterruptedException {
        Blobs.Incoming configPart = blobs.write(work, ImageConfigJson.write(config));
        blobs.take(work, configPart);
        ImageManifest manifest = new ImageManifest(
                MediaTypes.MANIFEST,
                BlobDescriptor.of(MediaTypes.CONFIG, configPart.digest(), configPart.size()),
                layers);
        Blobs.Incoming manifestPart = blobs.write(work, ManifestJson.write(manifest));
        blobs.take(work, manifestPart);
        BlobDescriptor top = BlobDescriptor.of(MediaTypes.MANIFEST, manifestPart.digest(), manifestPart.size());
        return images.change(index -> {
            index.name(name.map(one -> one.tagged().toString()).orElse(""), top);
            return new Image(name.stream().toList(), top.digest(), top.digest(), manifest, config);
        });
    }
}
