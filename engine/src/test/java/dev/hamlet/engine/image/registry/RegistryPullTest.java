package dev.hamlet.engine.image.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.engine.image.BlobDigest;
import dev.hamlet.engine.image.Image;
import dev.hamlet.engine.image.Platform;
import dev.hamlet.engine.job.JobPart;
import dev.hamlet.engine.job.Phrase;
import dev.hamlet.engine.job.Progress;
import dev.hamlet.engine.problem.DownloadProblem;
import dev.hamlet.engine.problem.ImageProblem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.transfer.TestSite;
import java.io.OutputStream;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Pulls from registries that are as they should be, and from wicked ones. */
class RegistryPullTest extends RegistryFixture {
    @Test
    void anImageComesWholeAndWhatIsHereDoesNotComeAgain() throws Exception {
        try (TestSite site = new TestSite(this::serve)) {
            Image image = pull(site);
            assertEquals(published().id(), image.id());
            assertEquals(published().manifestDigest(), image.manifestDigest());
            String name = "127.0.0.1:" + site.port() + "/team/sample:1";
            assertEquals(name, store().resolve(name).shownName());
            assertTrue(left().stream().noneMatch(file -> file.startsWith("incoming") || file.startsWith("work")));

            pull(site);
            assertEquals(1, asked(site, layerPath()));
        }
    }

    @Test
    void ofEachLayerIsToldHowFarItIs() throws Exception {
        Set<JobPart> heard = new HashSet<>();
        Progress hearing = new Progress() {
            @Override
            public Progress part(Phrase what, double share) {
                return this;
            }

            @Override
            public void fraction(double fraction) {}

            @Override
            public void bytes(long done, long total) {}

            @Override
            public void parts(List<JobPart> parts) {
                heard.addAll(parts);
            }
        };
        try (TestSite site = new TestSite(this::serve)) {
            for (int i = 0; i < 2; i++) {
                open().pull(reference(site, "team/sample:1"), Optional.empty(), Optional.of(Security.HTTP), hearing);
            }
        }
        String layer = BlobDigest.of(layer()).shortened();
        long size = layer().length;
        assertTrue(heard.contains(new JobPart(Phrase.of("step.layer-done", layer), size, size)), heard.toString());
        assertTrue(heard.contains(new JobPart(Phrase.of("step.layer-here", layer), size, size)), heard.toString());
    }

    @Test
    void aDigestIsAskedForAndIsTheName() throws Exception {
        try (TestSite site = new TestSite(this::serve)) {
            String name =
                    "127.0.0.1:" + site.port() + "/team/sample@" + published().manifestDigest();
            open().pull(
                            reference(site, "team/sample:ignored@" + published().manifestDigest()),
                            Optional.empty(),
                            Optional.of(Security.HTTP),
                            Progress.none());
            assertEquals(name, store().resolve(name).shownName());
            assertThrows(ProblemException.class, () -> store().resolve("127.0.0.1:" + site.port() + "/team/sample"));
            assertEquals(
                    List.of(published().manifestDigest()),
                    store().remove(name, false).deleted());
            assertEquals(List.of(), left());
        }
    }

    @Test
    void aLineThatBreaksIsTakenUpWhereItBroke() throws Exception {
        AtomicInteger tries = new AtomicInteger();
        try (TestSite site = new TestSite((request, out) -> {
            if (request.path().equals(layerPath()) && tries.getAndIncrement() == 0) {
                byte[] layer = layer();
                TestSite.head(out, "200 OK", "Content-Length: " + layer.length, "ETag: " + tag());
                out.write(layer, 0, layer.length * 9 / 10);
            } else {
                serve(request, out);
            }
        })) {
            pull(site);
            TestSite.Request last = site.requests().getLast();
            assertTrue(last.from() > layer().length / 2, last.toString());
            assertEquals(tag(), last.header("If-Range"));
        }
    }

    private String tag() {
        return "\"" + published().manifest().layers().getFirst().digest().hex() + "\"";
    }

