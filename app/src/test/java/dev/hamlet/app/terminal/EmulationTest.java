package dev.hamlet.app.terminal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.techsenger.jeditermfx.core.TerminalColor;
import com.techsenger.jeditermfx.core.TextStyle;
import dev.hamlet.engine.job.Threads;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.channels.Pipe;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class EmulationTest {
    private static final int HISTORY = 1000;

    private final ByteArrayOutputStream answers = new ByteArrayOutputStream();
    private final Screen screen = new Screen();

    private Emulation terminal(int columns, int rows) {
        return new Emulation(columns, rows, HISTORY, () -> {}, answers::writeBytes);
    }

    private static void say(Emulation terminal, String text) {
        say(terminal, text.getBytes(StandardCharsets.UTF_8));
    }

    private static void say(Emulation terminal, byte[] bytes) {
        try {
            terminal.run(Channels.newChannel(new ByteArrayInputStream(bytes)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<String> lines(Emulation terminal, int back) {
        terminal.copy(screen, back);
        return IntStream.range(0, screen.rows).mapToObj(screen::line).toList();
    }

    @Test
    void textStandsWhereItWasWritten() {
        Emulation terminal = terminal(20, 4);
        say(terminal, "one\r\ntwo\u001b[4;5Hfour");
        assertEquals(List.of("one", "two", "", "    four"), lines(terminal, 0));
        assertEquals(8, screen.cursorColumn);
        assertEquals(3, screen.cursorRow);
        assertTrue(screen.cursorVisible);
        say(terminal, "\u001b[?25l");
        terminal.copy(screen, 0);
        assertFalse(screen.cursorVisible);
    }

    @Test
    void charactersMayComeInPiecesOfAnyLength() throws Exception {
        byte[] bytes = "grün 你好 \u001b[1;31m🐧\u001b[0m ende".getBytes(StandardCharsets.UTF_8);
        Emulation whole = terminal(40, 3);
        say(whole, bytes);
        String wanted = lines(whole, 0).getFirst();
        assertEquals("grün 你好 🐧 ende", wanted);
        Emulation cut = terminal(40, 3);
        List<InputStream> single = IntStream.range(0, bytes.length)
                .mapToObj(i -> (InputStream) new ByteArrayInputStream(bytes, i, 1))
                .toList();
        cut.run(Channels.newChannel(new SequenceInputStream(Collections.enumeration(single))));
        assertEquals(wanted, lines(cut, 0).getFirst());
    }

    @Test
    void coloursAndLettersAreTold() {
        Emulation terminal = terminal(40, 3);
        say(terminal, "\u001b[1;4;31;44mA\u001b[0;38;5;208mB\u001b[38;2;1;2;3;7mC");
        terminal.copy(screen, 0);
        TextStyle a = screen.styles[0][0];
        assertTrue(a.hasOption(TextStyle.Option.BOLD) && a.hasOption(TextStyle.Option.UNDERLINED));
        assertEquals(TerminalColor.index(1), a.getForeground());
        assertEquals(TerminalColor.index(4), a.getBackground());
        assertEquals(0xffff8700, colour(screen.styles[0][1].getForeground()));
        assertEquals(0xff010203, colour(screen.styles[0][2].getForeground()));
        assertTrue(screen.styles[0][2].hasOption(TextStyle.Option.INVERSE));
    }

    private static int colour(@Nullable TerminalColor colour) {
        assertNotNull(colour);
        return colour.toColor().getRGB();
    }

    @Test
    void aWideCharacterHasTwoCells() {
        Emulation terminal = terminal(10, 3);
        say(terminal, "你a");
        terminal.copy(screen, 0);
        assertEquals('你', screen.text[0][0]);
        assertEquals(Emulation.SECOND_HALF, screen.text[0][1]);
        assertEquals('a', screen.text[0][2]);
        assertEquals("你a", screen.line(0));
    }

    @Test
    void aMarkMakesOneCharacterWithItsLetterOrTakesNoCell() {
        Emulation terminal = terminal(20, 3);
        say(terminal, "e\u0301te\u0301 x\u0302y \u200dz\r\n");
        say(terminal, "e");
        say(terminal, "\u0301t");
        assertEquals(List.of("été xy z", "ét", ""), lines(terminal, 0));
        assertEquals(2, screen.cursorColumn);
        say(terminal, "\r\n\u0301\u0302end");
        assertEquals("end", lines(terminal, 0).getLast());
    }

    @Test
    void linesThatHaveLeftTheScreenAreKeptAndHaveTheirNumbers() {
        Emulation terminal = terminal(20, 3);
        say(terminal, "0\r\n1\r\n2\r\n3\r\n4\r\n5");
        assertEquals(List.of("3", "4", "5"), lines(terminal, 0));
        assertEquals(3, screen.top);
        assertEquals(3, screen.history);
        assertEquals(List.of("1", "2", "3"), lines(terminal, 2));
        assertEquals(1, screen.top);
        assertEquals(List.of("0", "1", "2"), lines(terminal, 99));
        assertEquals(0, screen.top);
        assertEquals("1\n2", terminal.text(new Span(1, 0, 2, 9)));
    }

    @Test
    void noMoreLinesAreKeptThanWanted() {
        Emulation terminal = terminal(20, 3);
        StringBuilder much = new StringBuilder();
        for (int i = 0; i < 5 * HISTORY; i++) {
            much.append("line ").append(i).append("\r\n");
        }
        say(terminal, much.toString());
        List<String> oldest = lines(terminal, Integer.MAX_VALUE);
        assertEquals(HISTORY, screen.history);
        assertEquals("line " + screen.top, oldest.getFirst());
        assertEquals("", terminal.text(new Span(0, 0, 5, 9)));
    }

    @Test
    void aCopyJoinsWhatTheEdgeBroke() {
        Emulation terminal = terminal(10, 4);
        say(terminal, "0123456789abcdef  \r\nnext 你好");
        assertEquals("0123456789abcdef\nnext 你好", terminal.text(new Span(0, 0, 2, 10)));
        assertEquals("89ab", terminal.text(new Span(0, 8, 1, 2)));
        assertEquals(new Span(0, 8, 1, 2), Span.between(1, 1, 0, 8));
    }

    @Test
    void aSearchFindsWhatTheEdgeBrokeAndWhatHasLeftTheScreen() {
        Emulation terminal = terminal(10, 3);
        say(terminal, "12345678Error here\r\n2\r\n你 error\r\n4\r\n5");
        assertEquals(List.of(new Span(0, 8, 1, 3), new Span(3, 3, 3, 8)), terminal.find("ERROR", 10));
        assertEquals(List.of(new Span(3, 3, 3, 8)), terminal.find("error", 1));
        assertEquals(List.of(new Span(3, 0, 3, 4)), terminal.find("你 e", 10));
        assertEquals(List.of(), terminal.find("absent", 10));
        assertEquals(List.of(), terminal.find("", 10));
    }

    @Test
    void aProgramOfTheWholeScreenLeavesTheLinesAboveAsTheyWere() {
        Emulation terminal = terminal(20, 3);
        say(terminal, "1\r\n2\r\n3\r\n4\u001b[?1049h\u001b[Hvi\r\n\n\n\n\n~");
        assertEquals("~", lines(terminal, 5).getLast().strip());
        assertEquals(0, screen.history);
        say(terminal, "\u001b[?1049l");
        assertEquals(List.of("2", "3", "4"), lines(terminal, 0));
        assertEquals(List.of("1", "2", "3"), lines(terminal, 1));
    }

    @Test
    void aGuestThatAsksIsAnswered() {
        Emulation terminal = terminal(20, 5);
        say(terminal, "\u001b[999;999H\u001b[6n");
        assertEquals("\u001b[5;20R", answers.toString(StandardCharsets.UTF_8));
    }

    @Test
    void keysFollowWhatTheProgramWants() {
        Emulation terminal = terminal(20, 5);
        assertArrayEquals(bytes("\u001b[A"), terminal.key(com.techsenger.jeditermfx.core.input.KeyEvent.VK_UP, 0));
        say(terminal, "\u001b[?1h\u001b[?2004h");
        assertArrayEquals(bytes("\u001bOA"), terminal.key(com.techsenger.jeditermfx.core.input.KeyEvent.VK_UP, 0));
        assertTrue(terminal.isBracketedPaste());
        assertNull(terminal.key('A', 0));
        terminal.reset();
        assertFalse(terminal.isBracketedPaste());
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** A letter as often as wanted, of which there is never more than a piece in memory. */
    private static final class Letters extends InputStream {
        private final char letter;
        private int left;

        Letters(char letter, int count) {
            this.letter = letter;
            this.left = count;
        }

        @Override
        public int read() {
            return left-- > 0 ? letter : -1;
        }

        @Override
        public int read(byte[] into, int at, int most) {
            int count = Math.min(most, left);
            Arrays.fill(into, at, at + count, (byte) letter);
            left -= count;
            return count == 0 ? -1 : count;
        }
    }

    @Test
    void aLineOfTenMegabytesFillsNoMemory() throws Exception {
        Emulation terminal = terminal(80, 24);
        terminal.run(Channels.newChannel(new Letters('x', 10 << 20)));
        say(terminal, "\r\nafter");
        assertEquals("after", lines(terminal, 0).getLast());
        assertEquals(HISTORY, screen.history);
        long before = used();
        terminal.run(Channels.newChannel(new Letters('y', 10 << 20)));
        say(terminal, "\r\nafter");
        long grown = used() - before;
        assertTrue(grown < 4L << 20, () -> "it has grown by " + grown + " bytes");
    }

    @Test
    void aSequenceWithoutEndFillsNoMemoryAndTextGoesOn() {
        for (String begin : List.of("\u001b]0;", "\u001bP", "\u001b[", "\u001b[?", "\u001b[1;", "\u001bX")) {
            Emulation terminal = terminal(80, 24);
            say(terminal, begin + "1".repeat(1 << 20) + "\u0007\u001b\\\u001b[m\r\nafter");
            assertEquals(
                    "after",
                    lines(terminal, 0).stream()
                            .filter(line -> !line.isEmpty())
                            .toList()
                            .getLast(),
                    begin);
        }
    }

    private static long used() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    @Test
    void noBytesStopIt() {
        Random random = new Random(4);
        Emulation terminal = terminal(80, 24);
        String grammar =
                "\u001b[]()P;?0123456789ABCDEFGHJKLMPSTXZ@`abcdefghilmnqrstux\r\n\b\t\u000e\u000f#78=>你é\u0300";
        for (int round = 0; round < 300; round++) {
            byte[] noise = new byte[4096];
            random.nextBytes(noise);
            say(terminal, noise);
            StringBuilder almost = new StringBuilder();
            for (int i = 0; i < 2000; i++) {
                if (random.nextInt(4) == 0) {
                    almost.append("\u001b[");
                }
                almost.append(grammar.charAt(random.nextInt(grammar.length())));
            }
            say(terminal, almost.toString());
            terminal.copy(screen, random.nextInt(50));
        }
        terminal.reset();
        say(terminal, "\u001b[H\u001b[2Jstill here");
        assertEquals("still here", lines(terminal, 0).getFirst());
    }

    @Test
    void hugeNumbersTakeNoTime() {
        Emulation terminal = terminal(80, 24);
        StringBuilder all = new StringBuilder("text\r\n");
        for (char last = '@'; last < 0x7f; last++) {
            all.append("\u001b[2147483647")
                    .append(last)
                    .append("\u001b[999999999;999999999")
                    .append(last);
        }
        say(terminal, all + "\u001b[!p\u001b[r\u001b[?1049l\u001b[H\u001b[2Jafter");
        assertEquals("after", lines(terminal, 0).getFirst());
    }

    @Test
    void aStormOfSizesLeavesWhatIsOnTheScreen() throws Exception {
        Emulation terminal = terminal(80, 24);
        Pipe pipe = Pipe.open();
        Thread running = Threads.virtual("terminal", () -> {
            try {
                terminal.run(pipe.source());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        Random random = new Random(7);
        try (Pipe.SinkChannel sink = pipe.sink()) {
            for (int i = 0; i < 500; i++) {
                sink.write(StandardCharsets.UTF_8.encode(
                        "line " + i + " 你\u001b[3;5r\u001b[r\u001b[" + i % 40 + ";1H\r\n"));
                terminal.resize(1 + random.nextInt(200), 1 + random.nextInt(80));
                terminal.copy(screen, random.nextInt(30));
            }
            terminal.resize(80, 24);
            sink.write(StandardCharsets.UTF_8.encode("\u001b[H\u001b[2Jlast"));
        }
        running.join();
        assertEquals("last", lines(terminal, 0).getFirst());
    }

    @Test
    void linesKeepTheirNumbersWhenTheScreenBecomesLowerOrHigher() {
        Emulation terminal = terminal(20, 6);
        say(terminal, "0\r\n1\r\n2\r\n3\r\n4\r\n5\r\n6\r\n7");
        for (int rows : List.of(3, 5, 2, 8, 4)) {
            terminal.resize(20, rows);
            assertEquals("4", terminal.text(new Span(4, 0, 4, 20)), "with " + rows + " rows");
            assertEquals("0", terminal.text(new Span(0, 0, 0, 20)), "with " + rows + " rows");
        }
    }

    @Test
    void noSizeTakesLinesAway() {
        Random random = new Random(11);
        for (int round = 0; round < 400; round++) {
            Emulation terminal = terminal(20 + random.nextInt(180), 2 + random.nextInt(40));
            StringBuilder written = new StringBuilder();
            for (int i = 0; i < 20; i++) {
                String line = "line " + i + " " + "x".repeat(1 + random.nextInt(100));
                written.append(line).append('\n');
                say(terminal, line + "\r\n");
            }
            boolean whole = random.nextBoolean();
            say(terminal, whole ? "\u001b[?1049h\u001b[Hvi\r\n~" : "");
            for (int i = 0; i < 10; i++) {
                say(terminal, "\u001b[" + (1 + random.nextInt(60)) + ";" + (1 + random.nextInt(200)) + "H");
                terminal.resize(1 + random.nextInt(200), 2 + random.nextInt(60));
                assertEquals(whole ? "vi" : "", whole ? lines(terminal, 0).getFirst() : "", "in round " + round);
            }
            say(terminal, whole ? "\u001b[?1049l" : "");
            String all = terminal.text(new Span(Long.MIN_VALUE, 0, Long.MAX_VALUE, 0));
            assertEquals(written.toString().strip(), all.strip(), "in round " + round);
            if (whole) {
                terminal.copy(screen, 0);
                say(terminal, "here");
                assertEquals("here", lines(terminal, 0).get(screen.cursorRow), "in round " + round);
            }
        }
    }

    @Test
    void whoWantsToSeeTheScreenWaitsNoLongerThanSomeMillisecondsDuringAFlood() throws Exception {
        Emulation terminal = terminal(80, 24);
        byte[] flood = "the quick brown fox jumps over the lazy dog\r\n"
                .repeat(200_000)
                .getBytes(StandardCharsets.UTF_8);
        Thread running = Threads.virtual("terminal", () -> say(terminal, flood));
        List<Long> looks = new ArrayList<>();
        try (Stalls stalls = new Stalls()) {
            while (running.isAlive()) {
                long begin = System.nanoTime();
                terminal.copy(screen, 0);
                looks.add(System.nanoTime() - begin);
                Thread.onSpinWait();
            }
            running.join();
            stalls.requireAnswer(Collections.max(looks));
        }
        assertTrue(looks.size() > 10, () -> "there were " + looks.size() + " looks");
        // A busy computer lets any thread wait, though seldom: such a look says nothing of this lock.
        Collections.sort(looks);
        long most = looks.get(looks.size() * 99 / 100);
        assertTrue(most < 50_000_000, () -> "one look of a hundred took " + most / 1_000_000 + " ms or longer");
    }
}
