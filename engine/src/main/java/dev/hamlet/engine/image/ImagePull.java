package dev.hamlet.engine.image;

import dev.hamlet.engine.image.StoreImages.Held;
import dev.hamlet.engine.job.Crew;
import dev.hamlet.engine.job.JobPart;
import dev.hamlet.engine.job.Phrase;
import dev.hamlet.engine.job.Progress;
import dev.hamlet.engine.problem.ImageProblem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.transfer.GrowingFile;
import dev.hamlet.nativebridge.FileLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;

/**
 * Brings one image from a registry. Layers come side by side and are unpacked while they come; an unpacked layer shows only
 * when its bytes and the unpacked ones came to the digests that were promised, and a name leads to the image only when all
 * have. Used by one thread.
 */
final class ImagePull {
    /** As many as Docker brings; more make no line faster. */
    private static final int SIDE_BY_SIDE = 3;

    private static final Duration LOOK = Duration.ofMillis(50);
    /** Downloading is most of it over all lines but the fastest. */
    private static final double SHARE_OF_BRINGING = 0.7;

    private final StoreWork work;
    private final Blobs blobs;
    private final StoreImages images;
    private final IncomingParts incoming;
    private final LayerCheck check;
    private final RemoteRepository from;
    private final ImageReference reference;

    /** Into this store, as part of this work. */
    ImagePull(
            StoreWork work,
            Blobs blobs,
            StoreImages images,
            IncomingParts incoming,
            LayerCheck check,
            RemoteRepository from,
            ImageReference reference) {
        this.work = work;
        this.blobs = blobs;
        this.images = images;
        this.incoming = incoming;
        this.check = check;
        this.from = from;
        this.reference = reference;
    }

    /** What was asked for, and the one image of it that is brought. */
    private record Chosen(BlobDescriptor top, BlobDescriptor one, ImageManifest manifest) {}

    /** Brings the image for this platform, or for this computer. */
    Image run(Optional<Platform> platform, Progress progress)
            throws IOException, ProblemException, InterruptedException {
        Progress reading = progress.part(Phrase.of("step.read-manifest", reference.familiar()), 0.02);
        Chosen chosen = choose(platform);
        FileLock lock = incoming.alone(chosen.one().digest(), () -> {
            Progress _ = reading.part(Phrase.of("step.pulled-elsewhere", reference.familiar()), 0);
        });
        try (lock) {
            takeSmall(
                    chosen.manifest().config(),
                    () -> from.small(chosen.manifest().config()));
            // One that was asked for by its platform is found by its name whatever this computer is.
            BlobDescriptor named = platform.isPresent() ? chosen.one() : chosen.top();
            ImageReference name = reference.stored();
            Image image =
                    images.image(new Held(named, List.of(name)), chosen.one().digest(), chosen.manifest());
            requirePlatform(platform, image);
            bring(image, progress);
            for (BlobDescriptor layer : distinct(image)) {
                incoming.take(work, layer);
            }
            // Here it comes to be: until now nothing but the work knew of it.
            Image made = images.change(index -> {
                index.name(name.toString(), named);
                return image;
            });
            incoming.unlock(chosen.one().digest(), lock);
            return made;
        }
    }

    private Chosen choose(Optional<Platform> platform) throws IOException, ProblemException, InterruptedException {
        String asked = reference.digest().map(BlobDigest::toString).orElse(reference.tag());
        RemoteRepository.Document top = from.manifest(asked);
        return switch (ManifestJson.read(top.bytes(), top.digest().toString())) {
            case ImageManifest manifest -> {
                BlobDescriptor descriptor = keep(top, manifest.mediaType());
                yield new Chosen(descriptor, descriptor, manifest);
            }
            case ImageIndex index -> {
                Platform wanted = platform.orElseGet(Platform::ofThisHost);
                BlobDescriptor best = index.best(wanted).orElseThrow(() -> missing(wanted, offered(index)));
                RemoteRepository.Document one = from.manifest(best.digest().toString());
                if (one.bytes().length != best.size()) {
                    throw ManifestJson.damaged(
                            best.digest().toString(),
                            "it has " + one.bytes().length + " bytes, and its index says " + best.size());
                } else if (ManifestJson.read(one.bytes(), best.digest().toString()) instanceof ImageManifest manifest) {
                    yield new Chosen(keep(top, index.mediaType()), keep(one, manifest.mediaType()), manifest);
                }
                throw ManifestJson.damaged(best.digest().toString(), "it is a list of images inside a list of images");
            }
        };
    }