    @Test
    void whatCameBeforeAGivenUpPullIsGoneOnWithByTheNext() throws Exception {
        AtomicBoolean broken = new AtomicBoolean(true);
        try (TestSite site = new TestSite((request, out) -> {
            if (request.path().equals(layerPath()) && broken.get()) {
                byte[] layer = layer();
                if (request.from() > 0) {
                    String rest = request.from() + "-" + (layer.length - 1) + "/" + layer.length;
                    TestSite.head(
                            out,
                            "206 Partial Content",
                            "Content-Length: " + (layer.length - request.from()),
                            "Content-Range: bytes " + rest,
                            "ETag: " + tag());
                } else {
                    TestSite.head(out, "200 OK", "Content-Length: " + layer.length, "ETag: " + tag());
                    out.write(layer, 0, layer.length * 9 / 10);
                }
            } else {
                serve(request, out);
            }
        })) {
            assertInstanceOf(DownloadProblem.DownloadStopped.class, failure(site));
            // Nothing but what may be gone on with.
            assertTrue(left().stream().allMatch(file -> file.startsWith("incoming/")), left().toString());
            assertEquals(List.of(), store().list());
            broken.set(false);
            pull(site);
            assertTrue(site.requests().getLast().from() > layer().length / 2);
            assertTrue(left().stream().noneMatch(file -> file.startsWith("incoming/")), left().toString());
        }
    }

    @Test
    void whatIsLeftOfAGivenUpPullIsPruned() throws Exception {
        try (TestSite site = new TestSite((request, out) -> {
            if (request.path().equals(layerPath())) {
                TestSite.head(out, "200 OK", "Content-Length: " + layer().length, "ETag: " + tag());
                out.write(layer(), 0, 500_000);
            } else {
                serve(request, out);
            }
        })) {
            failure(site);
            assertEquals(store().wouldPrune(false).bytes(), store().prune(false).freed());
            assertEquals(List.of(), left());
        }
    }

    @Test
    void aFileThatChangedBetweenTriesComesAnew() throws Exception {
        AtomicInteger tries = new AtomicInteger();
        try (TestSite site = new TestSite((request, out) -> {
            if (request.path().equals(layerPath()) && tries.getAndIncrement() == 0) {
                byte[] layer = layer();
                TestSite.head(out, "200 OK", "Content-Length: " + layer.length, "ETag: \"other\"");
                out.write(new byte[layer.length / 2]);
            } else {
                serve(request, out);
            }
        })) {
            assertEquals(published().id(), pull(site).id());
        }
    }

    @Test
    void aLayerOfOtherBytesIsNamedAndLeavesNothing() throws Exception {
        try (TestSite site = new TestSite((request, out) -> {
            if (request.path().equals(layerPath())) {
                byte[] layer = layer();
                layer[layer.length / 2] ^= 1;
                answer(out, "application/octet-stream", layer);
            } else {
                serve(request, out);
            }
        })) {
            assertInstanceOf(DownloadProblem.DigestMismatch.class, failure(site));
            assertEquals(List.of(), store().list());
            assertTrue(left().stream().allMatch(file -> file.endsWith(".lock")), left().toString());
        }
    }

    @Test
    void aLayerWithoutEndIsCutOffWhereItShouldHaveEnded() throws Exception {
        try (TestSite site = new TestSite((request, out) -> {
            if (request.path().equals(layerPath())) {
                TestSite.head(out, "200 OK");
                while (true) {
                    out.write(new byte[100_000]);
                }
            }
            serve(request, out);
        })) {
            assertInstanceOf(DownloadProblem.LengthMismatch.class, failure(site));
            assertTrue(left().stream().allMatch(file -> file.endsWith(".lock")), left().toString());
        }
    }

