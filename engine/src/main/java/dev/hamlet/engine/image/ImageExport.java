package dev.hamlet.engine.image;

import dev.hamlet.engine.image.tar.ByteText;
import dev.hamlet.engine.image.tar.TarEntry.Facts;
import dev.hamlet.engine.image.tar.TarWriter;
import dev.hamlet.engine.job.Phrase;
import dev.hamlet.engine.job.Progress;
import dev.hamlet.engine.problem.ImageProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes images for other programs; every part is digested on its way out. Used by one thread. */
final class ImageExport {
    private static final byte[] LAYOUT = "{\"imageLayoutVersion\":\"1.0.0\"}".getBytes(StandardCharsets.US_ASCII);
    private static final int BUFFER = 1 << 17;

    private final StoreWork work;
    private final Blobs blobs;

    ImageExport(StoreWork work, Blobs blobs) {
        this.work = work;
        this.blobs = blobs;
    }

    /** What is written: descriptions that are in memory, and parts. */
    private record Content(Map<String, byte[]> small, List<BlobDescriptor> parts) {}

    /** Writes a layout into this folder, which is empty. */
    void layout(Image image, Path folder, Progress progress)
            throws IOException, ProblemException, InterruptedException {
        Content content = oci(image);
        Path parts = Files.createDirectories(folder.resolve("blobs").resolve("sha256"));
        for (Map.Entry<String, byte[]> one : content.small().entrySet()) {
            Files.write(folder.resolve(one.getKey()), one.getValue());
        }
        for (BlobDescriptor part : content.parts()) {
            Path file = parts.resolve(part.digest().hex());
            if (!Files.exists(file)) {
                try (OutputStream out = Files.newOutputStream(file)) {
                    copy(image, part, out, progress.part(part(part), share(content.parts(), part)));
                }
            }
        }
    }

    /** Writes an archive of a layout. */
    void archive(Image image, OutputStream out, Progress progress)
            throws IOException, ProblemException, InterruptedException {
        Content content = oci(image);
        TarWriter tar = new TarWriter(out);
        for (Map.Entry<String, byte[]> one : content.small().entrySet()) {
            tar.file(facts(one.getKey()), one.getValue());
        }
        for (BlobDescriptor part : content.parts().stream().distinct().toList()) {
            Progress copying = progress.part(part(part), share(content.parts(), part));
            try (VerifiedInput in = blobs.open(part, image.manifestDigest().toString())) {
                tar.file(facts(path(part.digest())), part.size(), new ProgressInput(in, part.size(), copying));
                in.finish();
            }
        }
        tar.finish();
    }

    /** Writes an archive as {@code docker save} does, with layers unpacked. */
    void dockerArchive(Image image, OutputStream out, Progress progress)
            throws IOException, ProblemException, InterruptedException {
        TarWriter tar = new TarWriter(out);
        List<String> layers = new ArrayList<>();
        List<BlobDigest> diffIds = image.config().diffIds();
        for (int i = 0; i < diffIds.size(); i++) {
            BlobDigest diffId = diffIds.get(i);
            String name = diffId.hex() + ".tar";
            // Its length stands before it, and is known only when it is unpacked.
            if (!layers.contains(name)) {
                BlobDescriptor layer = image.manifest().layers().get(i);
                Progress copying =
                        progress.part(part(layer), share(image.manifest().layers(), layer));
                Blobs.Incoming unpacked = unpack(image, layer, diffId, copying);
                try (InputStream in = Files.newInputStream(unpacked.file())) {
                    tar.file(facts(name), unpacked.size(), in);
                }
                Files.delete(unpacked.file());
            }
            layers.add(name);
        }
        String config = image.id().hex() + ".json";
        tar.file(
                facts(config),
                blobs.read(image.manifest().config(), image.manifestDigest().toString()));
        List<String> names =
                image.references().stream().map(ImageReference::familiar).toList();
        tar.file(facts("manifest.json"), DockerArchiveJson.write(new DockerArchiveJson.Saved(config, names, layers)));
        tar.finish();
    }

    private Blobs.Incoming unpack(Image image, BlobDescriptor layer, BlobDigest diffId, Progress progress)
            throws IOException, ProblemException, InterruptedException {
        try (VerifiedInput part = blobs.open(layer, image.manifestDigest().toString());
                LayerInput in = LayerInput.open(part, layer, diffId)) {
            Blobs.Incoming unpacked = blobs.write(
                    work, in.stream(), Long.MAX_VALUE, layer.digest().toString(), progress);
            in.finish();
            return unpacked;
        }
    }

