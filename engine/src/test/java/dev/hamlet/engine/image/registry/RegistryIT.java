package dev.hamlet.engine.image.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hamlet.engine.host.HamletPaths;
import dev.hamlet.engine.image.Image;
import dev.hamlet.engine.image.ImageReference;
import dev.hamlet.engine.image.ImageStore;
import dev.hamlet.engine.image.Platform;
import dev.hamlet.engine.job.Progress;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.problem.ImageProblem;
import dev.hamlet.engine.problem.Problem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.process.ProcessResult;
import dev.hamlet.engine.process.ProcessSpec;
import dev.hamlet.engine.process.SystemProcessLauncher;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real registry, and skopeo as the peer that reads what is pushed and pushes what is read. */
@Tag("real")
@Timeout(120)
class RegistryIT {
    /** The password "secret" of the user "me", by bcrypt. */
    private static final String HTPASSWD = "me:$2b$05$abcdefghijklmnopqrstuuOQiyCxlgf/oeuTqixKmWdcYUh4Hjl0a";

    private static final Optional<Security> PLAIN = Optional.of(Security.UNVERIFIED);

    private final SystemProcessLauncher launcher = new SystemProcessLauncher(System.getenv());

    @TempDir
    private Path folder = Path.of("");

    private record Home(ImageStore store, Registries registries) implements AutoCloseable {
        @Override
        public void close() {
            registries.close();
        }
    }

    private Home home(String name) throws ProblemException {
        HamletPaths paths =
                HamletPaths.of(Map.of("HAMLET_HOME", folder.resolve(name).toString()));
        TimeSource time = TimeSource.system();
        ImageStore store = ImageStore.open(paths, time);
        Map<String, String> environment = Map.of("HOME", folder.toString());
        return new Home(store, new Registries(paths, environment, store, launcher, time));
    }

    private static Image make(Home home) throws Exception {
        byte[] noise = new byte[3_000_000];
        new Random(3).nextBytes(noise);
        return RegistryFixture.make(home.store(), Platform.ofThisHost(), noise);
    }

    private String run(String program, String... arguments) throws Exception {
        assumeTrue(launcher.find(program).isPresent(), program + " is not installed");
        ProcessResult result = launcher.run(ProcessSpec.of(program, List.of(arguments)));
        assertEquals(0, result.code(), () -> program + " " + List.of(arguments) + ": " + result.errorLines());
        return result.output();
    }

    private static Image push(Home home, String target) throws Exception {
        return home.registries()
                .push("sample:1", ImageReference.parse(target), Optional.empty(), PLAIN, Progress.none());
    }

    private static Image pull(Home home, String name) throws ProblemException, InterruptedException {
        return home.registries().pull(ImageReference.parse(name), Optional.empty(), PLAIN, Progress.none());
    }

    @Test
    void whatIsPushedSkopeoReadsAndWhatSkopeoPushesIsPulled() throws Exception {
        try (RealRegistry registry = RealRegistry.start(folder, "", "");
                Home first = home("first");
                Home second = home("second")) {
            Image image = make(first);
            String name = registry.name() + "/team/sample:1";
            push(first, name);
            assertTrue(run("skopeo", "inspect", "--tls-verify=false", "docker://" + name)
                    .contains(image.manifestDigest().toString()));
            for (String format : List.of("v2s2", "oci")) {
                String copied = registry.name() + "/copied/" + format + ":2";
                run(
                        "skopeo",
                        "copy",
                        "--insecure-policy",
                        "--src-tls-verify=false",
                        "--dest-tls-verify=false",
                        "--format",
                        format,
                        "docker://" + name,
                        "docker://" + copied);
                Image came = pull(second, copied);
                assertEquals(image.config().diffIds(), came.config().diffIds());
                assertEquals(image.config().run(), came.config().run());
            }
            assertEquals(image.id(), pull(second, name).id());
            // The layer came once, by whichever name.
            assertEquals(
                    1,
                    registry.logged("GET /v2/").stream()
                            .filter(line -> line.contains("Hamlet")
                                    && line.contains(image.manifest()
                                            .layers()
                                            .getFirst()
                                            .digest()
                                            .hex()))
                            .count());
        }
    }

