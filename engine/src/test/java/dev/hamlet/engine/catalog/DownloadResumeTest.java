package dev.hamlet.engine.catalog;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.hamlet.engine.problem.DownloadProblem;
import dev.hamlet.engine.problem.Problem;
import dev.hamlet.engine.transfer.TestSite;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Downloads that were cut off, and go on with what they have. */
@Timeout(60)
class DownloadResumeTest extends DownloadFixture {
    @Test
    void aConnectionCutAtNinetyPercentIsGoneOnWith() throws Exception {
        AtomicInteger served = new AtomicInteger();
        int cut = content.length / 10 * 9;
        try (TestSite site = new TestSite((request, out) -> {
            if (served.incrementAndGet() == 1) {
                TestSite.head(out, "200 OK", "Content-Length: " + content.length, "ETag: " + ETAG);
                writeAndCut(out, content, cut);
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
                writeAndCut(out, content, more.get());
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
                writeAndCut(out, content, cut);
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
                writeAndCut(out, content, cut);
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
            if (served.incrementAndGet() == 1) {
                writeAndCut(out, content, 2_000_000);
            } else {
                out.write(content);
            }
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
                writeAndCut(out, old, 2_000_000);
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
                    writeAndCut(out, old, 2_000_000);
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
            if (served.incrementAndGet() == 1) {
                writeAndCut(out, content, 2_000_000);
            } else {
                out.write(content);
            }
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
                writeAndCut(out, content, 2_000_000);
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
}
