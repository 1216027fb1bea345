package dev.hamlet.app.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.techsenger.jeditermfx.core.TerminalColor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Screens of real programs and of vttest, compared with what they should look like. */
class TerminalCorpusTest {
    private static final Path CORPUS = corpus();
    private static final String AFTER = ".after.txt";

    /** Where it lies beside the repository. */
    private static Path corpus() {
        Path beside = Path.of("shared", "corpus", "terminal");
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            if (Files.isDirectory(folder.resolve(beside))) {
                return folder.resolve(beside);
            }
        }
        return beside;
    }

    @BeforeAll
    static void thereIsACorpus() {
        assumeTrue(Files.isDirectory(CORPUS), () -> "there is no shared/corpus/terminal above this folder");
    }

    private static Screen screenAfter(String name) {
        int columns = 80;
        int rows = 24;
        switch (name) {
            case "vttest/Test2_Screen/3", "vttest/Test2_Screen/5" -> columns = 132;
            case "testSystemCommands" -> {
                columns = 30;
                rows = 3;
            }
            case "testSetCursorPosition" -> {
                columns = 5;
                rows = 4;
            }
            default -> {}
        }
        Emulation terminal = new Emulation(columns, rows, 1000, () -> {}, answer -> {});
        try {
            String text = Files.readString(CORPUS.resolve(name + ".txt"))
                    .replace("\r\n", "\n")
                    .replace("\n", "\r\n");
            terminal.run(Channels.newChannel(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8))));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Screen screen = new Screen();
        terminal.copy(screen, 0);
        return screen;
    }

    /** The cells row by row, so that blanks at ends of lines make no difference; some samples end lines with CR. */
    private static String cells(String text, int columns) {
        StringBuilder cells = new StringBuilder();
        for (String line : text.split("\r\n|\r|\n", -1)) {
            String plain = line.replace(String.valueOf(Emulation.SECOND_HALF), "");
            cells.append(plain).append(" ".repeat(Math.max(0, columns - width(plain))));
        }
        return cells.toString().stripTrailing();
    }

    private static int width(String line) {
        return line.codePoints()
                .map(c -> com.techsenger.jeditermfx.core.util.CharUtils.isDoubleWidthCharacter(c, false) ? 2 : 1)
                .sum();
    }

    private static String cells(Screen screen) {
        StringBuilder text = new StringBuilder();
        for (int row = 0; row < screen.rows; row++) {
            text.append(screen.line(row)).append('\n');
        }
        return cells(text.toString(), screen.columns);
    }

    @Test
    void everyScreenLooksAsItShould() throws Exception {
        Map<String, String> wanted = new TreeMap<>();
        Map<String, String> seen = new TreeMap<>();
        try (Stream<Path> files = Files.walk(CORPUS)) {
            for (Path file : (Iterable<Path>) files.filter(one -> one.toString().endsWith(AFTER))::iterator) {
                String path = CORPUS.relativize(file).toString();
                String name = path.substring(0, path.length() - AFTER.length());
                Screen screen = screenAfter(name);
                wanted.put(name, cells(Files.readString(file), screen.columns));
                seen.put(name, cells(screen));
            }
        }
        for (Map.Entry<String, String> one : wanted.entrySet()) {
            assertEquals(one.getValue(), seen.get(one.getKey()), one.getKey());
        }
        assertEquals(23, wanted.size());
    }

    @Test
    void midnightCommanderHasItsColours() {
        Screen screen = screenAfter("testMidnightCommanderOnXTerm");
        assertColours(screen, 8, 2, 3, 4);
        assertColours(screen, 23, 4, 7, 4);
        assertColours(screen, 2, 0, 0, 6);
    }

    private static void assertColours(Screen screen, int column, int row, int foreground, int background) {
        assertEquals(TerminalColor.index(foreground), screen.styles[row][column].getForeground());
        assertEquals(TerminalColor.index(background), screen.styles[row][column].getBackground());
    }
}
