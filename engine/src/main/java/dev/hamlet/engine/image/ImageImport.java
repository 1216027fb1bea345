package dev.hamlet.engine.image;

import dev.hamlet.engine.image.StoreImages.Held;
import dev.hamlet.engine.image.StoreIndexJson.Named;
import dev.hamlet.engine.job.Phrase;
import dev.hamlet.engine.job.Progress;
import dev.hamlet.engine.problem.ImageProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Brings images in: an image layout of OCI in a folder or an archive, or what {@code docker save} wrote. Every part is
 * digested, and every layer unpacked or at least digested unpacked, before a name leads to it. Used by one thread.
 */
final class ImageImport {
    /** What containerd and Docker have beside the specification's name, which for them is the tag alone. */
    private static final String FULL_NAME = "io.containerd.image.name";

    private final StoreWork work;
    private final Blobs blobs;
    private final StoreImages images;
    private final LayerCheck check;
    private final Path shown;
    private final Set<BlobDigest> fresh = new LinkedHashSet<>();
    private ImageFiles files;

    /** Into this store, as part of this work; {@code shown} is where they come from, for words. */
    ImageImport(StoreWork work, Blobs blobs, StoreImages images, LayerCheck check, Path shown) {
        this.work = work;
        this.blobs = blobs;
        this.images = images;
        this.check = check;
        this.shown = shown;
        this.files = new FolderFiles(shown, work, blobs);
    }

    /** What came in and the name that it asks for, if it does. */
    private record Arrived(BlobDescriptor descriptor, List<ImageReference> names) {}

    /**
     * Brings all images of a folder or a file in.
     *
     * @param name for the one image that it has, instead of its own
     */
    List<Image> from(Path source, Optional<ImageReference> name, Progress progress)
            throws IOException, ProblemException, InterruptedException {
        if (Files.isDirectory(source)) {
            return bring(name, progress);
        }
        try (InputStream in = Files.newInputStream(source)) {
            return from(in, Files.size(source), name, progress);
        }
    }

    /** The same of an archive in a stream, of this length or -1. */
    List<Image> from(InputStream archive, long length, Optional<ImageReference> name, Progress progress)
            throws IOException, ProblemException, InterruptedException {
        files = ArchiveFiles.read(
                work, archive, shown, length, progress.part(Phrase.of("step.read-archive", shown), 0.4));
        return bring(name, progress);
    }

    private List<Image> bring(Optional<ImageReference> name, Progress progress)
            throws IOException, ProblemException, InterruptedException {
        List<Arrived> arrived = arrived(progress.part(Phrase.of("step.take-parts"), 0.2));
        if (arrived.isEmpty()) {
            throw unusable("it names no image");
        } else if (name.isPresent() && arrived.size() > 1) {
            throw unusable("it has " + arrived.size() + " images, and only one could have the name " + name.get());
        }
        List<Image> all = new ArrayList<>();
        Progress checking = progress.part(Phrase.of("step.check-layers"), 0.4);
        for (Arrived one : arrived) {
            Held held = new Held(one.descriptor(), name.map(List::of).orElse(one.names()));
            for (Image image : images.images(held)) {
                check.run(work, image, fresh, checking.part(Phrase.of("step.check-layers"), 1.0 / arrived.size()));
                all.add(image);
            }
        }
        // Here they come to be: until now nothing but the work knew of them.
        return images.change(index -> {
            for (Arrived one : arrived) {
                List<ImageReference> names = name.map(List::of).orElse(one.names());
                names.forEach(each -> index.name(each.tagged().toString(), one.descriptor()));
                if (names.isEmpty()) {
                    index.name("", one.descriptor());
                }
            }
            return List.copyOf(all);
        });
    }

