package dev.hamlet.engine.catalog;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.engine.catalog.CatalogPreferences.Refresh;
import dev.hamlet.engine.host.HamletPaths;
import dev.hamlet.engine.job.NoticedTime;
import dev.hamlet.engine.job.Threads;
import dev.hamlet.engine.problem.DownloadProblem;
import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogPreferencesTest {
    private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");

    @TempDir
    private Path home = Path.of("");

    private CatalogPreferencesJson file = new CatalogPreferencesJson(new HamletPaths(home, home, home, home));

    @BeforeEach
    void open() throws Exception {
        file = new CatalogPreferencesJson(HamletPaths.of(Map.of("HAMLET_HOME", home.toString())));
    }

    private Path content(String text) throws Exception {
        return Files.writeString(
                Files.createDirectories(home.resolve("config")).resolve("catalog-preferences.json"), text);
    }

    @Test
    void nothingIsBroughtBeforeAnAddressAndATimeAreChosen() throws Exception {
        CatalogPreferences first = file.read();
        assertEquals(CatalogPreferences.FIRST, first);
        assertFalse(first.isDue(NOW));
        assertFalse(first.withRefresh(Refresh.DAILY).isDue(NOW), "there is no address");
        assertFalse(first.withAddress(Optional.of("https://example.org/c.json")).isDue(NOW), "nobody wants it");
    }

    @Test
    void whatIsChosenIsReadByTheNext() throws Exception {
        file.change(before -> before.withAddress(Optional.of("https://example.org/c.json"))
                .withRefresh(Refresh.WEEKLY)
                .withAskSites(false));
        file.change(before -> before.broughtFrom("https://example.org/c.json", NOW));
        assertEquals(
                new CatalogPreferences(
                        Optional.of("https://example.org/c.json"), Refresh.WEEKLY, Optional.of(NOW), false),
                file.read());
    }

    @Test
    void twoChangesByTwoProcessesAtOneMomentAreBothKept() throws Exception {
        HamletPaths paths = HamletPaths.of(Map.of("HAMLET_HOME", home.toString()));
        NoticedTime time = new NoticedTime();
        FutureTask<CatalogPreferences> second = new FutureTask<>(
                () -> new CatalogPreferencesJson(paths, time).change(before -> before.withAskSites(false)));
        file.change(before -> {
            Thread _ = Threads.virtual("another", second);
            assertTrue(assertDoesNotThrow(time::awaitWaiting), "nobody may change them meanwhile");
            return before.withRefresh(Refresh.WEEKLY);
        });
        second.get();
        assertEquals(CatalogPreferences.FIRST.withRefresh(Refresh.WEEKLY).withAskSites(false), file.read());
    }

    @ParameterizedTest
    @CsvSource({
        "DAILY,2026-11-27T12:00:00Z,true",
        "DAILY,2026-11-27T12:00:01Z,false",
        "WEEKLY,2026-11-21T12:00:00Z,true",
        "WEEKLY,2026-11-22T12:00:00Z,false",
        "NEVER,2020-01-01T00:00:00Z,false",
        "WEEKLY,2027-01-01T00:00:00Z,true"
    })
    void itIsDueWhenItsTimeHasPassed(Refresh refresh, Instant last, boolean due) {
        CatalogPreferences kept =
                new CatalogPreferences(Optional.of("https://example.org/c"), refresh, Optional.of(last), true);
        assertEquals(due, kept.isDue(NOW));
        assertEquals(
                refresh != Refresh.NEVER,
                kept.withAddress(Optional.of("https://example.net/c")).isDue(NOW),
                "another address was never brought");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "[]", "{\"refresh\": \"hourly\"}", "{\"refreshed\": \"yesterday\"}"})
    void aFileThatCannotBeReadAllowsNothingAndIsKeptAside(String text) throws Exception {
        Path there = content(text);
        assertInstanceOf(
                HostProblem.FileUnusable.class,
                assertThrows(ProblemException.class, file::read).problem());
        assertFalse(file.allowed().askSites());
        assertEquals(Refresh.NEVER, file.allowed().refresh());
        file.change(before -> before.withRefresh(Refresh.DAILY));
        assertEquals(Refresh.DAILY, file.read().refresh());
        assertEquals(text, Files.readString(there.resolveSibling("catalog-preferences.unreadable.json")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://example.org/c.json",
                "http://example.org/c.json",
                "example.org",
                "https:///c.json",
                "file://host/c.json",
                "no address"
            })
    void anAddressThatNobodyCanTrustIsRefusedWithoutAskingIt(String address) {
        assertInstanceOf(
                DownloadProblem.CatalogAddressRefused.class,
                assertThrows(ProblemException.class, () -> CatalogUpdate.check(address))
                        .problem());
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://example.org/c.json", "http://127.0.0.1:8000/c.json", "file:///srv/c.json"})
    void othersAreTaken(String address) throws Exception {
        CatalogUpdate.check(address);
        assertTrue(file.change(before -> before.withAddress(Optional.of(address)))
                .address()
                .isPresent());
    }
}
