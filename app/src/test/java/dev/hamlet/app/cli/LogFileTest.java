package dev.hamlet.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hamlet.engine.problem.ProblemException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogFileTest {
    @TempDir
    private Path folder;

    private static String text(LogFile log) throws ProblemException {
        return new String(log.readNew(), StandardCharsets.UTF_8);
    }

    @Test
    void theLastLinesAreFoundWhetherTheLastIsWholeOrNot() throws Exception {
        Path file = folder.resolve("serial.log");
        Files.writeString(file, "one\ntwo\nthree\nlogin: ");
        LogFile log = new LogFile(file);
        log.skipToLastLines(2);
        assertEquals("three\nlogin: ", text(log));

        Files.writeString(file, "one\ntwo\nthree\n");
        log.skipToLastLines(2);
        assertEquals("two\nthree\n", text(log));
        log.skipToLastLines(9);
        assertEquals("one\ntwo\nthree\n", text(log));
        log.skipToLastLines(0);
        assertEquals("", text(log));
    }

    @Test
    void linesAreFoundThroughManyPieces() throws Exception {
        Path file = folder.resolve("serial.log");
        String wide = "x".repeat(100_000);
        Files.writeString(file, wide + "\n" + wide + "\nlast\n");
        LogFile log = new LogFile(file);
        log.skipToLastLines(2);
        assertEquals(wide + "\nlast\n", text(log));
    }

    @Test
    void whatComesIsReadOnceAndALogThatBeganAnewFromItsBegin() throws Exception {
        Path file = folder.resolve("serial.log");
        LogFile log = new LogFile(file);
        log.skipToLastLines(10);
        assertEquals("", text(log));
        Files.writeString(file, "one\n");
        assertEquals("one\n", text(log));
        assertEquals("", text(log));
        append(file, "two\n");
        assertEquals("two\n", text(log));
        Files.writeString(file, "new\n");
        assertEquals("new\n", text(log));
    }

    private static void append(Path file, String text) throws IOException {
        Files.writeString(file, text, StandardOpenOption.APPEND);
    }
}
