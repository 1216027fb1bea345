package dev.hamlet.app.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hamlet.engine.Engine;
import dev.hamlet.engine.display.DisplayEvent;
import dev.hamlet.engine.display.DisplayListener;
import dev.hamlet.engine.display.DisplaySession;
import dev.hamlet.engine.display.HostKeyboard;
import dev.hamlet.engine.display.PhysicalKey;
import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.machine.Machine;
import dev.hamlet.engine.machine.NewMachine;
import dev.hamlet.engine.machine.RunningGuest;
import dev.hamlet.engine.machine.StartOptions;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The keys of a keyboard at an X server of its own, on their way through a console's engine and QEMU to what the kernel of a
 * Linux guest writes down of them.
 */
@Tag("real")
@Timeout(90)
class KeyLayoutsIT {
    /** What the PS/2 keyboard of QEMU 7.2 has no code for, or none that Linux knows. */
    private static final Set<PhysicalKey> ABSENT = EnumSet.of(
            PhysicalKey.ZENKAKU_HANKAKU,
            PhysicalKey.KATAKANA,
            PhysicalKey.LANG_1,
            PhysicalKey.LANG_2,
            PhysicalKey.AGAIN,
            PhysicalKey.UNDO,
            PhysicalKey.COPY,
            PhysicalKey.OPEN,
            PhysicalKey.PASTE,
            PhysicalKey.FIND,
            PhysicalKey.CUT,
            PhysicalKey.HELP,
            PhysicalKey.EJECT,
            PhysicalKey.BROWSER_SEARCH);

    private static final List<PhysicalKey> KEYS = Arrays.stream(PhysicalKey.values())
            .filter(key -> !ABSENT.contains(key) && !key.name().matches("F(1[3-9]|2[0-4])"))
            .toList();

    /** So many keys fit into the queue of a guest's keyboard, whatever they are. */
    private static final int AT_ONCE = 2;

    @TempDir
    private Path folder;

    private WindowHome home;
    private Process server;
    private String display;

    @BeforeEach
    void startServer() throws Exception {
        home = new WindowHome(folder);
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/Xvfb")), "Xvfb is not installed");
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/setxkbmap")), "setxkbmap is not installed");
        server = new ProcessBuilder("/usr/bin/Xvfb", "-displayfd", "1", "-nolisten", "tcp", "-noreset")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        display = ":" + server.inputReader(StandardCharsets.US_ASCII).readLine();
        home.buildTinyGuest();
    }

    @AfterEach
    void end() throws Exception {
        if (server != null) {
            server.destroy();
            assertTrue(server.waitFor(10, TimeUnit.SECONDS));
        }
        home.endGuests();
    }

    /** What the guest's kernel wrote down: a key, and whether it went down. */
    private record Event(PhysicalKey key, boolean down) {
        @Override
        public String toString() {
            return (down ? "+" : "-") + key;
        }
    }

    /** The kernel's own log of a guest's keyboard, printed by its serial console. */
    private static final class Kernel {
        private final BlockingQueue<String> lines = new LinkedBlockingQueue<>();

        private final List<Event> all = new ArrayList<>();
        private String wanted = "";

        Kernel(SocketChannel line) throws Exception {
            Thread.ofVirtual()
                    .start(() -> new BufferedReader(
                                    new InputStreamReader(Channels.newInputStream(line), StandardCharsets.ISO_8859_1))
                            .lines()
                            .forEach(text -> lines.add(text.strip())));
            // The shell is there.
            while (!line(60).startsWith("Enter 'help'")) {}
            String command = "stty -echo; dmesg -n 1; for e in /sys/class/input/event*; do"
                    + " grep -q AT.Translated $e/device/name && d=/dev/input/${e##*/}; done; echo be''gun;"
                    + " hexdump -v -e '24/1 \"%02x\" \"\\n\"' $d\n";
            ByteBuffer bytes = ByteBuffer.wrap(command.getBytes(StandardCharsets.US_ASCII));
            while (bytes.hasRemaining()) {
                line.write(bytes);
            }
            while (!line(60).equals("begun")) {}
        }

        private String line(int seconds) throws InterruptedException {
            String line = lines.poll(seconds, TimeUnit.SECONDS);
            assertNotNull(line, () -> "the guest says nothing more: " + all + " of " + wanted);
            return line;
        }

        /** The next so many. */
        List<Event> next(int count, String what) throws InterruptedException {
            all.clear();
            wanted = what;
            while (all.size() < count) {
                all.add(next());
            }
            return List.copyOf(all);
        }

        /** The next key event, of {@code struct input_event}: type, code, value. */
        private Event next() throws InterruptedException {
            while (true) {
                String line = line(10);
                boolean key = line.matches("[0-9a-f]{48}") && line.startsWith("0100", 32);
                if (key && !line.endsWith("02000000")) {
                    int number = Integer.parseInt(line.substring(38, 40) + line.substring(36, 38), 16);
                    return new Event(PhysicalKey.ofEvdev(number).orElseThrow(), line.endsWith("01000000"));
                }
            }
        }
    }

    @Test
    void everyKeyIsTheSameKeyInTheGuestWhateverTheLayout() throws Exception {
        try (Engine engine = home.engine()) {
            Machine machine = home.make(
                    engine,
                    "keys",
                    new NewMachine.Source.Image(
                            engine.images().list().getFirst().name()),
                    ByteSize.ofMebibytes(256));
            machine.start(StartOptions.CAREFUL).await();
            RunningGuest guest = machine.guest("keys");
            CountDownLatch listens = new CountDownLatch(1);
            try (RunningGuest.SerialLine line = guest.serial(false);
                    DisplaySession session = guest.display(new DisplayListener() {
                        @Override
                        public void painted() {}

                        @Override
                        public void happened(DisplayEvent event) {}
                    });
                    RealKeys typist = RealKeys.open(display);
                    HostKeyboard keyboard = HostKeyboard.open(Map.of("DISPLAY", display), new HostKeyboard.Listener() {
                                @Override
                                public void key(PhysicalKey key, boolean down) {
                                    if (down) {
                                        session.press(key);
                                    } else {
                                        session.release(key);
                                    }
                                }

                                @Override
                                public void repeats(PhysicalKey key) {}

                                @Override
                                public void listens() {
                                    listens.countDown();
                                }

                                @Override
                                public void grabbed(boolean now) {}

                                @Override
                                public void lost() {}
                            })
                            .orElseThrow()) {
                Kernel kernel = new Kernel(line.channel());
                keyboard.listen(true);
                assertTrue(listens.await(10, TimeUnit.SECONDS));
                typist.press(PhysicalKey.B.evdev());
                while (!kernel.next(1, "B").equals(List.of(new Event(PhysicalKey.B, false)))) {}
                for (String layout : List.of("us", "de", "fr", "jp")) {
                    set(layout);
                    for (int i = 0; i < KEYS.size(); i += AT_ONCE) {
                        List<Event> typed = new ArrayList<>();
                        for (PhysicalKey key : KEYS.subList(i, Math.min(i + AT_ONCE, KEYS.size()))) {
                            typist.press(key.evdev());
                            typed.add(new Event(key, true));
                            typed.add(new Event(key, false));
                        }
                        assertEquals(typed, kernel.next(typed.size(), layout + typed), layout);
                    }
                }
            }
        }
    }

    private void set(String layout) throws Exception {
        assertEquals(
                0,
                new ProcessBuilder("/usr/bin/setxkbmap", "-display", display, layout)
                        .start()
                        .waitFor());
    }
}
