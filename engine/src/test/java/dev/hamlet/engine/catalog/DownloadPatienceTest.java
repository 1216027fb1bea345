package dev.hamlet.engine.catalog;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.hamlet.engine.job.Progress;
import dev.hamlet.engine.problem.DownloadProblem;
import dev.hamlet.engine.transfer.Patience;
import dev.hamlet.engine.transfer.TestSite;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Sites that are silent, overloaded, or not there. */
@Timeout(60)
class DownloadPatienceTest extends DownloadFixture {
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
}