    private static List<String> offered(ImageIndex index) {
        return index.images().stream()
                .flatMap(one -> one.platform().stream())
                .map(Platform::toString)
                .distinct()
                .toList();
    }

    private ProblemException missing(Platform wanted, List<String> offered) {
        return new ProblemException(new ImageProblem.PlatformMissing(reference.familiar(), wanted.toString(), offered));
    }

    /** An image that is one of nothing says in its configuration what it runs on. */
    private void requirePlatform(Optional<Platform> platform, Image image) throws ProblemException {
        Platform has = image.config().platform();
        if (platform.isPresent() && platform.get().suits(has) < 0) {
            throw missing(platform.get(), List.of(has.toString()));
        }
    }

    private BlobDescriptor keep(RemoteRepository.Document document, String type)
            throws IOException, ProblemException, InterruptedException {
        BlobDescriptor descriptor = BlobDescriptor.of(type, document.digest(), document.bytes().length);
        takeSmall(descriptor, document::bytes);
        return descriptor;
    }

    @FunctionalInterface
    private interface Bytes {
        byte[] get() throws ProblemException, InterruptedException;
    }

    private void takeSmall(BlobDescriptor part, Bytes bytes)
            throws IOException, ProblemException, InterruptedException {
        if (!blobs.keep(work, part.digest())) {
            Blobs.Incoming written = blobs.write(work, bytes.get());
            Blobs.require(written, part);
            blobs.take(work, written);
        }
    }

    private static List<BlobDescriptor> distinct(Image image) {
        Map<BlobDigest, BlobDescriptor> all = new LinkedHashMap<>();
        image.manifest().layers().forEach(layer -> all.putIfAbsent(layer.digest(), layer));
        return List.copyOf(all.values());
    }

    private void bring(Image image, Progress progress) throws IOException, ProblemException, InterruptedException {
        List<BlobDescriptor> wanted = new ArrayList<>();
        for (BlobDescriptor layer : distinct(image)) {
            if (!blobs.keep(work, layer.digest())) {
                wanted.add(layer);
            }
        }
        Coming coming = new Coming(distinct(image), wanted);
        Progress bringing = progress.part(
                Phrase.of("step.pull-layers", wanted.size(), distinct(image).size()), 0.96);
        try (Crew crew = new Crew("pull")) {
            for (int i = 0; i < Math.min(SIDE_BY_SIDE, wanted.size()); i++) {
                crew.start(coming::bringAll);
            }
            crew.startNative(() -> unpack(image, coming));
            crew.await(LOOK, () -> coming.tell(bringing));
        }
    }

    private void unpack(Image image, Coming coming) throws ProblemException, InterruptedException {
        try {
            Set<BlobDigest> fresh =
                    coming.wanted.stream().map(BlobDescriptor::digest).collect(Collectors.toSet());
            try {
                check.run(work, image, fresh, coming::open, Progress.none());
            } catch (ProblemException | IOException e) {
                // One that began again in the middle: once more, when all are whole. Else it is a failure again. Where
                // one did not come, whoever was to bring it says why.
                if (coming.awaitAll()) {
                    check.run(work, image, fresh, coming::openWhole, Progress.none());
                }
            }
        } catch (IOException e) {
            throw new ProblemException(
                    new dev.hamlet.engine.problem.HostProblem.FolderUnusable(
                            Path.of(image.shownName()), dev.hamlet.engine.host.WholeFile.reason(e)),
                    e);
        }
    }