    private List<Arrived> arrived(Progress progress) throws IOException, ProblemException, InterruptedException {
        Optional<byte[]> layout = files.small("index.json");
        Optional<byte[]> saved = files.small("manifest.json");
        if (layout.isPresent()) {
            List<Named> named = StoreIndexJson.of(layout.get(), "index.json").entries();
            // Archives of Docker may have both, and an index that leads to nothing.
            if (saved.isEmpty() || (!named.isEmpty() && named.stream().allMatch(this::hasLayers))) {
                List<Arrived> all = new ArrayList<>();
                for (Named one : named) {
                    take(one.descriptor(), "index.json", false, progress);
                    all.add(new Arrived(plain(one.descriptor()), names(one)));
                }
                return merged(all);
            }
        }
        if (saved.isPresent()) {
            List<Arrived> all = new ArrayList<>();
            for (DockerArchiveJson.Saved one : DockerArchiveJson.read(saved.get(), "manifest.json")) {
                all.add(takeSaved(one, progress));
            }
            return merged(all);
        }
        throw unusable("it has neither an index.json nor a manifest.json");
    }

    /** Several names of one image are one image. */
    private static List<Arrived> merged(List<Arrived> all) {
        List<Arrived> merged = new ArrayList<>();
        for (Arrived one : all) {
            Optional<Arrived> same = merged.stream()
                    .filter(other ->
                            other.descriptor().digest().equals(one.descriptor().digest()))
                    .findFirst();
            if (same.isPresent()) {
                List<ImageReference> names = new ArrayList<>(same.get().names());
                names.addAll(one.names());
                merged.set(merged.indexOf(same.get()), new Arrived(one.descriptor(), names));
            } else {
                merged.add(one);
            }
        }
        return merged;
    }

    private boolean hasLayers(Named named) {
        try {
            Optional<byte[]> bytes = files.small(path(named.descriptor().digest()));
            return bytes.isPresent()
                    && switch (ManifestJson.read(bytes.get(), "")) {
                        case ImageManifest manifest -> !manifest.layers().isEmpty();
                        case ImageIndex index -> !index.manifests().isEmpty();
                    };
        } catch (IOException | ProblemException e) {
            return false;
        }
    }

    /** Without the names that it had there. */
    private static BlobDescriptor plain(BlobDescriptor descriptor) {
        return new BlobDescriptor(
                descriptor.mediaType(),
                descriptor.digest(),
                descriptor.size(),
                descriptor.platform(),
                java.util.Map.of());
    }

    private List<ImageReference> names(Named named) {
        String full = named.descriptor().annotations().getOrDefault(FULL_NAME, "");
        String text = full.isEmpty() ? named.name() : full;
        // A tag alone, or nothing: the file's own name says what it is of.
        boolean tag = !text.contains("/") && !text.contains(":");
        String whole = tag ? fileName() + ":" + (text.isEmpty() ? "latest" : text) : text;
        try {
            return List.of(ImageReference.parse(whole).tagged());
        } catch (ProblemException e) {
            return List.of();
        }
    }

    private String fileName() {
        String name = String.valueOf(shown.getFileName())
                .toLowerCase(Locale.ROOT)
                .replaceFirst("\\.(?:tar|tgz|tzst|oci)(?:\\.(?:gz|zst))?$", "")
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^-|-$", "");
        return ImageReference.HERE + "/" + (name.isEmpty() ? "image" : name);
    }

    private static String path(BlobDigest digest) {
        return "blobs/sha256/" + digest.hex();
    }

    /** Takes a part in, and all that it names. */
    private void take(BlobDescriptor descriptor, String partOf, boolean optional, Progress progress)
            throws IOException, ProblemException, InterruptedException {
        boolean again = fresh.contains(descriptor.digest());
        if (!takeOne(descriptor, partOf, optional, progress) || again) {
            return;
        }
        switch (images.document(descriptor, partOf)) {
            case ImageIndex index -> {
                boolean some = false;
                for (BlobDescriptor one : index.manifests()) {
                    // An index may name images that were not saved with it.
                    boolean there = files.has(path(one.digest()));
                    some |= there && index.images().contains(one);
                    if (there) {
                        refuseNested(one);
                        take(one, descriptor.digest().toString(), true, progress);
                    }
                }
                if (!some) {
                    throw unusable("of all images that " + descriptor.digest() + " names it has none");
                }
            }
            case ImageManifest manifest -> {
                String me = descriptor.digest().toString();
                boolean _ = takeOne(manifest.config(), me, false, progress);
                for (BlobDescriptor layer : manifest.layers()) {
                    boolean _ = takeOne(layer, me, false, progress);
                }
            }
        }
    }

