package dev.hamlet.engine.catalog;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.hamlet.engine.job.Progress;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.problem.DownloadProblem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.transfer.Http;
import dev.hamlet.engine.transfer.Patience;
import dev.hamlet.engine.transfer.Redirects;
import dev.hamlet.engine.transfer.TestSite;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Redirects, mirrors, proxies, and whom credentials are shown. */
@Timeout(60)
class DownloadRouteTest extends DownloadFixture {
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
        assertEquals(URI.create("https://example.org/b"), Redirects.next(here, "/b", Http::lost));
        ProblemException failure = assertThrows(
                ProblemException.class, () -> Redirects.next(here, "http://example.org/a.qcow2", Http::lost));
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
            writeAndCut(out, content, 1000);
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
                        writeAndCut(out, content, 2_000_000);
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
            writeAndCut(out, content, 2_000_000);
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
}
