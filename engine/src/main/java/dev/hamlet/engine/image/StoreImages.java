package dev.hamlet.engine.image;

import dev.hamlet.engine.host.WholeFile;
import dev.hamlet.engine.image.StoreIndexJson.Named;
import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.engine.problem.ImageProblem;
import dev.hamlet.engine.problem.Nearest;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.nativebridge.FileLock;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Names of images and what they lead to. Safe for use by many threads. */
final class StoreImages {
    private static final Logger LOG = LoggerFactory.getLogger(StoreImages.class);
    private static final Pattern SHORT_ID = Pattern.compile("(?:sha256:)?[0-9a-f]{3,64}");

    private final StorePlaces places;
    private final Blobs blobs;

    StoreImages(StorePlaces places, Blobs blobs) {
        this.places = places;
        this.blobs = blobs;
    }

    /** What a digest leads to, and its names. */
    record Held(BlobDescriptor descriptor, List<ImageReference> names) {}

    /** All that has an entry in the index, in its order; a name that is none is passed over. */
    List<Held> held() throws ProblemException {
        Map<BlobDigest, Held> all = new LinkedHashMap<>();
        for (Named one : StoreIndexJson.read(places.index()).entries()) {
            Held held = all.computeIfAbsent(
                    one.descriptor().digest(), digest -> new Held(one.descriptor(), new ArrayList<>()));
            if (!one.name().isEmpty()) {
                try {
                    held.names().add(ImageReference.parse(one.name()));
                } catch (ProblemException e) {
                    LOG.warn("a name in {} is none: {}", places.index(), e.problem());
                }
            }
        }
        return List.copyOf(all.values());
    }

    /** All images, by name; broken ones are passed over and logged. */
    List<Image> list() throws ProblemException {
        List<Image> images = new ArrayList<>();
        for (Held held : held()) {
            try {
                images.addAll(images(held));
            } catch (ProblemException e) {
                LOG.warn("an image cannot be read: {}", e.problem());
            }
        }
        images.sort(java.util.Comparator.comparing(Image::shownName));
        return List.copyOf(images);
    }

    /** All images that a name leads to and that are here: one, or those of an index. */
    List<Image> images(Held held) throws ProblemException {
        List<Image> images = new ArrayList<>();
        switch (document(held.descriptor(), held.toString())) {
            case ImageManifest manifest ->
                images.add(image(held, held.descriptor().digest(), manifest));
            case ImageIndex index -> {
                for (BlobDescriptor one : index.images()) {
                    if (blobs.has(one.digest())
                            && document(one, held.descriptor().digest().toString()) instanceof ImageManifest manifest) {
                        images.add(image(held, one.digest(), manifest));
                    }
                }
            }
        }
        return images;
    }

    ManifestDocument document(BlobDescriptor descriptor, String partOf) throws ProblemException {
        return ManifestJson.read(
                blobs.read(descriptor, partOf), descriptor.digest().toString());
    }

    Image image(Held held, BlobDigest digest, ImageManifest manifest) throws ProblemException {
        BlobDescriptor config = manifest.config();
        if (!config.mediaType().isEmpty() && !MediaTypes.isConfig(config.mediaType())) {
            throw ManifestJson.damaged(digest.toString(), "it is no image but something else that registries hold");
        }
        ImageConfig read = ImageConfigJson.read(
                blobs.read(config, digest.toString()), config.digest().toString());
        if (read.diffIds().size() != manifest.layers().size()) {
            throw ManifestJson.damaged(
                    digest.toString(),
                    "it has " + manifest.layers().size() + " layers, and its configuration "
                            + read.diffIds().size());
        }
        return new Image(
                held.names().stream().sorted().toList(), held.descriptor().digest(), digest, manifest, read);
    }

    /** See {@link ImageStore#resolve}. */
    Image resolve(String reference, Platform platform) throws ProblemException {
        return choose(find(reference), reference, platform);
    }

    /** What the name or id leads to. */
    Held find(String reference) throws ProblemException {
        String text = reference.strip();
        List<Held> all = held();
        Optional<ProblemException> invalid = Optional.empty();
        try {
            ImageReference wanted = ImageReference.parse(text);
            Optional<Held> named = byName(all, wanted);
            if (named.isEmpty()) {
                Optional<ImageReference> here = wanted.madeHere();
                named = here.isPresent() ? byName(all, here.get()) : named;
            }
            if (named.isPresent()) {
                return named.get();
            }
        } catch (ProblemException e) {
            // It may be an id, which is no name.
            invalid = Optional.of(e);
        }
        if (SHORT_ID.matcher(text).matches()) {
            return byId(all, text);
        } else if (invalid.isPresent()) {
            throw invalid.get();
        }
        throw notFound(all, text);
    }

