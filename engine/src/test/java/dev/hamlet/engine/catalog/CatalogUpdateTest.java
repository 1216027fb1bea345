package dev.hamlet.engine.catalog;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.engine.host.HamletPaths;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.problem.DownloadProblem;
import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.engine.problem.Problem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.transfer.Patience;
import dev.hamlet.engine.transfer.TestSite;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class CatalogUpdateTest {
    private static final Patience SHORT =
            new Patience(Duration.ofSeconds(5), Duration.ofSeconds(5), 2, Duration.ofMillis(1), Duration.ofMillis(5));

    @TempDir
    private Path home = Path.of("");

    private HamletPaths paths;

    @BeforeEach
    void paths() throws Exception {
        paths = HamletPaths.of(Map.of("HAMLET_HOME", home.toString()));
    }

    private static byte[] catalogue(String id, int format, String digest) {
        return """
                {"format": %d, "entries": [{"id": "%s", "system": "debian", "name": "Mine", "version": "1",
                  "architecture": "x86_64", "format": "qcow2",
                  "memory": {"minimum": "1 GiB", "recommended": "1 GiB"},
                  "disk": {"minimum": "1 GiB", "recommended": "1 GiB"}, "firmware": ["bios"],
                  "sources": [{"url": "https://example.org/a.qcow2", "digest": "%s"}]}]}
                """.formatted(format, id, digest).getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] catalogue(String id) {
        return catalogue(id, 1, "sha256:" + "0".repeat(64));
    }

    private Catalog update(String address) throws ProblemException, InterruptedException {
        try (Download download = new Download(Map.of(), TimeSource.system(), SHORT, folder -> Long.MAX_VALUE)) {
            return new CatalogUpdate(paths, download, TimeSource.system()).from(address);
        }
    }

    private <P extends Problem> P refused(Class<P> kind, String address) throws Exception {
        byte[] before = "{\"format\": 1, \"entries\": []} // mine".getBytes(StandardCharsets.UTF_8);
        Files.createDirectories(paths.config());
        Files.write(Catalog.userFile(paths), before);
        Problem problem =
                assertThrows(ProblemException.class, () -> update(address)).problem();
        assertArrayEquals(before, Files.readAllBytes(Catalog.userFile(paths)), "the present file is as it was");
        return assertInstanceOf(kind, problem);
    }

    private <P extends Problem> P refusedFromSite(Class<P> kind, TestSite.Behaviour site) throws Exception {
        try (TestSite served = new TestSite(site)) {
            return refused(kind, served.url("/catalog.json").toString());
        }
    }

    @Test
    void aCatalogueOfASiteTakesThePlaceOfThePresentOneWhichIsKeptInTheTrash() throws Exception {
        Files.createDirectories(paths.config());
        Files.write(Catalog.userFile(paths), catalogue("old"));
        byte[] next = catalogue("new-1");
        try (TestSite site = new TestSite((request, out) -> TestSite.serve(request, out, next, "\"1\""))) {
            String address = site.url("/catalog.json").toString();
            Catalog catalog = update(address);
            assertEquals("Mine", catalog.find("new-1").name());
            assertThrows(ProblemException.class, () -> catalog.find("old"));
            try (Download download = new Download(Map.of(), TimeSource.system())) {
                CatalogUpdate update = new CatalogUpdate(paths, download, TimeSource.system());
                assertEquals(Optional.of(address), update.address());
                assertTrue(update.changed().isPresent());
            }
        }
        try (Stream<Path> trash = Files.list(paths.trash())) {
            List<Path> kept = trash.toList();
            assertEquals(1, kept.size());
            assertArrayEquals(catalogue("old"), Files.readAllBytes(kept.getFirst()));
        }
    }

    @Test
    void aCatalogueComesFromAFileToo() throws Exception {
        Path file = home.resolve("a catalogue.json");
        Files.write(file, catalogue("from-file"));
        assertEquals("Mine", update(file.toUri().toString()).find("from-file").name());
        assertTrue(Files.exists(file));
        refused(
                HostProblem.FileUnusable.class,
                home.resolve("gone.json").toUri().toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://example.org/catalog.json",
                "ftp://example.org/catalog.json",
                "example.org/catalog.json",
                "",
                "https:///catalog.json",
                "file://elsewhere/catalog.json",
                "https://exa mple.org/"
            })
    void anAddressThatAnybodyOnTheWayCouldAnswerForIsRefused(String address) throws Exception {
        refused(DownloadProblem.CatalogAddressRefused.class, address);
    }

    @Test
    void aFileThatIsCutOffIsRefusedWhole() throws Exception {
        byte[] whole = catalogue("new-1");
        byte[] cut = Arrays.copyOf(whole, whole.length * 9 / 10);
        DownloadProblem.CatalogUnreadable problem = refusedFromSite(
                DownloadProblem.CatalogUnreadable.class, (request, out) -> TestSite.serve(request, out, cut, "\"1\""));
        assertEquals(Path.of("catalog.json"), problem.file());
        assertTrue(problem.line() > 0, problem.toString());
    }

    @Test
    void aSiteThatClosesTheLineEarlyIsNamed() throws Exception {
        byte[] whole = catalogue("new-1");
        refusedFromSite(DownloadProblem.SiteUnreachable.class, (request, out) -> {
            TestSite.head(out, "200 OK", "Content-Length: " + whole.length);
            out.write(whole, 0, whole.length * 9 / 10);
        });
    }

    @Test
    void aFileOfANewerFormatIsRefused() throws Exception {
        DownloadProblem.CatalogUnreadable problem = refusedFromSite(
                DownloadProblem.CatalogUnreadable.class,
                (request, out) -> TestSite.serve(request, out, catalogue("a", 2, "sha256:" + "0".repeat(64)), "\"1\""));
        assertTrue(problem.why().contains("2"), problem.why());
    }

    @Test
    void aFileWithADigestThatIsNoneIsRefusedWhole() throws Exception {
        refusedFromSite(
                DownloadProblem.CatalogUnreadable.class,
                (request, out) -> TestSite.serve(request, out, catalogue("a", 1, "sha256:123"), "\"1\""));
    }

    @Test
    void anErrorPageIsNoCatalogue() throws Exception {
        refusedFromSite(
                DownloadProblem.CatalogUnreadable.class,
                (request, out) ->
                        TestSite.serve(request, out, "<html>Log in</html>".getBytes(StandardCharsets.UTF_8), "\"1\""));
        DownloadProblem.SiteRefused problem = refusedFromSite(
                DownloadProblem.SiteRefused.class,
                (request, out) -> TestSite.head(out, "403 Forbidden", "Content-Length: 0"));
        assertEquals(403, problem.status());
    }

    @Test
    void whatIsFarTooLargeIsNotReadToItsEnd() throws Exception {
        byte[] much = new byte[1 << 20];
        refusedFromSite(DownloadProblem.SiteUnreachable.class, (request, out) -> {
            TestSite.head(out, "200 OK");
            for (int i = 0; i < 64; i++) {
                out.write(much);
            }
        });
    }
}
