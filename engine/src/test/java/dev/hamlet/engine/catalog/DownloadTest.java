package dev.hamlet.engine.catalog;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.engine.job.Job;
import dev.hamlet.engine.job.JobSnapshot;
import dev.hamlet.engine.job.Jobs;
import dev.hamlet.engine.job.Phrase;
import dev.hamlet.engine.job.Progress;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.problem.DownloadProblem;
import dev.hamlet.engine.problem.MediaProblem;
import dev.hamlet.engine.problem.Problem;
import dev.hamlet.engine.problem.ProblemException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class DownloadTest {
    private static final String ETAG = "\"one\"";

    @TempDir
    private Path folder;

    private final TestTime time = new TestTime();
    private final byte[] content = new byte[3_000_000];
    private Path target;

    @BeforeEach
    void content() {
        new Random(42).nextBytes(content);
        target = folder.resolve("cache").resolve("größe 1, \"a\".qcow2");
    }

    @Test
    void theFileAppearsWholeAndNothingElseIsLeft() throws Exception {
        try (TestSite site = new TestSite((request, out) -> TestSite.serve(request, out, content, ETAG))) {
            fetch(site.url("/a.qcow2"));
        }
        assertArrayEquals(content, Files.readAllBytes(target));
        assertEquals(List.of(target.getFileName().toString()), visibleFiles());
    }

    @Test
    void aFileThatIsThereAndRightIsNotFetchedAgain() throws Exception {
        Files.createDirectories(target.getParent());
        Files.write(target, content);
        try (TestSite site = new TestSite((request, out) -> TestSite.serve(request, out, content, ETAG))) {
            fetch(site.url("/a.qcow2"));
            assertEquals(List.of(), site.requests());
        }
    }

    @Test
    void aFileThatIsThereAndWrongIsReplaced() throws Exception {
        Files.createDirectories(target.getParent());
        Files.write(target, new byte[17]);
        try (TestSite site = new TestSite((request, out) -> TestSite.serve(request, out, content, ETAG))) {
            fetch(site.url("/a.qcow2"));
        }
        assertArrayEquals(content, Files.readAllBytes(target));
    }

    @Test
    void aConnectionCutAtNinetyPercentIsGoneOnWith() throws Exception {
        AtomicInteger served = new AtomicInteger();
        int cut = content.length / 10 * 9;
        try (TestSite site = new TestSite((request, out) -> {
            if (served.incrementAndGet() == 1) {
                TestSite.head(out, "200 OK", "Content-Length: " + content.length, "ETag: " + ETAG);
                out.write(content, 0, cut);
            } else {
                TestSite.serve(request, out, content, ETAG);
            }
        })) {
            fetch(site.url("/a.qcow2"));
            assertEquals(2, site.requests().size());
            assertEquals(cut, site.requests().get(1).from());
            assertEquals(ETAG, site.requests().get(1).header("If-Range"));
        }
        assertArrayEquals(content, Files.readAllBytes(target));
        assertEquals(List.of(Duration.ofSeconds(1)), time.sleeps());
    }

    @Test
    void whatCameIsKeptForTheNextRunAndCalledIncomplete() throws Exception {
        int cut = content.length / 10 * 9;
        AtomicInteger more = new AtomicInteger(cut);
        try (TestSite site = new TestSite((request, out) -> {
            if (request.from() == 0) {
                TestSite.head(out, "200 OK", "Content-Length: " + content.length, "ETag: " + ETAG);
                out.write(content, 0, more.get());
            }
        })) {
            Problem problem = failureOf(site.url("/a.qcow2"));
            assertEquals(
                    new DownloadProblem.DownloadStopped(
                            target.getFileName().toString(), "127.0.0.1:" + site.port(), 90),
                    problem);
        }
        assertFalse(Files.exists(target));
        try (TestSite site = new TestSite((request, out) -> TestSite.serve(request, out, content, ETAG))) {
            // Another port is another address, and its bytes may be other bytes: from the start.
            fetch(site.url("/a.qcow2"));
            assertEquals(0, site.requests().getFirst().from());
        }
        assertArrayEquals(content, Files.readAllBytes(target));
    }

    @Test
    void aLaterRunGoesOnWhereAnEarlierOneStopped() throws Exception {
        int cut = 1_234_567;
        AtomicInteger broken = new AtomicInteger(1);
        try (TestSite site = new TestSite((request, out) -> {
            if (broken.get() == 0) {
                TestSite.serve(request, out, content, ETAG);
            } else if (request.from() == 0) {
                TestSite.head(out, "200 OK", "Content-Length: " + content.length, "ETag: " + ETAG);
                out.write(content, 0, cut);
            }
        })) {
            assertInstanceOf(DownloadProblem.DownloadStopped.class, failureOf(site.url("/a.qcow2")));
            broken.set(0);
            fetch(site.url("/a.qcow2"));
            assertEquals(cut, site.requests().getLast().from());
        }
        assertArrayEquals(content, Files.readAllBytes(target));
        assertEquals(List.of(target.getFileName().toString()), visibleFiles());
    }

    @Test
    void aPartThatWasDamagedBetweenTwoRunsIsFetchedAnew() throws Exception {
        int cut = 1_000_000;
        AtomicInteger broken = new AtomicInteger(1);
        try (TestSite site = new TestSite((request, out) -> {
            if (broken.get() == 0) {
                TestSite.serve(request, out, content, ETAG);
            } else if (request.from() == 0) {
                TestSite.head(out, "200 OK", "Content-Length: " + content.length, "ETag: " + ETAG);
                out.write(content, 0, cut);
            }
        })) {
            assertInstanceOf(DownloadProblem.DownloadStopped.class, failureOf(site.url("/a.qcow2")));
            broken.set(0);
            Path part = target.resolveSibling(target.getFileName() + ".part");
            byte[] holes = Files.readAllBytes(part);
            Arrays.fill(holes, 4096, 8192, (byte) 0);
            Files.write(part, holes);
            fetch(site.url("/a.qcow2"));
        }
        assertArrayEquals(content, Files.readAllBytes(target));
    }

    @Test
    void aServerThatIgnoresRangesStartsOver() throws Exception {
        AtomicInteger served = new AtomicInteger();
        try (TestSite site = new TestSite((request, out) -> {
            TestSite.head(out, "200 OK", "Content-Length: " + content.length, "ETag: " + ETAG);
            out.write(content, 0, served.incrementAndGet() == 1 ? 2_000_000 : content.length);
        })) {
            fetch(site.url("/a.qcow2"));
            assertEquals(2_000_000, site.requests().get(1).from());
        }
        assertArrayEquals(content, Files.readAllBytes(target));
    }

    @Test
    void aChangedFileIsFetchedAnewAndNeverMixed() throws Exception {
        byte[] old = new byte[content.length];
        AtomicInteger served = new AtomicInteger();
        try (TestSite site = new TestSite((request, out) -> {
            if (served.incrementAndGet() == 1) {
                TestSite.head(out, "200 OK", "Content-Length: " + old.length, "ETag: \"old\"");
                out.write(old, 0, 2_000_000);
            } else {
                TestSite.serve(request, out, content, ETAG);
            }
        })) {
            fetch(site.url("/a.qcow2"));
            assertEquals("\"old\"", site.requests().get(1).header("If-Range"));
        }
        assertArrayEquals(content, Files.readAllBytes(target));
    }

    @Test
    void aServerThatIgnoresIfRangeIsFoundOutByItsValidator() throws Exception {
        byte[] old = new byte[content.length];
        AtomicInteger served = new AtomicInteger();
        try (TestSite site = new TestSite((request, out) -> {
            switch (served.incrementAndGet()) {
                case 1 -> {
                    TestSite.head(out, "200 OK", "Content-Length: " + old.length, "ETag: \"old\"");
                    out.write(old, 0, 2_000_000);
                }
                case 2 -> {
                    String range = "Content-Range: bytes 2000000-" + (content.length - 1) + "/" + content.length;
                    TestSite.head(out, "206 Partial Content", "Content-Length: 1000000", "ETag: " + ETAG, range);
                    out.write(content, 2_000_000, 1_000_000);
                }
                default -> TestSite.serve(request, out, content, ETAG);
            }
        })) {
            fetch(site.url("/a.qcow2"));
            assertEquals(0, site.requests().get(2).from());
        }
        assertArrayEquals(content, Files.readAllBytes(target));
    }

    @Test
    void withoutAValidatorNothingIsGoneOnWith() throws Exception {
        AtomicInteger served = new AtomicInteger();
        try (TestSite site = new TestSite((request, out) -> {
            TestSite.head(out, "200 OK", "Content-Length: " + content.length, "ETag: W/\"weak\"");
            out.write(content, 0, served.incrementAndGet() == 1 ? 2_000_000 : content.length);
        })) {
            fetch(site.url("/a.qcow2"));
            assertEquals("", site.requests().get(1).header("Range"));
        }
        assertArrayEquals(content, Files.readAllBytes(target));
    }

    @Test
    void theTimeOfTheLastChangeIsAValidatorToo() throws Exception {
        String changed = "Sun, 12 Jul 2026 10:00:00 GMT";
        AtomicInteger served = new AtomicInteger();
        try (TestSite site = new TestSite((request, out) -> {
            if (served.incrementAndGet() == 1) {
                TestSite.head(out, "200 OK", "Content-Length: " + content.length, "Last-Modified: " + changed);
                out.write(content, 0, 2_000_000);
            } else {
                String range = "Content-Range: bytes 2000000-" + (content.length - 1) + "/" + content.length;
                TestSite.head(out, "206 Partial Content", range, "Last-Modified: " + changed);
                out.write(content, 2_000_000, 1_000_000);
            }
        })) {
            fetch(site.url("/a.qcow2"));
            assertEquals(changed, site.requests().get(1).header("If-Range"));
        }
        assertArrayEquals(content, Files.readAllBytes(target));
    }

    @Test
    void aWrongDigestIsDeletedAndNamed() throws Exception {
        byte[] other = content.clone();
        other[content.length / 2] ^= 1;
        try (TestSite site = new TestSite((request, out) -> TestSite.serve(request, out, other, ETAG))) {
            assertEquals(
                    new DownloadProblem.DigestMismatch(
                            target.getFileName().toString(),
                            "127.0.0.1:" + site.port(),
                            sha256(content).toString(),
                            sha256(other).toString()),
                    failureOf(site.url("/a.qcow2")));
        }
        assertEquals(List.of(), visibleFiles());
    }

    @Test
    void aContentLengthThatIsTooSmallIsAWrongDigest() throws Exception {
        try (TestSite site = new TestSite((request, out) -> {
            TestSite.head(out, "200 OK", "Content-Length: " + (content.length - 5), "ETag: " + ETAG);
            out.write(content);
        })) {
            assertInstanceOf(DownloadProblem.DigestMismatch.class, failureOf(site.url("/a.qcow2")));
        }
        assertEquals(List.of(), visibleFiles());
    }

    @Test
    void aContentLengthThatIsTooLargeIsSettledByTheServersOwnRange() throws Exception {
        AtomicInteger served = new AtomicInteger();
        try (TestSite site = new TestSite((request, out) -> {
            if (served.incrementAndGet() == 1) {
                TestSite.head(out, "200 OK", "Content-Length: " + (content.length + 5), "ETag: " + ETAG);
                out.write(content);
            } else {
                TestSite.serve(request, out, content, ETAG);
            }
        })) {
            fetch(site.url("/a.qcow2"));
        }
        assertArrayEquals(content, Files.readAllBytes(target));
    }

    @Test
    void aBodyWithoutALengthIsTakenToItsEnd() throws Exception {
        try (TestSite site = new TestSite((request, out) -> {
            TestSite.head(out, "200 OK");
            out.write(content);
        })) {
            fetch(site.url("/a.qcow2"));
        }
        assertArrayEquals(content, Files.readAllBytes(target));
    }

    @Test
    void cancellingASlowDripKeepsWhatCame() throws Exception {
        CountDownLatch dripping = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        try (TestSite site = new TestSite((request, out) -> {
                    TestSite.head(out, "200 OK", "Content-Length: " + content.length, "ETag: " + ETAG);
                    out.write(content, 0, 500_000);
                    out.flush();
                    dripping.countDown();
                    never.await();
                });
                Jobs jobs = new Jobs(TimeSource.system());
                Download download = download()) {
            Job<Boolean> job = jobs.start(Phrase.of("test"), progress -> {
                download.fetch(site.url("/a.qcow2"), sha256(content), target, progress);
                return true;
            });
            dripping.await();
            Path part = target.resolveSibling(target.getFileName() + ".part");
            assertTrue(TimeSource.system()
                    .await(() -> size(part) == 500_000, Duration.ofSeconds(20), Duration.ofMillis(5)));
            job.cancel();
            assertThrows(ProblemException.class, job::await);
            assertEquals(JobSnapshot.State.CANCELLED, job.snapshot().state());
            assertEquals(500_000, size(part));
            assertFalse(Files.exists(target));
        }
    }

    @Test
    void aServerThatFallsSilentIsNotWaitedForWithoutEnd() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        AtomicInteger served = new AtomicInteger();
        Patience short0 = new Patience(
                Duration.ofSeconds(10), Duration.ofMillis(200), 3, Duration.ofSeconds(1), Duration.ofMinutes(2));
        try (TestSite site = new TestSite((request, out) -> {
                    if (served.incrementAndGet() == 1) {
                        TestSite.head(out, "200 OK", "Content-Length: " + content.length, "ETag: " + ETAG);
                        out.write(content, 0, 500_000);
                        out.flush();
                        over.await();
                    } else {
                        TestSite.serve(request, out, content, ETAG);
                    }
                });
                Download download = new Download(Map.of(), time, short0, path -> Long.MAX_VALUE)) {
            download.fetch(site.url("/a.qcow2"), sha256(content), target, Progress.none());
            over.countDown();
        }
        assertArrayEquals(content, Files.readAllBytes(target));
    }

    @Test
    void aMissingFileIsRefusedAtOnceWithItsStatus() throws Exception {
        try (TestSite site = new TestSite((request, out) -> TestSite.head(out, "404 Not Found", "Content-Length: 0"))) {
            URI url = site.url("/a.qcow2");
            assertEquals(
                    new DownloadProblem.SiteRefused("127.0.0.1:" + site.port(), url.toString(), 404), failureOf(url));
            assertEquals(1, site.requests().size());
        }
        assertEquals(List.of(), visibleFiles());
    }

    @Test
    void anOverloadedSiteIsAskedAgainWhenItSays() throws Exception {
        AtomicInteger served = new AtomicInteger();
        try (TestSite site = new TestSite((request, out) -> {
            switch (served.incrementAndGet()) {
                case 1 -> TestSite.head(out, "503 Service Unavailable", "Retry-After: 7", "Content-Length: 0");
                case 2 ->
                    TestSite.head(
                            out,
                            "429 Too Many Requests",
                            "Retry-After: Fri, 02 Jan 2026 03:04:42 GMT",
                            "Content-Length: 0");
                case 3 -> TestSite.head(out, "500 Internal Server Error", "Content-Length: 0");
                default -> TestSite.serve(request, out, content, ETAG);
            }
        })) {
            fetch(site.url("/a.qcow2"));
        }
        assertEquals(List.of(Duration.ofSeconds(7), Duration.ofSeconds(30), Duration.ofSeconds(4)), time.sleeps());
        assertArrayEquals(content, Files.readAllBytes(target));
    }

    @Test
    void aSiteThatStaysOverloadedIsGivenUp() throws Exception {
        try (TestSite site =
                new TestSite((request, out) -> TestSite.head(out, "503 Service Unavailable", "Content-Length: 0"))) {
            URI url = site.url("/a.qcow2");
            assertEquals(
                    new DownloadProblem.SiteRefused("127.0.0.1:" + site.port(), url.toString(), 503), failureOf(url));
            assertEquals(5, site.requests().size());
        }
    }

    @Test
    void aSiteThatAsksForTooLongAPauseIsGivenUpAtOnce() throws Exception {
        try (TestSite site = new TestSite((request, out) ->
                TestSite.head(out, "503 Service Unavailable", "Retry-After: 86400", "Content-Length: 0"))) {
            assertInstanceOf(DownloadProblem.SiteRefused.class, failureOf(site.url("/a.qcow2")));
            assertEquals(List.of(), time.sleeps());
        }
    }

    @Test
    void nobodyListeningIsASiteThatCannotBeReached() throws Exception {
        URI url;
        try (TestSite site = new TestSite((request, out) -> {})) {
            url = site.url("/a.qcow2");
        }
        assertInstanceOf(DownloadProblem.SiteUnreachable.class, failureOf(url));
        assertEquals(List.of(), visibleFiles());
    }

    @Test
    void redirectsAreFollowed() throws Exception {
        try (TestSite site = new TestSite((request, out) -> {
            switch (request.path()) {
                case "/a.qcow2" -> TestSite.head(out, "302 Found", "Location: mirror/b.qcow2", "Content-Length: 0");
                case "/mirror/b.qcow2" ->
                    TestSite.head(out, "307 Temporary Redirect", "Location: /c.qcow2", "Content-Length: 0");
                default -> TestSite.serve(request, out, content, ETAG);
            }
        })) {
            fetch(site.url("/a.qcow2"));
        }
        assertArrayEquals(content, Files.readAllBytes(target));
    }

    @Test
    void aRedirectLoopEnds() throws Exception {
        try (TestSite site = new TestSite((request, out) ->
                TestSite.head(out, "302 Found", "Location: " + request.path() + "x", "Content-Length: 0"))) {
            assertEquals(
                    new DownloadProblem.SiteUnreachable("127.0.0.1:" + site.port(), "more than 10 redirects"),
                    failureOf(site.url("/a.qcow2")));
            assertEquals(11, site.requests().size());
        }
    }

    @Test
    void aRedirectToAnotherSchemeIsNotFollowed() throws Exception {
        try (TestSite site = new TestSite((request, out) ->
                TestSite.head(out, "302 Found", "Location: file:///etc/passwd", "Content-Length: 0"))) {
            assertInstanceOf(DownloadProblem.SiteUnreachable.class, failureOf(site.url("/a.qcow2")));
        }
    }

    @Test
    void aRedirectFromHttpsToHttpIsNotFollowed() throws Exception {
        URI here = URI.create("https://example.org/a.qcow2");
        assertEquals(URI.create("https://example.org/b"), Http.next(here, "/b"));
        ProblemException failure =
                assertThrows(ProblemException.class, () -> Http.next(here, "http://example.org/a.qcow2"));
        assertEquals(
                new DownloadProblem.SiteUnreachable("example.org", "it redirects from https to http"),
                failure.problem());
    }

    @Test
    void credentialsGoToTheirOwnSiteAndNotBeyondARedirect() throws Exception {
        try (TestSite mirror = new TestSite((request, out) -> TestSite.serve(request, out, content, ETAG));
                TestSite site = new TestSite((request, out) ->
                        TestSite.head(out, "302 Found", "Location: " + mirror.url("/b.qcow2"), "Content-Length: 0"))) {
            URI url = URI.create("http://ann:se%20cret@127.0.0.1:" + site.port() + "/a.qcow2");
            fetch(url);
            assertEquals("Basic YW5uOnNlIGNyZXQ=", site.requests().getFirst().header("Authorization"));
            assertEquals("", mirror.requests().getFirst().header("Authorization"));
        }
    }

    @Test
    void credentialsAreInNoProblemAndInNoFile() throws Exception {
        try (TestSite site = new TestSite((request, out) -> {
            TestSite.head(out, "200 OK", "Content-Length: " + content.length, "ETag: " + ETAG);
            out.write(content, 0, 1000);
        })) {
            URI url = URI.create("http://ann:secret@127.0.0.1:" + site.port() + "/a.qcow2");
            assertFalse(failureOf(url).toString().contains("secret"));
        }
        String note = Files.readString(target.resolveSibling(target.getFileName() + ".part.from"));
        assertFalse(note.contains("secret"));
    }

    @Test
    void theMirrorThatGaveTheFirstBytesIsAskedForTheRest() throws Exception {
        AtomicInteger served = new AtomicInteger();
        try (TestSite mirror = new TestSite((request, out) -> {
                    if (served.incrementAndGet() == 1) {
                        TestSite.head(out, "200 OK", "Content-Length: " + content.length, "ETag: " + ETAG);
                        out.write(content, 0, 2_000_000);
                    } else {
                        TestSite.serve(request, out, content, ETAG);
                    }
                });
                TestSite site = new TestSite((request, out) ->
                        TestSite.head(out, "302 Found", "Location: " + mirror.url("/b.qcow2"), "Content-Length: 0"))) {
            fetch(site.url("/a.qcow2"));
            assertEquals(1, site.requests().size());
            assertEquals(2_000_000, mirror.requests().get(1).from());
        }
        assertArrayEquals(content, Files.readAllBytes(target));
    }

    @Test
    void aMirrorThatIsGoneIsReplacedByAskingTheFirstAddressAgain() throws Exception {
        TestSite dying = new TestSite((request, out) -> {
            TestSite.head(out, "200 OK", "Content-Length: " + content.length, "ETag: " + ETAG);
            out.write(content, 0, 2_000_000);
        });
        AtomicInteger served = new AtomicInteger();
        try (TestSite mirror = new TestSite((request, out) -> TestSite.serve(request, out, content, ETAG));
                TestSite site = new TestSite((request, out) -> {
                    URI next = served.incrementAndGet() == 1 ? dying.url("/b.qcow2") : mirror.url("/b.qcow2");
                    TestSite.head(out, "302 Found", "Location: " + next, "Content-Length: 0");
                    if (served.get() > 1) {
                        return;
                    }
                    Thread.ofVirtual().start(() -> closeAfterFirst(dying));
                })) {
            fetch(site.url("/a.qcow2"));
            assertEquals(2, site.requests().size());
            assertEquals(2_000_000, mirror.requests().getFirst().from());
        }
        assertArrayEquals(content, Files.readAllBytes(target));
    }

    private static void closeAfterFirst(TestSite site) {
        try {
            boolean _ = TimeSource.system()
                    .await(() -> !site.requests().isEmpty(), Duration.ofSeconds(20), Duration.ofMillis(1));
            site.close();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aFullDiskIsKnownBeforeTheFirstByte() throws Exception {
        try (TestSite site = new TestSite((request, out) -> TestSite.serve(request, out, content, ETAG));
                Download download = new Download(Map.of(), time, Patience.USUAL, path -> 1_000_000L)) {
            ProblemException failure = assertThrows(
                    ProblemException.class,
                    () -> download.fetch(site.url("/a.qcow2"), sha256(content), target, Progress.none()));
            MediaProblem.SpaceShort problem = assertInstanceOf(MediaProblem.SpaceShort.class, failure.problem());
            assertEquals(1_000_000, problem.freeBytes());
            assertTrue(problem.neededBytes() > content.length);
        }
        assertEquals(List.of(), visibleFiles());
    }

    @Test
    void twoDownloadsOfOneFileFetchItOnce() throws Exception {
        CountDownLatch first = new CountDownLatch(1);
        try (TestSite site = new TestSite((request, out) -> {
                    TestSite.head(out, "200 OK", "Content-Length: " + content.length, "ETag: " + ETAG);
                    out.write(content, 0, 1_000_000);
                    out.flush();
                    first.await();
                    out.write(content, 1_000_000, content.length - 1_000_000);
                });
                Jobs jobs = new Jobs(TimeSource.system());
                Download one = real();
                Download two = real()) {
            Job<Boolean> job = jobs.start(Phrase.of("one"), progress -> {
                one.fetch(site.url("/a.qcow2"), sha256(content), target, progress);
                return true;
            });
            Path part = target.resolveSibling(target.getFileName() + ".part");
            assertTrue(TimeSource.system()
                    .await(() -> size(part) == 1_000_000, Duration.ofSeconds(20), Duration.ofMillis(5)));
            Job<Boolean> other = jobs.start(Phrase.of("two"), progress -> {
                two.fetch(site.url("/a.qcow2"), sha256(content), target, progress);
                return true;
            });
            assertTrue(TimeSource.system()
                    .await(
                            () -> other.snapshot().step().key().equals("step.download-elsewhere"),
                            Duration.ofSeconds(20),
                            Duration.ofMillis(5)));
            first.countDown();
            job.await();
            other.await();
            assertEquals(1, site.requests().size());
        }
        assertArrayEquals(content, Files.readAllBytes(target));
    }

    @Test
    void aProxyOfTheEnvironmentIsAsked() throws Exception {
        try (TestSite proxy = new TestSite((request, out) -> TestSite.serve(request, out, content, ETAG));
                Download download = new Download(
                        Map.of("http_proxy", "http://127.0.0.1:" + proxy.port()),
                        time,
                        Patience.USUAL,
                        path -> 1L << 40)) {
            download.fetch(URI.create("http://images.invalid/a.qcow2"), sha256(content), target, Progress.none());
            assertEquals(
                    "GET http://images.invalid/a.qcow2 HTTP/1.1",
                    proxy.requests().getFirst().line());
        }
    }

    @Test
    void thePublishersDigestIsReadFromItsFile() throws Exception {
        String sums =
                sha256(new byte[1]).hex() + " *other.qcow2\n" + sha256(content).hex() + " *a.qcow2\n";
        try (TestSite site = new TestSite((request, out) -> {
                    TestSite.head(out, "200 OK");
                    out.write(sums.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
                });
                Download download = download()) {
            var published = new DigestSource.Published(Digest.Algorithm.SHA256, site.url("/SHA256SUMS"));
            assertEquals(sha256(content), download.promised(new ImageSource(site.url("/a.qcow2"), published)));
            ProblemException failure = assertThrows(
                    ProblemException.class, () -> download.promised(new ImageSource(site.url("/b.qcow2"), published)));
            assertEquals(
                    new DownloadProblem.DigestUnpublished(
                            "b.qcow2", site.url("/SHA256SUMS").toString()),
                    failure.problem());
        }
    }

    @Test
    void aChecksumFileWithoutEndIsNotReadWithoutEnd() throws Exception {
        try (TestSite site = new TestSite((request, out) -> {
                    TestSite.head(out, "200 OK");
                    endless(out);
                });
                Download download = download()) {
            var published = new DigestSource.Published(Digest.Algorithm.SHA256, site.url("/SHA256SUMS"));
            ProblemException failure = assertThrows(
                    ProblemException.class, () -> download.promised(new ImageSource(site.url("/b.qcow2"), published)));
            assertInstanceOf(DownloadProblem.SiteUnreachable.class, failure.problem());
        }
    }

    private static void endless(OutputStream out) throws IOException {
        byte[] line = "0 nothing\n".repeat(1000).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        while (true) {
            out.write(line);
        }
    }

    private Download download() {
        return new Download(Map.of(), time, Patience.USUAL, path -> Long.MAX_VALUE);
    }

    private static Download real() {
        return new Download(Map.of(), TimeSource.system());
    }

    private void fetch(URI url) throws ProblemException, InterruptedException {
        try (Download download = download()) {
            download.fetch(url, sha256(content), target, Progress.none());
        }
    }

    private Problem failureOf(URI url) {
        return assertThrows(ProblemException.class, () -> fetch(url)).problem();
    }

    private static long size(Path file) {
        try {
            return Files.exists(file) ? Files.size(file) : -1;
        } catch (IOException e) {
            return -1;
        }
    }

    private List<String> visibleFiles() throws IOException {
        try (Stream<Path> files = Files.list(target.getParent())) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.startsWith("."))
                    .sorted()
                    .toList();
        }
    }

    static Digest sha256(byte[] bytes) {
        MessageDigest digest = Digest.Algorithm.SHA256.begin();
        return new Digest(Digest.Algorithm.SHA256, HexFormat.of().formatHex(digest.digest(bytes)));
    }
}