    @Test
    void aPageThatSaysWhyInsteadOfALayerCostsNothingThatCame() throws Exception {
        AtomicInteger tries = new AtomicInteger();
        try (TestSite site = new TestSite((request, out) -> {
            if (request.path().equals(layerPath())) {
                switch (tries.getAndIncrement()) {
                    case 0 -> {
                        TestSite.head(out, "200 OK", "Content-Length: " + layer().length, "ETag: " + tag());
                        out.write(layer(), 0, layer().length * 9 / 10);
                    }
                    case 1 -> answer(out, "text/html", "<html>pay first</html>".getBytes(UTF_8));
                    default -> serve(request, out);
                }
            } else {
                serve(request, out);
            }
        })) {
            DownloadProblem.LengthMismatch problem =
                    assertInstanceOf(DownloadProblem.LengthMismatch.class, failure(site));
            assertEquals("<html>pay first</html>".length(), problem.actual());
            pull(site);
            assertTrue(site.requests().getLast().from() > layer().length / 2);
        }
    }

    @Test
    void aPageThatSaysWhyInsteadOfAManifestIsNoManifest() throws Exception {
        try (TestSite site = new TestSite((request, out) -> answer(out, "text/html", "<html>".getBytes(UTF_8)))) {
            assertInstanceOf(ImageProblem.BlobDamaged.class, failure(site));
        }
    }

    @Test
    void aManifestOfAnotherDigestThanSaidIsRefused() throws Exception {
        try (TestSite site = new TestSite((request, out) -> {
            if (request.path().equals(manifestPath())) {
                byte[] manifest = manifest();
                TestSite.head(
                        out,
                        "200 OK",
                        "Docker-Content-Digest: " + BlobDigest.of(new byte[0]),
                        "Content-Length: " + manifest.length);
                out.write(manifest);
            } else {
                serve(request, out);
            }
        })) {
            ImageProblem.RegistryWrong problem = assertInstanceOf(ImageProblem.RegistryWrong.class, failure(site));
            assertTrue(problem.why().contains(published().manifestDigest().toString()), problem.why());
        }
    }

    @Test
    void aManifestWithoutEndIsCutOff() throws Exception {
        try (TestSite site = new TestSite((request, out) -> {
            TestSite.head(out, "200 OK");
            while (true) {
                out.write(new byte[100_000]);
            }
        })) {
            assertInstanceOf(ImageProblem.RegistryWrong.class, failure(site));
        }
    }

    private static byte[] index(Object... typesAndParts) {
        StringBuilder all = new StringBuilder("{\"schemaVersion\":2,\"manifests\":[");
        for (int i = 0; i < typesAndParts.length; i++) {
            all.append(i == 0 ? "" : ",").append(typesAndParts[i]);
        }
        return all.append("]}").toString().getBytes(UTF_8);
    }

    private static String entry(byte[] manifest, String platform, String more) {
        return "{\"mediaType\":\"" + TYPE + "\",\"digest\":\"" + BlobDigest.of(manifest) + "\",\"size\":"
                + manifest.length + ",\"platform\":" + platform + more + "}";
    }

    private static String platform(String os, String architecture, String variant) {
        return "{\"os\":\"" + os + "\",\"architecture\":\"" + architecture + "\",\"variant\":\"" + variant + "\"}";
    }

    private TestSite indexed(byte[] index) throws Exception {
        return new TestSite((request, out) -> {
            if (request.path().equals(manifestPath())) {
                answer(out, "application/vnd.oci.image.index.v1+json", index);
            } else {
                serve(request, out);
            }
        });
    }

    @Test
    void ofSeveralPlatformsThisComputersIsTakenAndAttestationsArePassedOver() throws Exception {
        byte[] other = "{}".getBytes(UTF_8);
        Platform here = Platform.ofThisHost();
        byte[] index = index(
                entry(other, platform("linux", "s390x", ""), ""),
                entry(
                        other,
                        platform("unknown", "unknown", ""),
                        ",\"annotations\":{\"vnd.docker.reference.type\":\"attestation-manifest\"}"),
                entry(manifest(), platform("linux", here.architecture(), ""), ""));
        try (TestSite site = indexed(index)) {
            Image image = pull(site);
            assertEquals(BlobDigest.of(index), image.digest());
            assertEquals(published().manifestDigest(), image.manifestDigest());
            assertEquals(1, store().list().size());
        }
    }

