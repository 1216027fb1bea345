package dev.hamlet.engine.container.fake;

import dev.hamlet.engine.container.CommitWish;
import dev.hamlet.engine.container.ContainerSpec;
import dev.hamlet.engine.container.ImageDefaults;
import dev.hamlet.engine.image.BlobDescriptor;
import dev.hamlet.engine.image.BlobDigest;
import dev.hamlet.engine.image.Image;
import dev.hamlet.engine.image.ImageConfig;
import dev.hamlet.engine.image.ImageManifest;
import dev.hamlet.engine.image.ImageReference;
import dev.hamlet.engine.image.Platform;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.problem.ContainerProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Images in memory: any name is one with a shell in it, and what was made of containers is kept. Safe for many threads. */
final class FakeImages {
    private final TimeSource time;
    private final Map<String, Made> made = new HashMap<>();
    private int count;

    /** One that was made of a container. */
    private record Made(ImageDefaults defaults, FakeTree files, List<BlobDigest> layers) {}

    FakeImages(TimeSource time) {
        this.time = time;
    }

    synchronized ImageDefaults defaults(String image) {
        Made known = made.get(image);
        return known != null
                ? known.defaults()
                : new ImageDefaults(
                        image + ":latest",
                        "sha256:" + "0".repeat(64),
                        List.of(),
                        List.of(),
                        List.of(),
                        "",
                        "",
                        "",
                        List.of(),
                        Map.of(),
                        Optional.empty());
    }

    /** Its files, which change with nobody's. */
    synchronized FakeTree files(String image) {
        Made known = made.get(image);
        return known != null ? known.files().copy() : FakeTree.usual(time.now());
    }

    /** Keeps an image of these files. */
    synchronized Image commit(ContainerSpec spec, FakeTree files, CommitWish wish) throws ProblemException {
        if (!wish.changes().isEmpty()) {
            throw new ProblemException(new ContainerProblem.ContainerSettingInvalid(
                    "--change", wish.changes().getFirst(), "images in memory take no instructions"));
        }
        BlobDigest digest = digest("config " + ++count);
        List<BlobDigest> layers = List.of(digest("image"), digest("layer " + count));
        ImageConfig.RunConfig run = ImageConfig.RunConfig.of(
                spec.arguments(),
                spec.environment().entrySet().stream()
                        .map(one -> one.getKey() + "=" + one.getValue())
                        .toList());
        Image image = new Image(
                wish.name().map(ImageReference::stored).stream().toList(),
                digest,
                digest,
                new ImageManifest("", new BlobDescriptor("", digest, 1, Optional.empty(), Map.of()), List.of()),
                new ImageConfig(Platform.ofThisHost(), Optional.of(time.now()), wish.author(), run, layers, List.of()));
        Made kept = new Made(ImageDefaults.of(image), files.copy(), layers);
        made.put(image.id().hex(), kept);
        image.references().forEach(name -> {
            made.put(name.toString(), kept);
            made.put(name.familiar(), kept);
        });
        return image;
    }

    private static BlobDigest digest(String text) {
        return BlobDigest.of(text.getBytes(StandardCharsets.US_ASCII));
    }
}
