package dev.hamlet.app.details;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.engine.problem.MediaProblem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogTailTest {
    @TempDir
    private Path folder = Path.of("");

    private Path file() {
        return folder.resolve("serial.log");
    }

    private void append(String text) throws IOException {
        Files.writeString(file(), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private static List<String> lines(LogTail tail) throws InterruptedException {
        return texts(tail.read());
    }

    private static List<String> texts(LogText text) {
        return text.lines().stream().map(ColouredText::text).toList();
    }

    @Test
    void whatIsWrittenIsFollowedLineByLine() throws Exception {
        LogTail tail = new LogTail(file());
        assertEquals(List.of(), lines(tail), "the file is not there yet");
        append("one\r\ntw");
        assertEquals(List.of("one", "tw"), lines(tail));
        append("o\nthree\n");
        LogText now = tail.read();
        assertEquals(List.of("one", "two", "three"), texts(now));
        assertEquals(0, now.first());
        assertSame(now, tail.read(), "nothing was written since");
    }

    @Test
    void whatActsOnATerminalIsTakenOut() throws Exception {
        append("\u001b[1;32mok\u001b[0m \u001b]0;title\u0007done\n"
                + " 10 %\r"
                + " 55 %\r"
                + "100 %\n"
                + "b\bc\u0001\n"
                + "\u001b[2J\u001b[H\n");
        assertEquals(List.of("ok done", "100 %", "bc", ""), lines(new LogTail(file())));
    }

    @Test
    void aLogThatBeginsAnewIsReadAnew() throws Exception {
        LogTail tail = new LogTail(file());
        append("old line that is long\n");
        LogText before = tail.read();
        Files.writeString(file(), "new\n");
        LogText after = tail.read();
        assertEquals(List.of("new"), texts(after));
        assertNotEquals(before.generation(), after.generation());
        Files.delete(file());
        assertEquals(List.of(), lines(tail), "it was deleted");
        append("back, and longer than it was before\n");
        assertEquals(List.of("back, and longer than it was before"), lines(tail));
        // As long as the old one, and another file.
        Files.delete(file());
        Files.writeString(folder.resolve("x"), "keeps the old file's number from being used again");
        append("BACK, AND LONGER THAN IT WAS BEFORE\n");
        assertEquals(List.of("BACK, AND LONGER THAN IT WAS BEFORE"), lines(tail));
    }

    @Test
    void ofAHugeLogOnlyTheEndIsHeld() throws Exception {
        String line = "x".repeat(90) + "\n";
        for (int i = 0; i < 30; i++) {
            append(line.repeat(1_000));
        }
        append("last\n");
        LogText text = new LogTail(file()).read();
        assertEquals("last", texts(text).getLast());
        assertEquals(LogTail.MOST_LINES, texts(text).size());
        assertEquals(90, texts(text).getFirst().length(), "the first line is a whole one");
    }

    @Test
    void linesThatAreDroppedAreCounted() throws Exception {
        LogTail tail = new LogTail(file());
        append("a\n".repeat(LogTail.MOST_LINES));
        assertEquals(0, tail.read().first());
        append("b\nb\nb\n");
        LogText text = tail.read();
        assertEquals(3, text.first());
        assertEquals(LogTail.MOST_LINES, texts(text).size());
    }

    @Test
    void aLogThatGrowsFasterThanItIsReadIsPassedOver() throws Exception {
        LogTail tail = new LogTail(file());
        append("begin\n");
        LogText before = tail.read();
        append("y\n".repeat(LogTail.MOST_BYTES));
        append("end\n");
        LogText after = tail.read();
        assertNotEquals(before.generation(), after.generation());
        assertEquals("end", texts(after).getLast());
    }

    @Test
    void aLineKeepsItsColoursBesideWhatPeopleRead() throws Exception {
        append("[  \u001b[0;32mOK\u001b[0m  ] Started\n\u001b[1mbegun");
        List<ColouredText> lines = new LogTail(file()).read().lines();
        assertEquals(
                List.of("[  OK  ] Started", "begun"),
                lines.stream().map(ColouredText::text).toList());
        assertEquals(
                new ColouredText.Part("OK", 2, false), lines.getFirst().parts().get(1));
        assertEquals(
                List.of(new ColouredText.Part("begun", -1, true)),
                lines.getLast().parts());
    }

    @Test
    void anythingMayStandInALog() throws Exception {
        byte[] noise = new byte[300_000];
        new Random(3).nextBytes(noise);
        Files.write(file(), noise);
        Files.writeString(file(), "z".repeat(500_000), StandardOpenOption.APPEND);
        LogText text = new LogTail(file()).read();
        assertTrue(texts(text).stream().allMatch(line -> line.length() <= LogTail.LONGEST_LINE + 1));
        assertTrue(texts(text).stream().noneMatch(line -> line.indexOf('\u001b') >= 0 || line.indexOf('\0') >= 0));
        Files.write(file(), "\u00fc\u00e4 \ud83c\udfe0\n".getBytes(StandardCharsets.UTF_8));
        assertEquals(List.of("\u00fc\u00e4 \ud83c\udfe0"), lines(new LogTail(file())));
    }

    @Test
    void aLogThatCannotBeReadSaysWhy() throws Exception {
        Files.createDirectory(file());
        LogTail tail = new LogTail(file());
        assertInstanceOf(
                MediaProblem.FileUnreadable.class, tail.read().problem().orElseThrow());
        Files.delete(file());
        append("mended\n");
        LogText text = tail.read();
        assertEquals(List.of("mended"), texts(text));
        assertTrue(text.problem().isEmpty());
    }
}