    @Test
    void wherePlatformsAreMissingThoseThatThereAreAreTold() throws Exception {
        byte[] other = "{}".getBytes(UTF_8);
        byte[] index = index(
                entry(other, platform("linux", "arm", "v6"), ""), entry(other, platform("linux", "arm", "v7"), ""));
        try (TestSite site = indexed(index)) {
            ImageProblem.PlatformMissing problem = assertInstanceOf(ImageProblem.PlatformMissing.class, failure(site));
            assertEquals(List.of("linux/arm/v6", "linux/arm/v7"), problem.offered());
        }
    }

    @Test
    void theBestVariantThatIsNotNewerIsChosen() throws Exception {
        byte[] v6 = "{\"a\":6}".getBytes(UTF_8);
        byte[] v8 = "{\"a\":8}".getBytes(UTF_8);
        byte[] index = index(
                entry(v8, platform("linux", "arm", "v8"), ""),
                entry(v6, platform("linux", "arm", "v6"), ""),
                entry(manifest(), platform("linux", "arm", "v7"), ""));
        try (TestSite site = indexed(index)) {
            // The image itself says that it is for this computer, which is not what was asked for.
            ProblemException failure =
                    assertThrows(ProblemException.class, () -> pull(site, Platform.parse("linux/arm/v7")));
            assertInstanceOf(ImageProblem.PlatformMissing.class, failure.problem());
            assertEquals(
                    1, asked(site, "/v2/team/sample/manifests/" + published().manifestDigest()));
        }
    }

    @Test
    void aListInsideAListIsAMaze() throws Exception {
        byte[] inner = index(entry(manifest(), platform("linux", "amd64", ""), ""));
        byte[] outer =
                index(entry(inner, platform("linux", Platform.ofThisHost().architecture(), ""), ""));
        try (TestSite site = new TestSite((request, out) -> {
            if (request.path().equals(manifestPath())) {
                answer(out, "application/vnd.oci.image.index.v1+json", outer);
            } else if (request.path().contains("/manifests/")) {
                answer(out, "application/vnd.oci.image.index.v1+json", inner);
            } else {
                serve(request, out);
            }
        })) {
            ImageProblem.BlobDamaged problem = assertInstanceOf(ImageProblem.BlobDamaged.class, failure(site));
            assertTrue(problem.why().contains("inside a list"), problem.why());
            assertEquals(List.of(), left());
        }
    }

    @Test
    void aRegistryThatIsTooBusyIsAskedAgainWhenItSays() throws Exception {
        AtomicInteger tries = new AtomicInteger();
        try (TestSite site = new TestSite((request, out) -> {
            int number = tries.getAndIncrement();
            if (number == 0) {
                TestSite.head(out, "429 Too Many Requests", "Retry-After: 7", "Content-Length: 0");
            } else if (number == 1) {
                TestSite.head(out, "503 Service Unavailable", "Content-Length: 0");
            } else {
                serve(request, out);
            }
        })) {
            pull(site);
            assertEquals(Duration.ofSeconds(7), time.sleeps().getFirst());
        }
    }

    @Test
    void aRegistryThatWantsAnHourIsNotWaitedFor() throws Exception {
        try (TestSite site = new TestSite((request, out) ->
                TestSite.head(out, "429 Too Many Requests", "Retry-After: 3600", "Content-Length: 0"))) {
            assertEquals(
                    429,
                    assertInstanceOf(ImageProblem.RegistryRefused.class, failure(site))
                            .status());
            assertEquals(1, site.requests().size());
        }
    }

