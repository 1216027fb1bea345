package dev.hamlet.engine.image.registry;

import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.hamlet.engine.host.HamletPaths;
import dev.hamlet.engine.image.Image;
import dev.hamlet.engine.image.ImageConfig;
import dev.hamlet.engine.image.ImageReference;
import dev.hamlet.engine.image.ImageStore;
import dev.hamlet.engine.image.Platform;
import dev.hamlet.engine.image.tar.TarEntry.Facts;
import dev.hamlet.engine.image.tar.TarWriter;
import dev.hamlet.engine.job.Progress;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.problem.Problem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.process.SystemProcessLauncher;
import dev.hamlet.engine.transfer.Patience;
import dev.hamlet.engine.transfer.TestSite;
import dev.hamlet.engine.transfer.TestTime;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What tests of registries share: an image, a home that does not have it, and a time that stands still. */
@Timeout(60)
abstract class RegistryFixture {
    static final String TYPE = "application/vnd.oci.image.manifest.v1+json";

    private static final Patience SHORT = new Patience(
            Duration.ofSeconds(10), Duration.ofMillis(400), 4, Duration.ofSeconds(1), Duration.ofMinutes(2));

    @TempDir
    Path folder = Path.of("");

    final TestTime time = new TestTime();
    final Map<String, String> environment = new HashMap<>();

    private Optional<Image> published = Optional.empty();
    private Optional<Registries> open = Optional.empty();
    private Optional<ImageStore> store = Optional.empty();

    @BeforeEach
    void publish() throws Exception {
        environment.put("HOME", folder.resolve("user").toString());
        environment.put("PATH", System.getenv().getOrDefault("PATH", ""));
        byte[] noise = new byte[1_500_000];
        new Random(7).nextBytes(noise);
        published = Optional.of(make(ImageStore.open(paths("publisher"), time), Platform.ofThisHost(), noise));
        // Two pulls wait for each other's turn in truth, and not by a time that stands still.
        store = Optional.of(ImageStore.open(paths("home"), TimeSource.system()));
        open = Optional.of(registries());
    }

    @AfterEach
    void close() {
        open.ifPresent(Registries::close);
    }

    static Image make(ImageStore store, Platform platform, byte[] content) throws Exception {
        return store.assembly()
                .of(
                        ImageReference.ofThisHost("sample", "1"),
                        out -> {
                            TarWriter tar = new TarWriter(out);
                            tar.file(Facts.of("file", 0644), content);
                            tar.finish();
                        },
                        new ImageConfig(
                                platform,
                                Optional.empty(),
                                "somebody",
                                ImageConfig.RunConfig.of(List.of("sh"), List.of("A=b")),
                                List.of(),
                                List.of()),
                        Progress.none());
    }

    HamletPaths paths(String home) throws ProblemException {
        return HamletPaths.of(Map.of("HAMLET_HOME", folder.resolve(home).toString()));
    }

    Registries registries() throws ProblemException {
        return new Registries(
                paths("home"),
                environment,
                store(),
                new SystemProcessLauncher(environment),
                time,
                SHORT,
                path -> Long.MAX_VALUE);
    }

    Image published() {
        return published.orElseThrow();
    }

    Registries open() {
        return open.orElseThrow();
    }

    ImageStore store() {
        return store.orElseThrow();
    }

    byte[] blob(String hex) throws IOException {
        return Files.readAllBytes(
                folder.resolve("publisher/data/containers/blobs/sha256").resolve(hex));
    }

    byte[] layer() throws IOException {
        return blob(published().manifest().layers().getFirst().digest().hex());
    }

    byte[] manifest() throws IOException {
        return blob(published().manifestDigest().hex());
    }

    String layerPath() {
        return "/v2/team/sample/blobs/"
                + published().manifest().layers().getFirst().digest();
    }

    String manifestPath() {
        return "/v2/team/sample/manifests/1";
    }

    /** An honest registry of the image. */
    void serve(TestSite.Request request, OutputStream out) throws IOException {
        String path = request.path();
        String hex = path.replaceFirst("^.*sha256:", "");
        if (path.equals(manifestPath())) {
            answer(out, TYPE, manifest());
        } else if (path.equals("/v2/")) {
            TestSite.head(out, "200 OK", "Content-Length: 2");
            out.write(new byte[] {'{', '}'});
        } else if (hex.matches("[0-9a-f]{64}") && path.contains("/manifests/")) {
            answer(out, TYPE, blob(hex));
        } else if (hex.matches("[0-9a-f]{64}")) {
            TestSite.serve(request, out, blob(hex), "\"" + hex + "\"");
        } else {
            TestSite.head(out, "404 Not Found", "Content-Length: 0");
        }
    }

    static void answer(OutputStream out, String type, byte[] content) throws IOException {
        TestSite.head(out, "200 OK", "Content-Type: " + type, "Content-Length: " + content.length);
        out.write(content);
    }

    static ImageReference reference(TestSite site, String rest) throws ProblemException {
        return ImageReference.parse("127.0.0.1:" + site.port() + "/" + rest);
    }

    Image pull(TestSite site) throws ProblemException, InterruptedException {
        return pull(site, Optional.empty());
    }

    Image pull(TestSite site, Optional<Platform> platform) throws ProblemException, InterruptedException {
        return open().pull(reference(site, "team/sample:1"), platform, Optional.of(Security.HTTP), Progress.none());
    }

    Problem failure(TestSite site) {
        return assertThrows(ProblemException.class, () -> pull(site)).problem();
    }

    /** Everything that lies in the store but folders and what every store has. */
    List<String> left() throws IOException {
        Path root = folder.resolve("home/data/containers");
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(Files::isRegularFile)
                    .map(file -> root.relativize(file).toString())
                    .filter(name -> !name.equals("oci-layout") && !name.equals(".lock") && !name.equals("index.json"))
                    .sorted()
                    .toList();
        }
    }

    static long asked(TestSite site, String path) {
        return site.requests().stream()
                .filter(request -> request.path().equals(path))
                .count();
    }
}
