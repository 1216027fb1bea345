package dev.hamlet.engine.usage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.engine.machine.MachineFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsageFileTest {
    private static final Instant NOW = Instant.parse("2026-01-01T12:00:30Z");
    private static final Usage USAGE = new Usage(0.25, 2, 123_456_789, Double.NaN, 4096, 1e9, Double.NaN, Double.NaN);

    @TempDir
    Path folder;

    private MachineFolder machine;
    private UsageFile file;

    @BeforeEach
    void makeMachine() throws IOException {
        machine = new MachineFolder(folder);
        file = new UsageFile(machine);
        Files.writeString(machine.spec(), "{}");
    }

    private static UsageHistory history() {
        UsageRings rings = new UsageRings(UsageRings.nothing(NOW));
        rings.add(NOW.toEpochMilli() - 1_500, NOW.toEpochMilli(), USAGE);
        return rings.history();
    }

    private static boolean isEmpty(UsageHistory history) {
        return Stream.of(UsageSpan.values())
                .noneMatch(span -> Stream.of(UsageFigure.values()).anyMatch(history.series(span)::has));
    }

    @Test
    void whatWasKeptComesBackWithItsGaps() {
        UsageHistory kept = history();
        file.save(kept);
        UsageHistory read = file.load(NOW.plusSeconds(5));
        assertEquals(kept.end(), read.end());
        for (UsageSpan span : UsageSpan.values()) {
            for (UsageFigure figure : UsageFigure.values()) {
                assertArrayEquals(
                        kept.series(span).values(figure), read.series(span).values(figure), 0.5, span + " " + figure);
            }
            assertFalse(read.series(span).has(UsageFigure.NETWORK_SENT));
            assertEquals(0.25, read.series(span).values(UsageFigure.CPU)[span.size() - 1]);
        }
        assertEquals(1_000_000_000, read.series(UsageSpan.DAY).values(UsageFigure.DISK_WRITTEN)[143], 100);
    }

    @Test
    void aSeriesCannotBeChangedByWhoReadsIt() {
        UsageSeries series = history().series(UsageSpan.MINUTE);
        series.values(UsageFigure.CPU)[59] = 7;
        assertEquals(0.25, series.values(UsageFigure.CPU)[59]);
    }

    @Test
    void aMachineThatNeverRanHasAHistoryOfGaps() {
        assertTrue(isEmpty(file.load(NOW)));
        assertEquals(NOW, file.load(NOW).end());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "7",
                "{",
                "{\"format\": 1}",
                "{\"format\": 2, \"end\": \"2026-01-01T12:00:00Z\"}",
                "{\"format\": 1, \"end\": \"yesterday\"}",
                "{\"format\": 1, \"end\": \"2026-01-01T12:00:00Z\", \"minute\": {\"cpu\": 5}}",
                "{\"format\": 1, \"end\": \"2026-01-01T12:00:00Z\", \"minute\": {\"cpu\": [1, 2]}}",
                "{\"format\": 1, \"end\": \"+999999999-01-01T12:00:00Z\"}",
                "\u0000\u0000\u0000"
            })
    void aBrokenOrForeignFileBeginsAnew(String content) throws IOException {
        Files.writeString(machine.usage(), content);
        assertTrue(isEmpty(file.load(NOW)));
        file.save(history());
        assertFalse(isEmpty(file.load(NOW)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "1e300", "\"x\"", "[]", "{}"})
    void aFileWithOneValueThatIsNoneBeginsAnew(String value) throws IOException {
        file.save(history());
        String content = Files.readString(machine.usage());
        assertTrue(content.contains("0.25"));
        Files.writeString(machine.usage(), content.replaceFirst("0\\.25", value));
        assertTrue(isEmpty(file.load(NOW)));
    }

    @Test
    void aHugeFileIsNotRead() throws IOException {
        file.save(history());
        Files.writeString(machine.usage(), Files.readString(machine.usage()) + " ".repeat(2 << 20));
        assertTrue(isEmpty(file.load(NOW)));
    }

    @Test
    void aFolderInItsPlaceIsNoError() throws IOException {
        Files.createDirectory(machine.usage());
        assertTrue(isEmpty(file.load(NOW)));
        file.save(history());
        assertTrue(Files.isDirectory(machine.usage()));
    }

    @Test
    void aHistoryOfTheFutureOrOfLastWeekTellsNothing() {
        file.save(history());
        assertTrue(isEmpty(file.load(NOW.minus(Duration.ofHours(2)))));
        assertTrue(isEmpty(file.load(NOW.plus(Duration.ofDays(7)))));
        assertFalse(isEmpty(file.load(NOW.plus(Duration.ofHours(23)))));
    }

    @Test
    void nothingIsWrittenForAMachineThatIsGone() throws IOException {
        Files.delete(machine.spec());
        file.save(history());
        assertFalse(Files.exists(machine.usage()));
        new UsageFile(new MachineFolder(folder.resolve("gone"))).save(history());
        assertFalse(Files.exists(folder.resolve("gone")));
    }
}
