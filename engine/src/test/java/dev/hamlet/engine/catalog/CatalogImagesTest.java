package dev.hamlet.engine.catalog;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.host.HamletPaths;
import dev.hamlet.engine.job.Job;
import dev.hamlet.engine.job.Jobs;
import dev.hamlet.engine.job.Phrase;
import dev.hamlet.engine.job.Progress;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.machine.Firmware;
import dev.hamlet.engine.media.CdImages;
import dev.hamlet.engine.media.DiskFormat;
import dev.hamlet.engine.media.DiskImages;
import dev.hamlet.engine.media.ImageLibrary;
import dev.hamlet.engine.media.LibraryImage;
import dev.hamlet.engine.problem.DownloadProblem;
import dev.hamlet.engine.problem.MediaProblem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.process.SystemProcessLauncher;
import dev.hamlet.engine.transfer.Digest;
import dev.hamlet.engine.transfer.PartialDownload;
import dev.hamlet.engine.transfer.Patience;
import dev.hamlet.engine.transfer.TestSite;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class CatalogImagesTest {
    @TempDir
    private Path home;

    private HamletPaths paths;
    private ImageLibrary library;
    private DiskImages disks;

    @BeforeEach
    void library() throws Exception {
        paths = HamletPaths.of(Map.of("HAMLET_HOME", home.toString()));
        disks = new DiskImages(new SystemProcessLauncher(Map.of()), paths.data());
        library = new ImageLibrary(paths, disks, new CdImages(), TimeSource.system());
    }

    @Test
    void anImageComesIntoTheLibraryAndLeavesNothingInTheCache() throws Exception {
        byte[] disk = qcow2("");
        try (TestSite site = new TestSite((request, out) -> TestSite.serve(request, out, disk, "\"1\""))) {
            LibraryImage image = fetch(entry(pinned(site, disk)));
            assertEquals("Debian 12", image.name());
            assertArrayEquals(disk, Files.readAllBytes(image.disk().orElseThrow()));
            assertEquals(DownloadFixture.sha256(disk).toString(), image.facts().digest());
            assertEquals("debian", image.facts().defaultUser());
            assertTrue(image.facts().cloudInit());
            assertEquals(image, fetch(entry(pinned(site, disk))));
            assertEquals(1, site.requests().size());
        }
        assertEquals(List.of(), filesIn(paths.downloads()));
    }

    @Test
    void aDatedBuildThatIsGoneIsReplacedByTheNewestWithThePublishersDigest() throws Exception {
        byte[] disk = qcow2("");
        try (TestSite site = new TestSite((request, out) -> {
            switch (request.path()) {
                case "/latest/a.qcow2" -> TestSite.serve(request, out, disk, "\"1\"");
                case "/latest/SHA256SUMS" -> {
                    TestSite.head(out, "200 OK");
                    out.write((DownloadFixture.sha256(disk).hex() + "  a.qcow2\n").getBytes(StandardCharsets.US_ASCII));
                }
                default -> TestSite.head(out, "404 Not Found", "Content-Length: 0");
            }
        })) {
            var published = new DigestSource.Published(Digest.Algorithm.SHA256, site.url("/latest/SHA256SUMS"));
            LibraryImage image =
                    fetch(entry(pinned(site, qcow2("")), new ImageSource(site.url("/latest/a.qcow2"), published)));
            assertEquals(site.url("/latest/a.qcow2").toString(), image.facts().origin());
        }
    }

    @Test
    void aWrongDigestNeverLeadsToTheNextSource() throws Exception {
        byte[] disk = qcow2("");
        try (TestSite site = new TestSite((request, out) -> TestSite.serve(request, out, disk, "\"1\""))) {
            ProblemException failure = assertThrows(
                    ProblemException.class, () -> fetch(entry(pinned(site, new byte[7]), pinned(site, disk))));
            assertInstanceOf(DownloadProblem.DigestMismatch.class, failure.problem());
            assertEquals(1, site.requests().size());
        }
        assertEquals(List.of(), library.list());
        assertEquals(List.of(), filesIn(paths.images()));
    }

    @Test
    void anImageThatBuildsOnAFileOfThisComputerIsRefused() throws Exception {
        byte[] disk = qcow2("/etc/shadow");
        try (TestSite site = new TestSite((request, out) -> TestSite.serve(request, out, disk, "\"1\""))) {
            ProblemException failure = assertThrows(ProblemException.class, () -> fetch(entry(pinned(site, disk))));
            assertInstanceOf(MediaProblem.ReferenceRefused.class, failure.problem());
        }
        assertEquals(List.of(), library.list());
    }

    @Test
    void twoWhoWantTheSameImageFetchItOnce() throws Exception {
        byte[] disk = qcow2("");
        CountDownLatch go = new CountDownLatch(1);
        try (TestSite site = new TestSite((request, out) -> {
                    go.await();
                    TestSite.serve(request, out, disk, "\"1\"");
                });
                Jobs jobs = new Jobs(TimeSource.system())) {
            Job<LibraryImage> one =
                    jobs.start(Phrase.of("one"), progress -> fetch(entry(pinned(site, disk)), progress));
            Job<LibraryImage> two =
                    jobs.start(Phrase.of("two"), progress -> fetch(entry(pinned(site, disk)), progress));
            assertTrue(TimeSource.system()
                    .await(
                            () -> Stream.of(one, two)
                                    .anyMatch(job -> job.snapshot().step().key().equals("step.made-elsewhere")),
                            Duration.ofSeconds(20),
                            Duration.ofMillis(5)));
            go.countDown();
            assertEquals(one.await(), two.await());
            assertEquals(1, site.requests().size());
        }
        assertFalse(library.list().isEmpty());
    }

    @Test
    void whatACutOffDownloadLeftIsKnownGoneOnWithAndForgottenWhenAsked() throws Exception {
        byte[] disk = qcow2("");
        int most = disk.length / 2;
        try (TestSite site = new TestSite((request, out) -> {
            if (request.from() == 0) {
                TestSite.head(out, "200 OK", "Content-Length: " + disk.length, "ETag: \"1\"");
                out.write(disk, 0, most);
                out.flush();
                // What a client has not yet taken in when the line is cut, it may throw away.
                awaitPart(most);
            } else {
                TestSite.head(out, "503 Service Unavailable", "Content-Length: 0");
            }
        })) {
            CatalogEntry entry = entry(pinned(site, disk));
            Patience impatient = new Patience(
                    Duration.ofSeconds(5), Duration.ofSeconds(5), 2, Duration.ofMillis(1), Duration.ofMillis(2));
            try (Download download = new Download(Map.of(), TimeSource.system(), impatient, folder -> Long.MAX_VALUE)) {
                CatalogImages images = new CatalogImages(paths, library, disks, download, TimeSource.system());
                assertEquals(Optional.empty(), images.partOf(entry));
                assertThrows(ProblemException.class, () -> images.fetch(entry, Progress.none()));
                assertEquals(Optional.of(new PartialDownload(most, disk.length)), images.partOf(entry));
                images.forgetPart(entry);
                assertEquals(Optional.empty(), images.partOf(entry));
            }
        }
        assertEquals(List.of(), filesIn(paths.downloads()));
    }

    private void awaitPart(long bytes) throws IOException {
        try {
            boolean there =
                    TimeSource.system().await(() -> partBytes() == bytes, Duration.ofSeconds(10), Duration.ofMillis(2));
            assertTrue(there, "the client has taken in what was sent");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private long partBytes() {
        try (Stream<Path> files = Files.list(paths.downloads())) {
            return files.filter(file -> file.toString().endsWith(".part"))
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private LibraryImage fetch(CatalogEntry entry) throws ProblemException, InterruptedException {
        return fetch(entry, Progress.none());
    }

    private LibraryImage fetch(CatalogEntry entry, Progress progress) throws ProblemException, InterruptedException {
        try (Download download = new Download(Map.of(), TimeSource.system())) {
            return new CatalogImages(paths, library, disks, download, TimeSource.system()).fetch(entry, progress);
        }
    }

    private static ImageSource pinned(TestSite site, byte[] promised) {
        return new ImageSource(
                site.url("/20260712/a.qcow2"), new DigestSource.Pinned(DownloadFixture.sha256(promised), "", null));
    }

    private static CatalogEntry entry(ImageSource... sources) {
        return new CatalogEntry(
                "debian-12",
                "debian",
                "Debian",
                "12",
                "bookworm",
                "",
                "x86_64",
                DiskFormat.QCOW2,
                List.of(sources),
                null,
                true,
                "debian",
                ByteSize.ofMebibytes(512),
                ByteSize.ofGibibytes(1),
                ByteSize.ofGibibytes(4),
                ByteSize.ofGibibytes(20),
                List.of(Firmware.UEFI));
    }

    /** An empty qcow2 image of 1 MiB, version 2, on top of this file if it is named (QEMU's docs/interop/qcow2.txt). */
    private static byte[] qcow2(String backing) {
        byte[] name = backing.getBytes(StandardCharsets.US_ASCII);
        ByteBuffer image = ByteBuffer.allocate(4 * 65536);
        image.putInt(0x514649fb).putInt(2);
        image.putLong(name.length == 0 ? 0 : 80).putInt(name.length);
        image.putInt(16).putLong(1 << 20).putInt(0).putInt(1);
        image.putLong(3 * 65536).putLong(65536).putInt(1).putInt(0).putLong(0);
        image.put(80, name);
        image.putLong(65536, 2 * 65536);
        for (int cluster = 0; cluster < 4; cluster++) {
            image.putShort(2 * 65536 + 2 * cluster, (short) 1);
        }
        return image.array();
    }

    private static List<String> filesIn(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).map(Path::toString).toList();
        }
    }
}
