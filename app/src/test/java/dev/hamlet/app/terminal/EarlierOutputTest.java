package dev.hamlet.app.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A line that is opened and closed while the guest writes on, which its log has too. */
class EarlierOutputTest {
    @TempDir
    Path folder = Path.of("");

    private final Emulation emulation = new Emulation(40, 12, 100, () -> {}, answer -> {});

    private Path log() {
        return folder.resolve("serial.log");
    }

    private void logged(String text) throws IOException {
        Files.writeString(log(), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    private String shown() {
        return emulation
                .text(new Span(Long.MIN_VALUE, 0, Long.MAX_VALUE, 0))
                .strip()
                .replace('\n', '|');
    }

    /** Says one piece with each read. */
    private static ReadableByteChannel line(String... pieces) {
        Queue<String> left = new ArrayDeque<>(List.of(pieces));
        return new ReadableByteChannel() {
            @Override
            public int read(ByteBuffer into) {
                String next = left.poll();
                if (next == null) {
                    return -1;
                }
                into.put(next.getBytes(StandardCharsets.UTF_8));
                return next.length();
            }

            @Override
            public boolean isOpen() {
                return true;
            }

            @Override
            public void close() {}
        };
    }

    private void follow(EarlierOutput earlier, String... pieces) throws IOException {
        emulation.run(earlier.live(line(pieces)));
        earlier.remember();
    }

    @Test
    void whatIsSaidWhileTheLineIsOpenedIsShownOnce() throws Exception {
        EarlierOutput earlier = new EarlierOutput(log());
        logged("one\r\ntwo\r\n");
        earlier.note();
        // The line begins after "three".
        logged("three\r\nfour\r\n");
        earlier.show(emulation);
        logged("five\r\n");
        follow(earlier, "four\r\n", "five\r\n", "six\r\n");
        assertEquals("one|two|three|four|five|six", shown());
    }

    @Test
    void whatIsSaidBeforeTheLineBeginsButAfterTheLogWasReadIsShown() throws Exception {
        EarlierOutput earlier = new EarlierOutput(log());
        logged("one\r\n");
        earlier.note();
        earlier.show(emulation);
        logged("two\r\nthree\r\n");
        follow(earlier, "three\r\n", "four\r\n");
        assertEquals("one|two|three|four", shown());
    }

    @Test
    void whatTheLogHasNotYetIsShownTooAndNotAgain() throws Exception {
        EarlierOutput earlier = new EarlierOutput(log());
        logged("one\r\n");
        earlier.note();
        logged("two\r\nth");
        earlier.show(emulation);
        follow(earlier, "three\r\n");
        logged("ree\r\n");
        logged("four\r\n");
        earlier.note();
        earlier.show(emulation);
        follow(earlier);
        assertEquals("one|two|three|four", shown());
    }

    @Test
    void whatIsSaidAfterTheEndOfTheLineIsShownNextTime() throws Exception {
        EarlierOutput earlier = new EarlierOutput(log());
        earlier.note();
        earlier.show(emulation);
        logged("one\r\ntwo\r\n");
        follow(earlier, "one\r\n");
        earlier.note();
        logged("three\r\n");
        earlier.show(emulation);
        follow(earlier, "three\r\n");
        assertEquals("one|two|three", shown());
    }

    @Test
    void aLineWithoutALogIsShownAllTheSame() throws Exception {
        EarlierOutput earlier = new EarlierOutput(log());
        for (String said : List.of("one\r\n", "two\r\n")) {
            earlier.note();
            earlier.show(emulation);
            follow(earlier, said);
        }
        assertEquals("one|two", shown());
    }

    @Test
    void aLogThatWasCutIsShownFromItsBegin() throws Exception {
        EarlierOutput earlier = new EarlierOutput(log());
        logged("a".repeat(39) + "\r\n");
        earlier.note();
        earlier.show(emulation);
        follow(earlier);
        Files.writeString(log(), "new\r\n");
        earlier.note();
        earlier.show(emulation);
        follow(earlier);
        assertEquals("a".repeat(39) + "|new", shown());
    }

    @Test
    void colourIsShownAndQuestionsOfThePastAreNotAsked() throws Exception {
        EarlierOutput earlier = new EarlierOutput(log());
        earlier.note();
        logged("\u001b[6n\u001b[32mgreen\u001b[0m\r\nlive");
        earlier.show(emulation);
        follow(earlier, "live");
        assertEquals("green|live", shown());
    }
}
