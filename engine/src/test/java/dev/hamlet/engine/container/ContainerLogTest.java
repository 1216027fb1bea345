package dev.hamlet.engine.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Logs whose files take turns as conmon lets them. */
class ContainerLogTest {
    @TempDir
    private Path folder = Path.of("");

    private Path file = Path.of("");
    private LogParts parts = new LogParts(file, 3);

    @BeforeEach
    void name() {
        file = folder.resolve("log");
        parts = new LogParts(file, 3);
    }

    private void write(Object... lines) throws Exception {
        StringBuilder text = new StringBuilder();
        for (Object line : lines) {
            text.append("2026-01-02T03:04:05.123456789+00:00 stdout F ")
                    .append(line)
                    .append('\n');
        }
        Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /** As conmon does it. */
    private void turn() throws Exception {
        Path next = Files.createFile(folder.resolve("log.tmp"));
        Files.move(next, file, StandardCopyOption.REPLACE_EXISTING);
    }

    private static List<String> read(ContainerLog log) throws Exception {
        List<String> lines = new ArrayList<>();
        for (List<ContainerLog.Piece> some = log.readNew(); !some.isEmpty(); some = log.readNew()) {
            some.forEach(one -> lines.add(new String(one.text(), StandardCharsets.UTF_8)));
        }
        return lines;
    }

    private static List<String> numbers(int from, int to) {
        return IntStream.rangeClosed(from, to).mapToObj(String::valueOf).toList();
    }

    @Test
    void whoFollowsMissesNothingWhenANewFileIsBegun() throws Exception {
        try (ContainerLog log = new ContainerLog(parts)) {
            assertEquals(List.of(), read(log));
            write(1);
            assertEquals(numbers(1, 1), read(log));
            for (int i = 2; i < 40; i += 3) {
                write(i, i + 1);
                turn();
                write(i + 2);
                assertEquals(numbers(i, i + 2), read(log));
                assertEquals(List.of(), read(log));
            }
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertTrue(files.filter(one -> one.getFileName().toString().startsWith("log"))
                            .count()
                    <= 4);
        }
    }

    @Test
    void whoComesLaterReadsAllThatIsKeptInItsOrder() throws Exception {
        for (int i = 1; i <= 9; i++) {
            write(i);
            parts.turn();
            turn();
            parts.turn();
        }
        write(10);
        try (ContainerLog log = new ContainerLog(parts)) {
            assertEquals(numbers(8, 10), read(log));
            write(11);
            assertEquals(numbers(11, 11), read(log));
        }
    }

    @Test
    void whatIsWrittenBetweenTwoLooksIsReadToTheEndOfTheOldFile() throws Exception {
        write(1);
        parts.turn();
        try (ContainerLog log = new ContainerLog(parts)) {
            assertEquals(numbers(1, 1), read(log));
            write(2);
            turn();
            // Another one follows too, and was here first.
            parts.turn();
            write(3);
            turn();
            write(4);
            assertEquals(numbers(2, 4), read(log));
        }
    }

    @Test
    void aLogThatBeginsAnewIsReadFromItsBeginning() throws Exception {
        write(1, 2);
        parts.turn();
        try (ContainerLog log = new ContainerLog(parts)) {
            assertEquals(numbers(1, 2), read(log));
            parts.delete();
            assertEquals(List.of(), read(log));
            write(3);
            assertEquals(numbers(3, 3), read(log));
        }
    }

    @Test
    void oneFileIsOneFile() throws Exception {
        LogParts one = new LogParts(file, 1);
        write(1);
        one.turn();
        turn();
        one.turn();
        write(2);
        try (ContainerLog log = new ContainerLog(one);
                Stream<Path> files = Files.list(folder)) {
            assertEquals(numbers(2, 2), read(log));
            assertEquals(
                    1,
                    files.filter(some -> some.getFileName().toString().startsWith("log"))
                            .count());
        }
    }

    @Test
    void whoWantsTheEndAlonePassesOverWhatIsOlderAcrossFilesAndReadsWholeLines() throws Exception {
        for (int i = 1; i <= 30; i++) {
            write(i);
            if (i % 10 == 0) {
                turn();
                parts.turn();
            }
        }
        write(31);
        try (ContainerLog log = new ContainerLog(parts)) {
            assertFalse(log.passOver(1 << 20), "all of it is no more than that");
            int line = "2026-01-02T03:04:05.123456789+00:00 stdout F 30\n".length();
            assertTrue(log.passOver(4L * line + 5));
            assertEquals(numbers(28, 31), read(log));
            write(32, 33, 34);
            assertFalse(log.passOver(3L * line), "only what is unread counts");
            assertTrue(log.passOver(line + 5L));
            assertEquals(numbers(34, 34), read(log));
            write(35);
            turn();
            write(36);
            assertEquals(numbers(35, 36), read(log));
        }
    }

    @Test
    void whatHasNoLinesIsNotKeptInMemory() throws Exception {
        Files.write(file, new byte[3 << 20]);
        try (ContainerLog log = new ContainerLog(parts)) {
            assertEquals(List.of(), read(log));
            Files.writeString(file, "\n", StandardOpenOption.APPEND);
            write(1);
            assertEquals(numbers(1, 1), read(log));
        }
    }

    @Test
    void aLineThatWasBegunIsKnownBeforeItEnds() throws Exception {
        LogLines lines = new LogLines();
        try (ContainerLog log = new ContainerLog(parts)) {
            Files.writeString(file, "2026-01-02T03:04:05.123456789+00:00 stdout P How\n");
            assertEquals(List.of(), lines.lines(log.readNew()));
            assertEquals("How", new String(lines.begun().getFirst().text(), StandardCharsets.UTF_8));
            assertEquals(1, lines.begun().size(), "it stays begun");
            write(" are you");
            assertEquals(
                    "How are you",
                    new String(lines.lines(log.readNew()).getFirst().text(), StandardCharsets.UTF_8));
            assertEquals(List.of(), lines.begun());
        }
    }

    private static String piece(String stream, String tag, String text) {
        return "2026-01-02T03:04:05.123456789+00:00 " + stream + " " + tag + " " + text + "\n";
    }

    /** The lines that are told of the last ones, the beginning of each, as a command prints them. */
    private List<String> last(int count) throws Exception {
        List<String> told = new ArrayList<>();
        LogLines joined = new LogLines();
        try (ContainerLog log = new ContainerLog(parts)) {
            long passed = log.passToLast(count);
            List<ContainerLog.Piece> lines = new ArrayList<>();
            for (List<ContainerLog.Piece> some = log.readNew(); !some.isEmpty(); some = log.readNew()) {
                lines.addAll(joined.lines(some));
            }
            lines.addAll(joined.rest());
            for (ContainerLog.Piece line : lines) {
                if (passed > 0) {
                    passed -= line.ended() ? 1 : 0;
                } else {
                    String text = new String(line.text(), StandardCharsets.UTF_8);
                    told.add(text.substring(0, Math.min(text.length(), 12)));
                }
            }
        }
        return told;
    }

    @Test
    void theLastLinesAreExactlySoManyHoweverLongTheyAre() throws Exception {
        StringBuilder text = new StringBuilder();
        List<String> all = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            String begin = "line " + i + " ";
            // A line of megabytes now and then, in the pieces that conmon makes of it, and another stream meanwhile.
            for (int j = 0; j < (i % 100 == 50 ? 60 : i % 7); j++) {
                text.append(piece("stdout", "P", (j == 0 ? begin : "") + "x".repeat(8000)));
            }
            String shown = i % 100 == 50 || i % 7 > 0 ? begin + "x".repeat(12) : begin;
            if (i % 5 == 0) {
                text.append(piece("stderr", "F", "error " + i));
                all.add("error " + i);
            }
            text.append(piece("stdout", "F", shown.equals(begin) ? begin : "end"));
            all.add(shown.substring(0, Math.min(shown.length(), 12)));
            if (i % 110 == 109) {
                Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
                text.setLength(0);
                parts.turn();
                turn();
                parts.turn();
            }
        }
        Files.writeString(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        for (int count : List.of(0, 1, 2, 3, 10, 50, 51, 100, all.size() - 1, all.size(), all.size() + 1, 1_000_000)) {
            assertEquals(all.subList(Math.max(0, all.size() - count), all.size()), last(count), count + " lines");
        }
    }

    @Test
    void ofALineThatIsLongerThanTheWindowItsEndIsReadAndThatIsSaid() throws Exception {
        try (var out = Files.newBufferedWriter(file)) {
            out.write(piece("stderr", "F", "before"));
            String some = piece("stdout", "P", "x".repeat(8000));
            for (int i = 0; i < 8000; i++) {
                out.write(some);
            }
        }
        try (ContainerLog log = new ContainerLog(parts)) {
            assertTrue(log.passOver(1 << 20));
            assertEquals(Set.of(ContainerLog.Stream.STDOUT), log.within());
            long read = 0;
            for (List<ContainerLog.Piece> some = log.readNew(); !some.isEmpty(); some = log.readNew()) {
                read += some.stream().mapToLong(one -> one.text().length).sum();
            }
            assertTrue(read > 900_000 && read <= 1 << 20, "read " + read);
        }
        try (ContainerLog log = new ContainerLog(parts)) {
            assertEquals(1, log.passToLast(1), "the whole line is the last one, of 64 MB");
            assertEquals(Set.of(), log.within());
        }
        Files.writeString(file, piece("stdout", "F", "end") + piece("stdout", "F", "last"), StandardOpenOption.APPEND);
        try (ContainerLog log = new ContainerLog(parts)) {
            long passed = log.passToLast(1);
            long pieces = 0;
            for (List<ContainerLog.Piece> some = log.readNew(); !some.isEmpty(); some = log.readNew()) {
                pieces += some.size();
            }
            assertTrue(pieces < 100, "of a log of 64 MB " + pieces + " pieces are read");
            assertEquals(1, passed);
        }
    }

    @Test
    void oneThatIsClosedIsNotReadAgainFromItsBeginning() throws Exception {
        write(1, 2);
        ContainerLog log = new ContainerLog(parts);
        assertEquals(numbers(1, 2), read(log));
        log.close();
        assertEquals(List.of(), read(log));
    }
}