    /** Layers on their way. */
    private final class Coming {
        private final List<BlobDescriptor> all;
        private final List<BlobDescriptor> wanted;
        private final ConcurrentLinkedQueue<BlobDescriptor> left;
        private final Map<BlobDigest, GrowingFile> growing = new ConcurrentHashMap<>();
        private final Map<BlobDigest, Path> whole = new ConcurrentHashMap<>();
        private final long total;

        /** Of all of these layers those that are not here. */
        Coming(List<BlobDescriptor> all, List<BlobDescriptor> wanted) {
            this.all = all;
            this.wanted = wanted;
            this.left = new ConcurrentLinkedQueue<>(wanted);
            wanted.forEach(layer -> growing.put(layer.digest(), new GrowingFile()));
            this.total = wanted.stream().mapToLong(BlobDescriptor::size).sum();
        }

        void bringAll() throws ProblemException, InterruptedException {
            for (BlobDescriptor layer = left.poll(); layer != null; layer = left.poll()) {
                GrowingFile file = growing.getOrDefault(layer.digest(), new GrowingFile());
                boolean done = false;
                try {
                    Path where = incoming.bring(work, layer, from::bring, file);
                    whole.put(layer.digest(), where);
                    file.grownTo(where, layer.size());
                    file.finished();
                    done = true;
                } catch (IOException e) {
                    throw new ProblemException(
                            new dev.hamlet.engine.problem.HostProblem.FileUnusable(
                                    blobs.file(layer.digest()), dev.hamlet.engine.host.WholeFile.reason(e)),
                            e);
                } finally {
                    if (!done) {
                        file.givenUp();
                    }
                }
            }
        }

        VerifiedInput open(BlobDescriptor layer, String partOf)
                throws IOException, ProblemException, InterruptedException {
            GrowingFile file = growing.get(layer.digest());
            if (file != null) {
                var in = file.open();
                if (in.isPresent()) {
                    return VerifiedInput.elsewhere(in.get(), layer);
                }
            }
            return openWhole(layer, partOf);
        }

        VerifiedInput openWhole(BlobDescriptor layer, String partOf) throws IOException, ProblemException {
            Path file = whole.get(layer.digest());
            try {
                return file == null ? blobs.open(layer, partOf) : new VerifiedInput(Files.newInputStream(file), layer);
            } catch (NoSuchFileException e) {
                // Another pull has made it one of the store.
                return blobs.open(layer, partOf);
            }
        }

        /** Waits until nothing is on its way any more; whether all came. */
        boolean awaitAll() throws InterruptedException {
            boolean all = true;
            for (GrowingFile file : growing.values()) {
                all &= file.await();
            }
            return all;
        }

        private JobPart part(BlobDescriptor layer) {
            String name = layer.digest().shortened();
            GrowingFile file = growing.get(layer.digest());
            if (file == null) {
                return new JobPart(Phrase.of("step.layer-here", name), layer.size(), layer.size());
            }
            long came = file.length();
            long read = file.readTo();
            if (came < layer.size()) {
                return new JobPart(Phrase.of("step.layer-comes", name), came, layer.size());
            } else if (read < layer.size()) {
                return new JobPart(
                        Phrase.of(read == 0 ? "step.layer-waits" : "step.layer-unpacks", name), read, layer.size());
            }
            return new JobPart(Phrase.of("step.layer-done", name), read, layer.size());
        }

        void tell(Progress progress) {
            long came = 0;
            long read = 0;
            for (GrowingFile file : growing.values()) {
                came += file.length();
                read += file.readTo();
            }
            progress.parts(all.stream().map(this::part).toList());
            progress.bytes(came, total);
            if (total > 0) {
                progress.fraction(SHARE_OF_BRINGING * came / total + (1 - SHARE_OF_BRINGING) * read / total);
            }
        }
    }
}