    @Test
    void whatIsThereIsNotSentAgainAndWhatIsBesideIsMounted() throws Exception {
        try (RealRegistry registry = RealRegistry.start(folder, "", "");
                Home home = home("home")) {
            make(home);
            String name = registry.name() + "/team/sample:1";
            push(home, name);
            home.store().tag("sample:1", ImageReference.parse(name));
            int sent = registry.logged("PATCH /v2/").size();
            assertEquals(2, sent);
            push(home, registry.name() + "/team/sample:2");
            assertEquals(sent, registry.logged("PATCH /v2/").size());
            push(home, registry.name() + "/other/place:1");
            assertEquals(1, registry.logged("mount=sha256").size());
            // The configuration alone, which is no layer.
            assertEquals(sent + 1, registry.logged("PATCH /v2/").size());
            List<FoundImage> found = home.registries().search(registry.name(), "sam", 10, PLAIN);
            assertEquals(
                    List.of(registry.name() + "/team/sample"),
                    found.stream().map(FoundImage::name).toList());
        }
    }

    @Test
    void aPasswordAndAnAuthorityOfItsOwnAreTaken() throws Exception {
        Path key = folder.resolve("key.pem");
        Path certificate = folder.resolve("certificate.pem");
        run(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "ec",
                "-pkeyopt",
                "ec_paramgen_curve:prime256v1",
                "-nodes",
                "-days",
                "2",
                "-subj",
                "/CN=test",
                "-addext",
                "subjectAltName=IP:127.0.0.1",
                "-keyout",
                key.toString(),
                "-out",
                certificate.toString());
        Files.writeString(folder.resolve("htpasswd"), HTPASSWD + "\n");
        String tls = "  tls:\n    certificate: " + certificate + "\n    key: " + key + "\n";
        String auth = "auth:\n  htpasswd:\n    realm: test\n    path: " + folder.resolve("htpasswd") + "\n";
        try (RealRegistry registry = RealRegistry.start(folder, tls, auth);
                Home home = home("home")) {
            Image image = make(home);
            String name = registry.name() + "/team/sample:1";
            ImageReference target = ImageReference.parse(name);
            assertInstanceOf(
                    ImageProblem.RegistryUntrusted.class,
                    problem(() -> home.registries().pull(target, Optional.empty(), Optional.empty(), Progress.none())));
            home.registries()
                    .settings()
                    .change(registry.name(), choice -> choice.withAuthority(Optional.of(certificate)));
            assertInstanceOf(
                    ImageProblem.RegistryDenied.class,
                    problem(() -> home.registries().pull(target, Optional.empty(), Optional.empty(), Progress.none())));
            assertInstanceOf(
                    ImageProblem.RegistryDenied.class,
                    problem(() ->
                            home.registries().login(registry.name(), new Credential("me", "wrong"), Optional.empty())));
            Registries.Login login =
                    home.registries().login(registry.name(), new Credential("me", "secret"), Optional.empty());
            assertFalse(login.encrypted());
            assertEquals(
                    "rw-------",
                    java.nio.file.attribute.PosixFilePermissions.toString(
                            Files.getPosixFilePermissions(Path.of(login.place()))));
            home.registries().push("sample:1", target, Optional.empty(), Optional.empty(), Progress.none());
            assertEquals(
                    image.id(),
                    home.registries()
                            .pull(target, Optional.empty(), Optional.empty(), Progress.none())
                            .id());
            assertTrue(home.registries().logout(registry.name()));
            assertFalse(home.registries().logout(registry.name()));
            assertInstanceOf(
                    ImageProblem.RegistryDenied.class,
                    problem(() -> home.registries().pull(target, Optional.empty(), Optional.empty(), Progress.none())));
        }
    }

    @FunctionalInterface
    private interface Trying {
        void run() throws ProblemException, InterruptedException;
    }

    private static Problem problem(Trying trying) {
        return assertThrows(ProblemException.class, trying::run).problem();
    }
}
