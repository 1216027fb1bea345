package dev.hamlet.engine.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.host.HamletPaths;
import dev.hamlet.engine.machine.Firmware;
import dev.hamlet.engine.problem.DownloadProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CatalogTest {
    private static final String ENTRY = """
            {"format": 1, "entries": [{
              "id": "my-own", "system": "debian", "name": "Debian", "version": "12",
              "architecture": "x86_64", "format": "qcow2", "cloudInit": true, "user": "me",
              "memory": {"minimum": "512 MiB", "recommended": "1 GiB"},
              "disk": {"minimum": "4 GiB", "recommended": 21474836480},
              "firmware": ["bios"],
              "sources": [{"url": "https://example.org/images/my.qcow2", "digest": "sha256:%s"}]
            }]}
            """.formatted("ab".repeat(32));

    @TempDir
    private Path home;

    private HamletPaths paths;

    @BeforeEach
    void paths() throws Exception {
        paths = HamletPaths.of(Map.of("HAMLET_HOME", home.toString()));
        Files.createDirectories(paths.config());
    }

    @Test
    void everyDigestOfHamletsOwnEntriesNamesAPublicSourceAndItsDate() {
        List<CatalogEntry> entries = Catalog.open(paths).entries();
        assertTrue(entries.size() >= 6);
        for (CatalogEntry entry : entries) {
            for (ImageSource source : entry.sources()) {
                assertEquals("https", source.url().getScheme());
                if (source.digest() instanceof DigestSource.Pinned pinned) {
                    assertTrue(pinned.source().startsWith("https://"), entry.id());
                    assertNotNull(pinned.date(), entry.id());
                }
            }
        }
    }

    @Test
    void theEntriesForTheUsualSystemsAreThere() throws Exception {
        Catalog catalog = Catalog.open(paths);
        for (String id :
                List.of("debian-12", "debian-13", "ubuntu-24.04", "ubuntu-26.04", "fedora-44", "alpine-3.23")) {
            assertEquals(id, catalog.find(id).id());
        }
        assertEquals("debian-12", catalog.find(" Debian-12 ").id());
    }

    @Test
    void anUnknownNameIsRefusedWithTheNearest() {
        ProblemException failure =
                assertThrows(ProblemException.class, () -> Catalog.open(paths).find("debain-13"));
        assertEquals(new DownloadProblem.CatalogEntryUnknown("debain-13", "debian-13"), failure.problem());
    }

    @Test
    void aUsersFileAddsEntriesAndReplacesOnesOfTheSameId() throws Exception {
        Files.writeString(
                Catalog.userFile(paths),
                ENTRY.replace("\"id\"", "// mine\n\"id\"").replace("]}\n", ",\n")
                        + ENTRY.substring(ENTRY.indexOf("[{") + 1).replace("my-own", "debian-12"));
        Catalog catalog = Catalog.open(paths);
        assertEquals(List.of(), catalog.problems());
        CatalogEntry mine = catalog.find("my-own");
        assertEquals(ByteSize.ofGibibytes(20), mine.recommendedDisk());
        assertEquals(List.of(Firmware.BIOS), mine.firmware());
        assertEquals("my.qcow2", mine.sources().getFirst().fileName());
        assertEquals("me", catalog.find("debian-12").user());
    }

    @Test
    void aBrokenUsersFileIsNamedAndHidesNothingElse() throws Exception {
        Files.writeString(Catalog.userFile(paths), ENTRY.replace("\"version\": \"12\"", "\"version\": 12"));
        Catalog catalog = Catalog.open(paths);
        assertFalse(catalog.entries().isEmpty());
        assertEquals(
                List.of(new DownloadProblem.CatalogUnreadable(
                        Catalog.userFile(paths), 2, "my-own: \"version\" must be a text")),
                catalog.problems());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            "format": 1               | "format": 2                | its format is 2, and this Hamlet reads up to 1
            "format": 1               | "format": "x"              | "format" must be 1
            "id": "my-own"            | "id": "../x"               | the id "../x" is not made of a-z, 0-9, dot and hyphen
            "format": "qcow2"         | "format": "zip"            | my-own: unknown disk format "zip"
            sha256:                   | md5:                       | my-own: no sha256: or sha512: digest: md5:abababababababababababababababababababababababababababababababab
            https://example.org       | ftp://example.org          | my-own: no http or https address: ftp://example.org/images/my.qcow2
            my.qcow2                  | ..                         | my-own: the address names no file: https://example.org/images/..
            ["bios"]                  | []                         | my-own: "firmware" must list bios, uefi or both
            "512 MiB"                 | "1,5 GB"                   | my-own: "minimum" must be a size such as "512 MiB"
            "sources": [              | "sources": [1,             | my-own: "sources" must be a list of objects
            """)
    void whatCannotBeIsRefusedWithItsReason(String is, String becomes, String why) {
        byte[] content = ENTRY.replace(is, becomes).getBytes(StandardCharsets.UTF_8);
        ProblemException failure =
                assertThrows(ProblemException.class, () -> CatalogJson.read(content, Path.of("catalog.json")));
        assertEquals(
                why,
                assertInstanceOf(DownloadProblem.CatalogUnreadable.class, failure.problem())
                        .why());
    }

    @Test
    void checksumsOverAnOpenLineAreRefused() {
        String open = ENTRY.replaceAll(
                "\"digest\": \"[^\"]*\"", "\"checksums\": \"http://example.org/SUMS\", \"algorithm\": \"sha256\"");
        ProblemException failure = assertThrows(
                ProblemException.class,
                () -> CatalogJson.read(open.getBytes(StandardCharsets.UTF_8), Path.of("catalog.json")));
        assertTrue(failure.problem().toString().contains("must come over https"));
    }

    @Test
    void anyDamageIsAProblemAndNeverAFault() {
        byte[] whole = ENTRY.getBytes(StandardCharsets.UTF_8);
        Random random = new Random(11);
        for (int round = 0; round < 3000; round++) {
            byte[] damaged = java.util.Arrays.copyOf(whole, random.nextInt(whole.length) + 1);
            for (int i = random.nextInt(4); i > 0; i--) {
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
            }
            try {
                assertNotNull(CatalogJson.read(damaged, Path.of("catalog.json")));
            } catch (ProblemException e) {
                assertInstanceOf(DownloadProblem.CatalogUnreadable.class, e.problem());
            }
        }
    }
}
