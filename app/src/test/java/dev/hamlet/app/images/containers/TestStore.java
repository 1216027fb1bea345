package dev.hamlet.app.images.containers;

import dev.hamlet.engine.Engine;
import dev.hamlet.engine.image.Image;
import dev.hamlet.engine.image.ImageConfig;
import dev.hamlet.engine.image.ImageReference;
import dev.hamlet.engine.image.Platform;
import dev.hamlet.engine.job.Progress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Images for containers in the real store of a test's engine. */
public final class TestStore {
    private static final Instant MADE = Instant.parse("2026-03-01T10:00:00Z");
    private static final int TAR_RECORD = 10_240;

    private TestStore() {}

    /**
     * Makes an image of one layer without files.
     *
     * @param records how many records of tar the layer has: images of as many share it
     */
    public static Image make(Engine engine, String name, int records, String... command) throws Exception {
        ImageReference reference = ImageReference.parse(name);
        return engine.containerImages()
                .assembly()
                .of(
                        reference,
                        tar -> tar.write(new byte[records * TAR_RECORD]),
                        new ImageConfig(
                                Platform.ofThisHost(),
                                Optional.of(MADE),
                                "somebody",
                                new ImageConfig.RunConfig(
                                        "",
                                        List.of(),
                                        List.of(command),
                                        List.of("PATH=/usr/bin:/bin", "NAME=" + name),
                                        "/srv",
                                        List.of("80/tcp"),
                                        List.of(),
                                        Map.of("org.example.kind", "test"),
                                        "",
                                        List.of(),
                                        Optional.empty()),
                                List.of(),
                                List.of(
                                        new ImageConfig.Step(
                                                Optional.of(MADE), "/bin/sh -c #(nop) ADD file:1234 in / ", "", false),
                                        new ImageConfig.Step(
                                                Optional.of(MADE), "/bin/sh -c #(nop)  CMD [\"sh\"]", "", true))),
                        Progress.none());
    }
}
