package dev.hamlet.engine.image.registry;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.engine.image.ImageStore;
import dev.hamlet.engine.image.Platform;
import dev.hamlet.engine.job.Progress;
import dev.hamlet.engine.problem.ImageProblem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.transfer.TestSite;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pushes to registries that break off, forget, and change their mind. */
class RegistryPushTest extends RegistryFixture {
    private final Map<String, ByteArrayOutputStream> uploads = new ConcurrentHashMap<>();
    private final Map<String, byte[]> blobs = new ConcurrentHashMap<>();
    private final Map<String, String> manifests = new ConcurrentHashMap<>();
    private final AtomicInteger numbers = new AtomicInteger();
    private final AtomicInteger patches = new AtomicInteger();
    private final AtomicInteger closings = new AtomicInteger();

    private byte[] content = new byte[0];

    @BeforeEach
    void make() throws Exception {
        content = new byte[600_000];
        new Random(5).nextBytes(content);
        make(ImageStore.open(paths("home"), time), Platform.ofThisHost(), content);
    }

    /** How the first PATCH goes. */
    private enum Fault {
        NONE,
        BROKEN,
        FORGOTTEN,
        TOKEN_DIES
    }

    private void take(TestSite.Request request, OutputStream out, Fault fault) throws IOException {
        String path = request.path();
        String number = path.replaceFirst("^.*/uploads/([0-9]*).*$", "$1");
        if (fault == Fault.TOKEN_DIES
                && request.method().equals("PUT")
                && path.contains("/uploads/")
                && closings.getAndIncrement() == 0) {
            TestSite.head(out, "401 Unauthorized", "WWW-Authenticate: Basic realm=\"x\"", "Content-Length: 0");
            return;
        }
        switch (request.method()) {
            case "HEAD" -> {
                byte[] there = blobs.getOrDefault(path.replaceFirst("^.*/", ""), new byte[0]);
                TestSite.head(out, there.length > 0 ? "200 OK" : "404 Not Found", "Content-Length: " + there.length);
            }
            case "POST" -> {
                String made = Integer.toString(numbers.incrementAndGet());
                uploads.put(made, new ByteArrayOutputStream());
                location(out, "202 Accepted", made, 0);
            }
            case "PATCH" -> {
                ByteArrayOutputStream to = upload(number);
                byte[] body = request.body().getBytes(ISO_8859_1);
                if (patches.getAndIncrement() == 0 && fault == Fault.BROKEN) {
                    to.write(body, 0, body.length / 2);
                    return;
                } else if (patches.get() == 1 && fault == Fault.FORGOTTEN) {
                    uploads.remove(number);
                    return;
                }
                to.write(body);
                location(out, "202 Accepted", number, to.size());
            }
            case "GET" -> {
                if (uploads.containsKey(number)) {
                    location(out, "204 No Content", number, upload(number).size());
                } else {
                    TestSite.head(out, "404 Not Found", "Content-Length: 0");
                }
            }
            case "PUT" -> {
                if (path.contains("/uploads/")) {
                    String digest = path.replaceFirst("^.*digest=sha256%3A", "sha256:");
                    blobs.put(digest, upload(number).toByteArray());
                } else {
                    manifests.put(path, request.body());
                }
                TestSite.head(out, "201 Created", "Content-Length: 0");
            }
            default -> TestSite.head(out, "405 Method Not Allowed", "Content-Length: 0");
        }
    }

    private ByteArrayOutputStream upload(String number) {
        return uploads.getOrDefault(number, new ByteArrayOutputStream());
    }

    private static void location(OutputStream out, String status, String number, int size) throws IOException {
        TestSite.head(
                out,
                status,
                "Location: /v2/team/sample/blobs/uploads/" + number + "?_state=a",
                "Range: 0-" + Math.max(0, size - 1),
                "Content-Length: 0");
    }

    private void push(TestSite site) throws ProblemException, InterruptedException {
        var _ = open().push(
                        "sample:1",
                        reference(site, "team/sample:1"),
                        Optional.empty(),
                        Optional.of(Security.HTTP),
                        Progress.none());
    }

    private void arrives(Fault fault) throws Exception {
        try (TestSite site = new TestSite((request, out) -> take(request, out, fault))) {
            if (fault == Fault.TOKEN_DIES) {
                credentialFor(site);
            }
            push(site);
            var image = store().resolve("localhost/sample:1");
            for (var part : image.manifest().layers()) {
                byte[] there = blobs.getOrDefault(part.digest().toString(), new byte[0]);
                assertEquals(part.size(), there.length);
                assertEquals(part.digest(), dev.hamlet.engine.image.BlobDigest.of(there));
            }
            assertEquals(
                    image.manifestDigest(),
                    dev.hamlet.engine.image.BlobDigest.of(manifests
                            .getOrDefault("/v2/team/sample/manifests/1", "")
                            .getBytes(UTF_8)));
            assertEquals(2, blobs.size());
            // The manifest is the last word.
            assertTrue(site.requests().getLast().line().startsWith("PUT /v2/team/sample/manifests/1"));
        }
    }

    private void credentialFor(TestSite site) throws Exception {
        new AuthFileJson(folder.resolve("home/config/registry-auth.json"))
                .put("127.0.0.1:" + site.port(), new Credential("me", "x"), time);
    }

    @Test
    void anImageArrivesWhole() throws Exception {
        arrives(Fault.NONE);
    }

    @Test
    void anUploadThatBreaksGoesOnWhereItBroke() throws Exception {
        arrives(Fault.BROKEN);
    }

    @Test
    void anUploadThatTheRegistryForgetsBeginsAgain() throws Exception {
        arrives(Fault.FORGOTTEN);
    }

    @Test
    void aTokenThatDiesBetweenTheBytesAndTheirDigestIsMadeAnew() throws Exception {
        arrives(Fault.TOKEN_DIES);
    }

    @Test
    void anUploadIsNotSentToWhereNobodyGuardsIt() throws Exception {
        try (TestSite site = new TestSite((request, out) -> {
            if (request.method().equals("HEAD")) {
                TestSite.head(out, "404 Not Found", "Content-Length: 0");
            } else {
                TestSite.head(out, "202 Accepted", "Location: file:///etc/passwd", "Content-Length: 0");
            }
        })) {
            ProblemException failure = assertThrows(ProblemException.class, () -> push(site));
            assertInstanceOf(ImageProblem.RegistryWrong.class, failure.problem());
        }
    }

    @Test
    void whatIsThereIsNotSent() throws Exception {
        try (TestSite site = new TestSite((request, out) -> take(request, out, Fault.NONE))) {
            push(site);
            int sent = patches.get();
            push(site);
            assertEquals(sent, patches.get());
            assertArrayEquals(
                    blob(store().resolve("localhost/sample:1").manifestDigest().hex(), "home"),
                    manifests.getOrDefault("/v2/team/sample/manifests/1", "").getBytes(UTF_8));
        }
    }

    private byte[] blob(String hex, String home) throws IOException {
        return java.nio.file.Files.readAllBytes(
                folder.resolve(home + "/data/containers/blobs/sha256").resolve(hex));
    }
}