    @Test
    void aSilentRegistryIsGivenUp() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        try (TestSite site = new TestSite((request, out) -> {
            TestSite.head(out, "200 OK", "Content-Length: 1000");
            out.flush();
            over.await();
        })) {
            assertInstanceOf(ImageProblem.RegistryUnreachable.class, failure(site));
            over.countDown();
        }
    }

    @Test
    void whatIsMissingIsSaidWithTheRegistry() throws Exception {
        try (TestSite site = new TestSite((request, out) -> TestSite.head(out, "404 Not Found", "Content-Length: 0"))) {
            String at = "127.0.0.1:" + site.port();
            assertEquals(new ImageProblem.RemoteImageMissing(at + "/team/sample:1", at), failure(site));
        }
    }

    @Test
    void aRegistryWithoutTlsIsSpokenToOnlyByAWord() throws Exception {
        try (TestSite site = new TestSite(this::serve)) {
            ProblemException failure = assertThrows(
                    ProblemException.class,
                    () -> open().pull(
                                    reference(site, "team/sample:1"),
                                    Optional.empty(),
                                    Optional.empty(),
                                    Progress.none()));
            assertTrue(
                    failure.problem() instanceof ImageProblem.RegistrySpeaksHttp
                            || failure.problem() instanceof ImageProblem.RegistryUnreachable,
                    failure.problem().toString());
        }
    }

    @Test
    void oneThatIsCancelledEndsAtOnceAndLeavesWhatCame() throws Exception {
        CountDownLatch half = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(1);
        try (TestSite site = new TestSite((request, out) -> {
                    if (request.path().equals(layerPath())) {
                        TestSite.head(out, "200 OK", "Content-Length: " + layer().length, "ETag: " + tag());
                        out.write(layer(), 0, layer().length / 2);
                        out.flush();
                        half.countDown();
                        over.await();
                    } else {
                        serve(request, out);
                    }
                });
                var pool = Executors.newSingleThreadExecutor()) {
            var pulling = pool.submit(() -> pull(site));
            half.await();
            pulling.cancel(true);
            pool.shutdownNow();
            assertTrue(pool.awaitTermination(20, java.util.concurrent.TimeUnit.SECONDS));
            over.countDown();
            assertEquals(List.of(), store().list());
            assertTrue(left().stream().allMatch(file -> file.startsWith("incoming/")), left().toString());
        }
    }

    @Test
    void twoPullsOfOneImageBringItOnce() throws Exception {
        try (TestSite site = new TestSite(this::serve);
                Registries other = registries();
                var pool = Executors.newFixedThreadPool(2)) {
            Callable<Image> first = () -> pull(site);
            Callable<Image> second = () -> other.pull(
                    reference(site, "team/sample:1"), Optional.empty(), Optional.of(Security.HTTP), Progress.none());
            for (var done : pool.invokeAll(List.of(first, second))) {
                assertEquals(published().id(), done.get().id());
            }
            assertEquals(1, asked(site, layerPath()));
            assertTrue(left().stream().noneMatch(file -> file.startsWith("incoming")), left().toString());
        }
    }

    @Test
    void credentialsGoToTheRegistryAndNotToWhereItRedirects() throws Exception {
        try (TestSite store = new TestSite(this::serve);
                TestSite site = new TestSite((request, out) -> {
                    if (!request.header("Authorization").startsWith("Basic ")) {
                        TestSite.head(
                                out, "401 Unauthorized", "WWW-Authenticate: Basic realm=\"here\"", "Content-Length: 0");
                    } else if (request.path().contains("/blobs/")) {
                        TestSite.head(
                                out,
                                "307 Temporary Redirect",
                                "Location: " + store.url(request.path()),
                                "Content-Length: 0");
                    } else {
                        serve(request, out);
                    }
                })) {
            open().login("127.0.0.1:" + site.port(), new Credential("me", "secret"), Optional.of(Security.HTTP));
            pull(site);
            assertTrue(store.requests().size() >= 2, store.requests().toString());
            assertTrue(store.requests().stream()
                    .allMatch(request -> request.header("Authorization").isEmpty()));
        }
    }

    @Test
    void aRedirectWithoutEndIsNotFollowedForEver() throws Exception {
        try (TestSite site = new TestSite((request, out) ->
                TestSite.head(out, "302 Found", "Location: " + request.path(), "Content-Length: 0"))) {
            assertInstanceOf(ImageProblem.RegistryWrong.class, failure(site));
            assertTrue(site.requests().size() < 20);
        }
    }

    @Test
    void aMirrorIsAskedFirstAndTheRegistryWhereItDoesNotHelp() throws Exception {
        try (TestSite mirror = new TestSite(this::serve);
                TestSite broken =
                        new TestSite((request, out) -> TestSite.head(out, "404 Not Found", "Content-Length: 0"));
                TestSite site = new TestSite(this::serve)) {
            String name = "127.0.0.1:" + site.port();
            open().settings().change(name, choice -> choice.withMirrors(List.of(mirror.url(""))));
            pull(site);
            assertEquals(List.of(), site.requests());
            store().remove(name + "/team/sample:1", false);
            open().settings().change(name, choice -> choice.withMirrors(List.of(broken.url(""))));
            pull(site);
            assertEquals(1, asked(site, layerPath()));
        }
    }

    private void tokens(TestSite.Request request, OutputStream out, TestSite site) throws Exception {
        if (request.path().startsWith("/token")) {
            byte[] token = "{\"token\":\"abc\",\"expires_in\":300}".getBytes(UTF_8);
            answer(out, "application/json", token);
        } else if (!request.header("Authorization").equals("Bearer abc")) {
            TestSite.head(
                    out,
                    "401 Unauthorized",
                    "WWW-Authenticate: Bearer service=\"a, b\" , realm=\"" + site.url("/token?x=1")
                            + "\",scope=\"repository:team/sample:pull repository:team/base:pull\"",
                    "Content-Length: 0");
        } else {
            serve(request, out);
        }
    }

    @Test
    void aTokenIsAskedForOnceWithAllScopes() throws Exception {
        TestSite[] self = new TestSite[1];
        try (TestSite site = new TestSite((request, out) -> {
            try {
                tokens(request, out, self[0]);
            } catch (java.io.IOException | RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        })) {
            self[0] = site;
            pull(site);
            List<String> asked = site.requests().stream()
                    .map(TestSite.Request::path)
                    .filter(path -> path.startsWith("/token"))
                    .toList();
            assertEquals(
                    List.of("/token?x=1&service=a%2C+b&scope=repository%3Ateam%2Fbase%3Apull"
                            + "&scope=repository%3Ateam%2Fsample%3Apull"),
                    asked);
        }
    }

    @Test
    void aTokenServerThatFailsIsNamed() throws Exception {
        TestSite[] self = new TestSite[1];
        try (TestSite site = new TestSite((request, out) -> {
            if (request.path().startsWith("/token")) {
                answer(out, "text/html", "<html>".getBytes(UTF_8));
            } else {
                TestSite.head(
                        out,
                        "401 Unauthorized",
                        "WWW-Authenticate: Bearer realm=\"" + self[0].url("/token") + "\"",
                        "Content-Length: 0");
            }
        })) {
            self[0] = site;
            assertTrue(assertInstanceOf(ImageProblem.RegistryWrong.class, failure(site))
                    .why()
                    .contains("token server"));
        }
    }

    @Test
    void whoMayNotIsTold() throws Exception {
        byte[] why = "{\"errors\":[{\"code\":\"DENIED\",\"message\":\"not\\u001b[31m you\"}]}".getBytes(UTF_8);
        try (TestSite site = new TestSite((request, out) -> {
            TestSite.head(
                    out, "401 Unauthorized", "WWW-Authenticate: Basic realm=\"x\"", "Content-Length: " + why.length);
            out.write(why);
        })) {
            ImageProblem.RegistryDenied problem = assertInstanceOf(ImageProblem.RegistryDenied.class, failure(site));
            assertEquals("not [31m you (DENIED)", problem.why());
        }
    }
}