    /** An image that came in Docker's form goes out in OCI's: zstd layers, for one, are not of the former. */
    private Content oci(Image image) throws IOException, ProblemException {
        ImageManifest manifest = image.manifest();
        byte[] bytes = manifest.mediaType().equals(MediaTypes.MANIFEST)
                ? blobs.read(
                        BlobDescriptor.of(
                                manifest.mediaType(), image.manifestDigest(), blobs.size(image.manifestDigest())),
                        image.shownName())
                : ManifestJson.write(converted(manifest));
        BlobDescriptor top = BlobDescriptor.of(MediaTypes.MANIFEST, BlobDigest.of(bytes), bytes.length);
        StoreIndexJson index = StoreIndexJson.empty();
        for (ImageReference name : image.references()) {
            index.name(name.toString(), top);
        }
        if (image.references().isEmpty()) {
            index.name("", top);
        }
        Map<String, byte[]> small = new LinkedHashMap<>();
        small.put("oci-layout", LAYOUT);
        small.put("index.json", index.bytes());
        small.put(path(top.digest()), bytes);
        List<BlobDescriptor> parts = new ArrayList<>();
        parts.add(manifest.config());
        parts.addAll(manifest.layers());
        return new Content(small, parts);
    }

    private ImageManifest converted(ImageManifest manifest) throws IOException, ProblemException {
        List<BlobDescriptor> layers = new ArrayList<>();
        for (BlobDescriptor layer : manifest.layers()) {
            try (InputStream in = Files.newInputStream(blobs.file(layer.digest()))) {
                String type =
                        Packed.of(in.readNBytes(8), layer.digest().toString()).mediaType();
                layers.add(BlobDescriptor.of(type, layer.digest(), layer.size()));
            }
        }
        BlobDescriptor config = manifest.config();
        return new ImageManifest(
                MediaTypes.MANIFEST, BlobDescriptor.of(MediaTypes.CONFIG, config.digest(), config.size()), layers);
    }

    private void copy(Image image, BlobDescriptor part, OutputStream out, Progress progress)
            throws IOException, ProblemException, InterruptedException {
        MessageDigest digest = BlobDigest.begin();
        try (VerifiedInput in = blobs.open(part, image.manifestDigest().toString())) {
            byte[] buffer = new byte[BUFFER];
            for (int got = in.read(buffer, 0, BUFFER); got >= 0; got = in.read(buffer, 0, BUFFER)) {
                digest.update(buffer, 0, got);
                out.write(buffer, 0, got);
                progress.bytes(in.size(), part.size());
                progress.check();
            }
            in.finish();
        }
    }

    private static Phrase part(BlobDescriptor part) {
        return Phrase.of("step.write-part", part.digest().shortened());
    }

    private static double share(List<BlobDescriptor> parts, BlobDescriptor part) {
        long total = Math.max(1, parts.stream().mapToLong(BlobDescriptor::size).sum());
        return part.size() / (double) total;
    }

    private static String path(BlobDigest digest) {
        return "blobs/sha256/" + digest.hex();
    }

    private static Facts facts(String name) {
        return new Facts(ByteText.of(name), 0644, 0, 0, 0, 0, Map.of());
    }

    /** Tells how far it is read, and ends with the job. */
    private static final class ProgressInput extends java.io.FilterInputStream {
        private final VerifiedInput verified;
        private final long total;
        private final Progress progress;

        ProgressInput(VerifiedInput in, long total, Progress progress) {
            super(in);
            this.verified = in;
            this.total = total;
            this.progress = progress;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            progress.bytes(verified.size(), total);
            if (Thread.currentThread().isInterrupted()) {
                throw new java.nio.channels.ClosedByInterruptException();
            }
            return super.read(buffer, offset, length);
        }
    }

    /** Refuses a target that is there. */
    static void requireFree(Path target) throws ProblemException {
        if (Files.exists(target, java.nio.file.LinkOption.NOFOLLOW_LINKS)) {
            throw new ProblemException(new dev.hamlet.engine.problem.MediaProblem.FileExists(target));
        }
    }

    /** What is said of an export that could not be written. */
    static ProblemException failed(Path target, IOException failure) {
        return new ProblemException(
                new ImageProblem.ImageArchiveUnusable(target, dev.hamlet.engine.host.WholeFile.reason(failure)),
                failure);
    }
}