    /** One level is what images need; many would be a maze. */
    private void refuseNested(BlobDescriptor one) throws IOException, ProblemException, InterruptedException {
        Optional<byte[]> bytes = files.small(path(one.digest()));
        if (bytes.isPresent() && ManifestJson.read(bytes.get(), "") instanceof ImageIndex) {
            throw unusable(one.digest() + " is a list of images inside a list of images");
        }
    }

    private boolean takeOne(BlobDescriptor descriptor, String partOf, boolean optional, Progress progress)
            throws IOException, ProblemException, InterruptedException {
        if (fresh.contains(descriptor.digest())) {
            return true;
        }
        Optional<Blobs.Incoming> part = files.part(path(descriptor.digest()), Progress.none());
        if (part.isPresent()) {
            Blobs.require(part.get(), descriptor);
            blobs.take(work, part.get());
            fresh.add(descriptor.digest());
            progress.check();
            return true;
        } else if (optional || blobs.keep(work, descriptor.digest())) {
            // What the store has already need not come again.
            return blobs.has(descriptor.digest());
        }
        throw new ProblemException(
                new ImageProblem.BlobMissing(descriptor.digest().toString(), partOf));
    }

    /** An image that Docker saved has no manifest: it gets one. */
    private Arrived takeSaved(DockerArchiveJson.Saved saved, Progress progress)
            throws IOException, ProblemException, InterruptedException {
        Blobs.Incoming config = files.part(saved.config(), Progress.none())
                .orElseThrow(() -> new ProblemException(new ImageProblem.BlobMissing(saved.config(), "manifest.json")));
        requireNamed(saved.config(), config);
        List<BlobDescriptor> layers = new ArrayList<>();
        for (String name : saved.layers()) {
            Blobs.Incoming part = files.part(name, Progress.none())
                    .orElseThrow(() -> new ProblemException(new ImageProblem.BlobMissing(name, "manifest.json")));
            layers.add(BlobDescriptor.of(packing(part).mediaType(), part.digest(), part.size()));
            takeSavedPart(part);
            progress.check();
        }
        BlobDescriptor configPart = BlobDescriptor.of(MediaTypes.CONFIG, config.digest(), config.size());
        takeSavedPart(config);
        Blobs.Incoming manifest =
                blobs.write(work, ManifestJson.write(new ImageManifest(MediaTypes.MANIFEST, configPart, layers)));
        blobs.take(work, manifest);
        fresh.add(manifest.digest());
        List<ImageReference> names = new ArrayList<>();
        for (String name : saved.names()) {
            names.add(ImageReference.parse(name));
        }
        return new Arrived(BlobDescriptor.of(MediaTypes.MANIFEST, manifest.digest(), manifest.size()), names);
    }

    /** One part may be several layers. */
    private void takeSavedPart(Blobs.Incoming part) throws IOException, ProblemException, InterruptedException {
        if (fresh.add(part.digest())) {
            blobs.take(work, part);
        }
    }

    private Packed packing(Blobs.Incoming part) throws IOException, ProblemException {
        Path file = Files.exists(part.file()) ? part.file() : blobs.file(part.digest());
        try (InputStream in = Files.newInputStream(file)) {
            return Packed.of(in.readNBytes(8), part.digest().toString());
        }
    }

    /** The name of a configuration's file is its digest, in Docker's archives of all ages. */
    private static void requireNamed(String name, Blobs.Incoming part) throws ProblemException {
        String hex = name.substring(name.lastIndexOf('/') + 1).replaceFirst("\\.json$", "");
        Optional<BlobDigest> promised = BlobDigest.parse("sha256:" + hex);
        if (promised.isPresent() && !promised.get().equals(part.digest())) {
            throw new ProblemException(new ImageProblem.BlobDamaged(
                    promised.get().toString(), "its bytes come to another digest, " + part.digest()));
        }
    }

    private ProblemException unusable(String why) {
        return new ProblemException(new ImageProblem.ImageArchiveUnusable(shown, why));
    }
}
