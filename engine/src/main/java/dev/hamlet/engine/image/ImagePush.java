package dev.hamlet.engine.image;

import dev.hamlet.engine.image.StoreImages.Held;
import dev.hamlet.engine.job.Crew;
import dev.hamlet.engine.job.JobPart;
import dev.hamlet.engine.job.Phrase;
import dev.hamlet.engine.job.Progress;
import dev.hamlet.engine.problem.ProblemException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Takes one image to a registry: its parts side by side, those that are there not again, the manifest when all parts are
 * there. Used by one thread.
 */
final class ImagePush {
    private static final int SIDE_BY_SIDE = 3;
    private static final Duration LOOK = Duration.ofMillis(100);

    private final StoreWork work;
    private final Blobs blobs;
    private final StoreImages images;
    private final RemoteRepository to;
    private final ImageReference target;

    ImagePush(StoreWork work, Blobs blobs, StoreImages images, RemoteRepository to, ImageReference target) {
        this.work = work;
        this.blobs = blobs;
        this.images = images;
        this.to = to;
        this.target = target;
    }

    /** Sends the image, of several platforms all where all are here. */
    Image run(String reference, Optional<Platform> platform, Progress progress)
            throws IOException, ProblemException, InterruptedException {
        Held held = images.find(reference);
        Image one = images.choose(held, reference, platform.orElseGet(() -> ofThoseHere(held)));
        List<Image> all = platform.isEmpty() ? whole(held) : List.of();
        boolean index = !all.isEmpty();
        List<Image> sent = index ? all : List.of(one);
        for (Image image : sent) {
            keep(image.digest());
            keep(image.manifestDigest());
            for (BlobDescriptor part : parts(image)) {
                keep(part.digest());
            }
        }
        sendParts(sent, progress.part(Phrase.of("step.send-layers", target.familiar()), 0.95));
        String tag = target.tagged().tag();
        for (Image image : sent) {
            BlobDigest digest = image.manifestDigest();
            byte[] bytes = read(image.manifestDigest(), image.manifest().mediaType());
            to.put(index ? digest.toString() : tag, image.manifest().mediaType(), bytes);
        }
        if (index) {
            byte[] bytes = read(held.descriptor().digest(), held.descriptor().mediaType());
            String type = images.document(held.descriptor(), reference) instanceof ImageIndex list
                    ? list.mediaType()
                    : held.descriptor().mediaType();
            to.put(tag, type, bytes);
        }
        return one;
    }

    /** The platform of this computer, or of the only image that is here. */
    private Platform ofThoseHere(Held held) {
        try {
            List<Image> here = images.images(held);
            return here.size() == 1 ? here.getFirst().config().platform() : Platform.ofThisHost();
        } catch (ProblemException e) {
            // Whoever chooses says it.
            return Platform.ofThisHost();
        }
    }

    /** All images of an index, if all that it names are images and here; else none. */
    private List<Image> whole(Held held) throws ProblemException {
        if (images.document(held.descriptor(), held.toString()) instanceof ImageIndex index
                && index.manifests().size() == index.images().size()
                && index.images().stream().allMatch(one -> blobs.has(one.digest()))) {
            List<Image> all = images.images(held);
            return all.size() == index.images().size() ? all : List.of();
        }
        return List.of();
    }

    private void keep(BlobDigest digest) throws IOException, ProblemException, InterruptedException {
        if (!blobs.keep(work, digest)) {
            throw new ProblemException(
                    new dev.hamlet.engine.problem.ImageProblem.BlobMissing(digest.toString(), target.familiar()));
        }
    }

    private byte[] read(BlobDigest digest, String type) throws ProblemException {
        return blobs.read(BlobDescriptor.of(type, digest, blobs.size(digest)), target.familiar());
    }

    private static List<BlobDescriptor> parts(Image image) {
        List<BlobDescriptor> parts = new ArrayList<>(image.manifest().layers());
        parts.add(image.manifest().config());
        return parts;
    }

    private void sendParts(List<Image> sent, Progress progress) throws ProblemException, InterruptedException {
        Map<BlobDigest, BlobDescriptor> parts = new LinkedHashMap<>();
        sent.forEach(image -> parts(image).forEach(part -> parts.putIfAbsent(part.digest(), part)));
        Map<BlobDigest, Set<String>> elsewhere = elsewhere();
        ConcurrentLinkedQueue<BlobDescriptor> left = new ConcurrentLinkedQueue<>(parts.values());
        Map<BlobDigest, Long> done = new ConcurrentHashMap<>();
        long total = parts.values().stream().mapToLong(BlobDescriptor::size).sum();
        try (Crew crew = new Crew("push")) {
            for (int i = 0; i < Math.min(SIDE_BY_SIDE, parts.size()); i++) {
                crew.start(() -> {
                    for (BlobDescriptor part = left.poll(); part != null; part = left.poll()) {
                        send(part, elsewhere.getOrDefault(part.digest(), Set.of()), done);
                        done.put(part.digest(), part.size());
                    }
                });
            }
            crew.await(LOOK, () -> {
                progress.parts(parts.values().stream()
                        .map(part -> part(part, done.getOrDefault(part.digest(), 0L)))
                        .toList());
                progress.bytes(done.values().stream().mapToLong(Long::longValue).sum(), total);
            });
        }
    }

    private static JobPart part(BlobDescriptor part, long sent) {
        return new JobPart(
                Phrase.of(
                        sent < part.size() ? "step.layer-goes" : "step.layer-sent",
                        part.digest().shortened()),
                sent,
                part.size());
    }

    private void send(BlobDescriptor part, Set<String> elsewhere, Map<BlobDigest, Long> done)
            throws ProblemException, InterruptedException {
        if (to.has(part)) {
            return;
        }
        for (String path : elsewhere) {
            if (to.mount(part, path)) {
                return;
            }
        }
        to.send(part, blobs.file(part.digest()), new Sending(part.digest(), done));
    }

    /** Which repositories of the same registry have which parts, as far as names here say. */
    private Map<BlobDigest, Set<String>> elsewhere() throws ProblemException {
        Map<BlobDigest, Set<String>> all = new LinkedHashMap<>();
        for (Image image : images.list()) {
            for (ImageReference name : image.references()) {
                if (name.domain().equals(target.domain()) && !name.path().equals(target.path())) {
                    image.manifest()
                            .layers()
                            .forEach(layer -> all.computeIfAbsent(layer.digest(), digest -> new LinkedHashSet<>())
                                    .add(name.path()));
                }
            }
        }
        return all;
    }

    /** How far one part came. */
    private record Sending(BlobDigest part, Map<BlobDigest, Long> all) implements Progress {
        @Override
        public Progress part(Phrase what, double share) {
            return this;
        }

        @Override
        public void fraction(double fraction) {}

        @Override
        public void bytes(long done, long total) {
            all.put(part, done);
        }
    }
}
