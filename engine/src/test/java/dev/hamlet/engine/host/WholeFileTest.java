package dev.hamlet.engine.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WholeFileTest {
    @TempDir
    Path folder;

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private long count() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.count();
        }
    }

    @Test
    void aFileIsReplacedWholeAndPrivateAndNothingElseIsLeft() throws IOException {
        Path file = folder.resolve("ü b,c.json");
        WholeFile.write(file, bytes("one"));
        WholeFile.write(file, bytes("two"));
        assertEquals("two", Files.readString(file));
        assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
        assertEquals(1, count());
    }

    @Test
    void aWriterWhoIsCancelledWritesWholeAndStaysCancelled() throws IOException {
        List<Writer> writers =
                List.of(WholeFile::write, WholeFile::writeNew, WholeFile::writeFleeting, WholeFile::writeUnseen);
        for (Writer writer : writers) {
            Path file = folder.resolve("file-" + writers.indexOf(writer));
            Thread.currentThread().interrupt();
            writer.write(file, bytes("whole"));
            assertTrue(Thread.interrupted());
            assertEquals("whole", Files.readString(file));
        }
        assertEquals(writers.size(), count());
    }

    @FunctionalInterface
    private interface Writer {
        void write(Path file, byte[] content) throws IOException;
    }

    @Test
    void aWriteThatCannotBeFinishedLeavesTheOldFileAndNoRubbish() throws IOException {
        Path file = folder.resolve("taken");
        Files.createDirectory(file);
        Files.writeString(file.resolve("inside"), "x");
        assertThrows(IOException.class, () -> WholeFile.write(file, bytes("new")));
        assertEquals("x", Files.readString(file.resolve("inside")));
        assertEquals(1, count());
    }

    @Test
    void whatAKilledWriterLeftIsRemovedByTheNextAndNothingElseIs() throws IOException {
        Path file = folder.resolve("machine.json");
        Path left = folder.resolve(".machine.json.123456.new");
        List<Path> others = List.of(
                folder.resolve(".machine.json.99.new"),
                folder.resolve(".machine.123456.new"),
                folder.resolve(".machine.json.mine.new"),
                folder.resolve(".machine.json.new"),
                folder.resolve("machine.json.123456.new"));
        for (Path one : others) {
            Files.writeString(one, "kept");
            Files.setLastModifiedTime(one, FileTime.from(Instant.EPOCH));
        }
        // The first of them is of a writer that is at it now.
        Files.setLastModifiedTime(others.getFirst(), FileTime.from(Instant.now()));
        Files.writeString(left, "half");
        Files.setLastModifiedTime(left, FileTime.from(Instant.now().minus(Duration.ofHours(1))));
        WholeFile.write(file, bytes("whole"));
        assertFalse(Files.exists(left));
        assertEquals("whole", Files.readString(file));
        assertEquals(1 + others.size(), count());
    }

    @Test
    void ofTwoFirstWritersTheFirstWins() throws IOException {
        Path file = folder.resolve("id");
        WholeFile.writeNew(file, bytes("first"));
        WholeFile.writeNew(file, bytes("second"));
        assertEquals("first", Files.readString(file));
        assertEquals(1, count());
    }
}