    private static ProblemException notFound(List<Held> all, String text) {
        // What people type is the last part of a name more often than all of it.
        List<String> names = all.stream()
                .flatMap(held -> held.names().stream())
                .flatMap(name -> Stream.of(name.familiar(), name.shortest()))
                .toList();
        return new ProblemException(new ImageProblem.ContainerImageNotFound(text, Nearest.of(text, names)));
    }

    private static Optional<Held> byName(List<Held> all, ImageReference wanted) {
        for (Held held : all) {
            for (ImageReference name : held.names()) {
                // Beside a digest a tag says nothing, as with Docker.
                boolean same = name.repository().equals(wanted.repository())
                        && (wanted.digest().isPresent() || wanted.tag().equals(name.tag()));
                if (same
                        && wanted.digest()
                                .map(held.descriptor().digest()::equals)
                                .orElse(true)) {
                    return Optional.of(held);
                }
            }
        }
        return Optional.empty();
    }

    /** Which of its names a reference is, if it is one and no id. */
    Optional<ImageReference> nameIn(Held held, String reference) {
        try {
            ImageReference wanted = ImageReference.parse(reference.strip());
            List<ImageReference> possible =
                    Stream.concat(Stream.of(wanted), wanted.madeHere().stream()).toList();
            return held.names().stream()
                    .filter(name -> possible.stream()
                            .anyMatch(one -> one.equals(name) || one.tagged().equals(name)))
                    .findFirst();
        } catch (ProblemException e) {
            return Optional.empty();
        }
    }

    private Held byId(List<Held> all, String text) throws ProblemException {
        String hex = text.startsWith("sha256:") ? text.substring("sha256:".length()) : text;
        Map<BlobDigest, Held> found = new LinkedHashMap<>();
        for (Held held : all) {
            if (held.descriptor().digest().hex().startsWith(hex)) {
                found.put(held.descriptor().digest(), held);
            }
            for (Image image : imagesOrNone(held)) {
                if (image.id().hex().startsWith(hex)
                        || image.manifestDigest().hex().startsWith(hex)) {
                    found.put(held.descriptor().digest(), held);
                }
            }
        }
        if (found.size() > 1) {
            throw new ProblemException(new ImageProblem.ContainerImageAmbiguous(
                    text, found.keySet().stream().map(BlobDigest::shortened).toList()));
        } else if (found.isEmpty()) {
            throw notFound(all, text);
        }
        return found.values().iterator().next();
    }

    private List<Image> imagesOrNone(Held held) {
        try {
            return images(held);
        } catch (ProblemException e) {
            LOG.debug("an image cannot be read", e);
            return List.of();
        }
    }

    Image choose(Held held, String reference, Platform platform) throws ProblemException {
        return switch (document(held.descriptor(), reference)) {
            case ImageManifest manifest -> image(held, held.descriptor().digest(), manifest);
            case ImageIndex index -> {
                BlobDescriptor best = index.best(platform).orElseThrow(() -> missing(reference, platform, index));
                if (document(best, reference) instanceof ImageManifest manifest) {
                    yield image(held, best.digest(), manifest);
                }
                throw ManifestJson.damaged(best.digest().toString(), "it is an index within an index");
            }
        };
    }

    private static ProblemException missing(String reference, Platform platform, ImageIndex index) {
        return new ProblemException(new ImageProblem.PlatformMissing(
                reference,
                platform.toString(),
                index.images().stream()
                        .flatMap(one -> one.platform().stream())
                        .map(Platform::toString)
                        .toList()));
    }

    /** Changes the index; what it answers is what the change answered. */
    <T> T change(Change<T> change) throws ProblemException, InterruptedException {
        try (FileLock _ = places.turn()) {
            StoreIndexJson index = StoreIndexJson.read(places.index());
            T answer = change.make(index);
            WholeFile.write(places.index(), index.bytes());
            return answer;
        } catch (IOException e) {
            throw new ProblemException(new HostProblem.FileUnusable(places.index(), WholeFile.reason(e)), e);
        }
    }

    /** A change of the index. */
    @FunctionalInterface
    interface Change<T> {
        T make(StoreIndexJson index) throws IOException, ProblemException;
    }
}
