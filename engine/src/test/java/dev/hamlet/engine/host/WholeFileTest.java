package dev.hamlet.engine.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
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
    void aWriteThatCannotBeFinishedLeavesTheOldFileAndNoRubbish() throws IOException {
        Path file = folder.resolve("taken");
        Files.createDirectory(file);
        Files.writeString(file.resolve("inside"), "x");
        assertThrows(IOException.class, () -> WholeFile.write(file, bytes("new")));
        assertEquals("x", Files.readString(file.resolve("inside")));
        assertEquals(1, count());
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
