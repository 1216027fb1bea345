package dev.hamlet.engine.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.engine.Engine;
import dev.hamlet.engine.display.DisplayEvent;
import dev.hamlet.engine.display.DisplaySession;
import dev.hamlet.engine.display.Heard;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.machine.Machine;
import dev.hamlet.engine.machine.RunningGuest;
import dev.hamlet.engine.machine.StartOptions;
import dev.hamlet.engine.problem.ProblemException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A Linux guest whose shell speaks as the agent does that shares a guest's clipboard (spice-protocol, {@code vd_agent.h}),
 * over the channel that the agent uses.
 */
@Tag("real")
@Timeout(120)
class GuestClipboardIT {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** Of {@code vd_agent.h}: kinds of messages, an ability of an agent, and the format of text. */
    private static final int ANNOUNCE_CAPABILITIES = 6;

    private static final int CLIPBOARD = 4;
    private static final int GRAB = 7;
    private static final int REQUEST = 8;
    private static final int CLIPBOARD_BY_DEMAND = 1 << 5;
    private static final int TEXT = 1;

    @TempDir
    private Path home;

    @Test
    void textGoesBothWaysBetweenAGuestsAgentAndItsDisplay() throws Exception {
        try (Engine engine = TinyMachine.open(home)) {
            Machine machine = engine.machines()
                    .create(TinyMachine.spec(engine).build(), (folder, progress) -> {})
                    .await();
            machine.start(new StartOptions(true)).await();
            RunningGuest guest = machine.guest("clipboard");
            Heard heard = new Heard();
            try (RunningGuest.SerialLine line = guest.serial(false);
                    DisplaySession session = guest.display(heard)) {
                SerialText text = new SerialText(line.channel());
                text.type("", "tiny# ", LIMIT);
                assertFalse(guest.sharesClipboard());
                text.type(
                        "for p in /sys/class/virtio-ports/*; do"
                                + " grep -q com.redhat.spice.0 $p/name && exec 3<>/dev/${p##*/}; done; echo op''en",
                        "open",
                        LIMIT);
                awaitShared(guest, true);
                say(text, ANNOUNCE_CAPABILITIES, 1, CLIPBOARD_BY_DEMAND);
                hear(text, ANNOUNCE_CAPABILITIES, 8);

                say(text, GRAB, TEXT);
                assertTrue(heard.next(DisplayEvent.ClipboardOffered.class).text());
                session.requestClipboard();
                assertEquals(hex(TEXT), hear(text, REQUEST, 4));
                say(text, CLIPBOARD, "drüben kopiert: 日本 😀\nzwei");
                assertEquals(
                        "drüben kopiert: 日本 😀\nzwei",
                        heard.next(DisplayEvent.ClipboardReceived.class).text());

                assertEquals(DisplaySession.ClipboardOffer.OFFERED, session.offerClipboard("hier kopiert: ñ €\nzwei"));
                assertEquals(hex(TEXT), hear(text, GRAB, 4));
                say(text, REQUEST, TEXT);
                byte[] given = "hier kopiert: ñ €\nzwei".getBytes(StandardCharsets.UTF_8);
                assertEquals(
                        hex(TEXT) + HexFormat.of().formatHex(given),
                        hear(text, CLIPBOARD, Integer.BYTES + given.length));

                text.type("exec 3>&-; echo sh''ut", "shut", LIMIT);
                awaitShared(guest, false);
            } finally {
                machine.kill().await();
            }
        }
    }

    private static void awaitShared(RunningGuest guest, boolean wanted) throws InterruptedException {
        assertTrue(
                TimeSource.system()
                        .await(
                                () -> {
                                    try {
                                        return guest.sharesClipboard() == wanted;
                                    } catch (ProblemException | InterruptedException e) {
                                        throw new AssertionError(e);
                                    }
                                },
                                LIMIT,
                                Duration.ofMillis(20)),
                () -> "whether the clipboard is shared is not " + wanted);
    }

    private static String hex(int... numbers) {
        return HexFormat.of().formatHex(bytes(numbers).array());
    }

    private static ByteBuffer bytes(int... numbers) {
        ByteBuffer bytes = ByteBuffer.allocate(numbers.length * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int number : numbers) {
            bytes.putInt(number);
        }
        return bytes;
    }

    private static void say(SerialText text, int kind, int... numbers) throws Exception {
        say(text, kind, bytes(numbers).array());
    }

    private static void say(SerialText text, int kind, String copied) throws Exception {
        byte[] letters = copied.getBytes(StandardCharsets.UTF_8);
        say(
                text,
                kind,
                ByteBuffer.allocate(Integer.BYTES + letters.length)
                        .put(bytes(TEXT).array())
                        .put(letters)
                        .array());
    }

    /** The agent in the guest says this: a chunk for the client's port, with one message in it. */
    private static void say(SerialText text, int kind, byte[] data) throws Exception {
        StringBuilder octal = new StringBuilder();
        for (byte one : ByteBuffer.allocate(28 + data.length)
                .put(bytes(1, 20 + data.length, 1, kind, 0, 0, data.length).array())
                .put(data)
                .array()) {
            octal.append("\\%03o".formatted(Byte.toUnsignedInt(one)));
        }
        text.type("printf '" + octal + "' >&3; echo sa''id", "said", LIMIT);
    }

    /** What the guest's agent hears with a message of this kind and this length, in hexadecimal digits. */
    private static String hear(SerialText text, int kind, int length) throws Exception {
        int from = text.length();
        text.type(
                "echo he''ard:$(dd bs=1 count=" + (28 + length)
                        + " <&3 2>/dev/null | hexdump -v -e '1/1 \"%02x\"'):he''ard",
                ":heard",
                LIMIT);
        String said = text.since(text.await("heard:", from, LIMIT));
        String all = said.substring(0, said.indexOf(":heard"));
        assertEquals(hex(1, 20 + length, 1, kind, 0, 0, length), all.substring(0, 56));
        return all.substring(56);
    }
}
