package dev.hamlet.engine.image;

import dev.hamlet.engine.job.Progress;
import dev.hamlet.engine.problem.ProblemException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** Makes images out of layers that are written now. Safe for use by many threads. */
public final class ImageAssembly {
    private final StorePlaces places;
    private final Blobs blobs;
    private final StoreImages images;

    ImageAssembly(StorePlaces places, Blobs blobs, StoreImages images) {
        this.places = places;
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
        try (StoreWork work = StoreWork.begin(places)) {
            Path part = work.newPart();
            MessageDigest unpacked = BlobDigest.begin();
            try (OutputStream file = Files.newOutputStream(part);
                    OutputStream packed = new GZIPOutputStream(new BufferedOutputStream(file, 1 << 16), 1 << 16);
                    OutputStream tar = new DigestOutputStream(packed, unpacked)) {
                layer.write(tar);
            }
            BlobDigest diffId = BlobDigest.end(unpacked);
            BlobDescriptor descriptor;
            try (var in = Files.newInputStream(part)) {
                Blobs.Incoming incoming = blobs.write(work, in, Long.MAX_VALUE, "", progress);
                blobs.take(work, incoming);
                descriptor = BlobDescriptor.of(Packed.GZIP.mediaType(), incoming.digest(), incoming.size());
            }
            ImageConfig whole = new ImageConfig(
                    config.platform(),
                    config.created(),
                    config.author(),
                    config.run(),
                    List.of(diffId),
                    config.history());
            return keep(work, name, List.of(descriptor), whole);
        } catch (IOException e) {
            throw places.unusable(e);
        }
    }

    private Image keep(StoreWork work, ImageReference name, List<BlobDescriptor> layers, ImageConfig config)
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
            index.name(name.tagged().toString(), top);
            return new Image(List.of(name), top.digest(), top.digest(), manifest, config);
        });
    }
}
