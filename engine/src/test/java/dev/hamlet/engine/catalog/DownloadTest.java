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
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.transfer.Digest;
import dev.hamlet.engine.transfer.Patience;
import dev.hamlet.engine.transfer.TestSite;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Files that come whole, right and once, or not at all. */
@Timeout(60)
class DownloadTest extends DownloadFixture {
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

    @Test
    void aSiteOffersWhatItAnswersWellAndNothingWhereItRefusesOrIsGone() throws Exception {
        URI gone;
        try (Download download = real()) {
            try (TestSite site = new TestSite((request, out) -> TestSite.serve(request, out, content, ETAG));
                    TestSite refusing =
                            new TestSite((request, out) -> TestSite.head(out, "404 Not Found", "Content-Length: 0"))) {
                gone = site.url("/a.qcow2");
                assertTrue(download.offers(gone));
                assertFalse(download.offers(refusing.url("/a.qcow2")));
            }
            assertTrue(download.offers(gone), "a yes holds for a while, and nobody is asked again");
        }
        try (Download download = real()) {
            assertFalse(download.offers(gone));
        }
    }
}
