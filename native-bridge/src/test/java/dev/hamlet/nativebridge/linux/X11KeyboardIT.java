package dev.hamlet.nativebridge.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.jna.Memory;
import dev.hamlet.nativebridge.NativeException;
import dev.hamlet.nativebridge.RawKeyboard;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys typed at an X server of the test's own. */
@Tag("real")
@Timeout(60)
class X11KeyboardIT {
    /** Of the XTEST extension: FakeInput, and its kinds. */
    private static final int FAKE_INPUT = 2;

    private static final int PRESS = 2;
    private static final int RELEASE = 3;

    /** Of linux/input-event-codes.h. */
    private static final int KEY_Y = 21;

    private static final int KEY_A = 30;
    private static final int KEY_RIGHT_ALT = 100;
    private static final int KEY_PAUSE = 119;
    private static final int KEY_RO = 89;

    private static final long SOON = 10;

    @TempDir
    private Path folder = Path.of("");

    private @Nullable Process server;
    private String display = "";

    private record Key(int code, boolean down) {}

    /** What a console would hear. */
    private static class Heard implements RawKeyboard.Listener {
        final BlockingQueue<Key> keys = new LinkedBlockingQueue<>();
        final CountDownLatch lost = new CountDownLatch(1);

        @Override
        public void key(int code, boolean down) {
            keys.add(new Key(code, down));
        }

        @Override
        public void lost() {
            lost.countDown();
        }
    }

    /** A second program that types. */
    private static final class Typist implements AutoCloseable {
        private final XConnection connection;
        private final Memory extension = X11Keyboard.extension("XTEST");

        Typist(String display) throws NativeException {
            connection = XConnection.open(display);
        }

        void type(int code) throws NativeException {
            send(code, PRESS);
            send(code, RELEASE);
        }

        void send(int code, int kind) throws NativeException {
            connection.tell(
                    extension,
                    FAKE_INPUT,
                    XConnection.request(36).put(4, (byte) kind).put(5, (byte) (code + 8)));
        }

        @Override
        public void close() {
            connection.close();
        }
    }

    @BeforeEach
    void startServer() throws IOException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/Xvfb")), "Xvfb is not installed");
        Process started = new ProcessBuilder(
                        "/usr/bin/Xvfb",
                        "-displayfd",
                        "1",
                        "-screen",
                        "0",
                        "640x480x24",
                        "-nolisten",
                        "tcp",
                        "-noreset")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        server = started;
        try (BufferedReader said =
                new BufferedReader(new InputStreamReader(started.getInputStream(), StandardCharsets.US_ASCII))) {
            display = ":" + said.readLine();
        }
    }

    @AfterEach
    void stopServer() throws InterruptedException {
        if (server != null) {
            server.destroy();
            assertTrue(server.waitFor(SOON, TimeUnit.SECONDS));
        }
    }

    private static Key next(Heard heard) throws InterruptedException {
        Key key = heard.keys.poll(SOON, TimeUnit.SECONDS);
        if (key == null) {
            throw new AssertionError("no key came");
        }
        return key;
    }

    /** Types until the keyboard listens, which it begins to at some moment after it was asked. */
    private static void awaitListening(Typist typist, Heard heard) throws Exception {
        do {
            typist.type(KEY_PAUSE);
        } while (heard.keys.poll(20, TimeUnit.MILLISECONDS) == null);
        typist.type(KEY_RO);
        Key key = next(heard);
        while (!key.equals(new Key(KEY_RO, false))) {
            key = next(heard);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"us", "de", "fr", "jp"})
    void aKeyIsTheSameInEveryLayout(String layout) throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/setxkbmap")), "setxkbmap is not installed");
        Process set = new ProcessBuilder("/usr/bin/setxkbmap", "-display", display, layout).start();
        assertEquals(0, set.waitFor());
        Heard heard = new Heard();
        try (RawKeyboard keyboard = RawKeyboard.open(display, heard);
                Typist typist = new Typist(display)) {
            keyboard.listen(true);
            awaitListening(typist, heard);
            List<Key> typed = new ArrayList<>();
            List<Key> came = new ArrayList<>();
            for (int code : new int[] {KEY_Y, KEY_A, KEY_RO, KEY_PAUSE}) {
                typist.type(code);
                typed.addAll(List.of(new Key(code, true), new Key(code, false)));
            }
            typist.send(KEY_RIGHT_ALT, PRESS);
            typist.type(KEY_A);
            typist.send(KEY_RIGHT_ALT, RELEASE);
            typed.addAll(List.of(
                    new Key(KEY_RIGHT_ALT, true),
                    new Key(KEY_A, true),
                    new Key(KEY_A, false),
                    new Key(KEY_RIGHT_ALT, false)));
            while (came.size() < typed.size()) {
                came.add(next(heard));
            }
            assertEquals(typed, came);
        }
    }

    @Test
    void whatIsTypedWhileNobodyListensIsNeverRead() throws Exception {
        Heard heard = new Heard();
        try (RawKeyboard keyboard = RawKeyboard.open(display, heard);
                Typist typist = new Typist(display)) {
            typist.type(KEY_A);
            keyboard.listen(true);
            awaitListening(typist, heard);
            keyboard.listen(false);
            typist.type(KEY_A);
            keyboard.listen(true);
            keyboard.listen(false);
            typist.type(KEY_A);
            keyboard.listen(true);
            typist.type(KEY_PAUSE);
            awaitListening(typist, heard);
            assertNull(heard.keys.poll());
            keyboard.listen(false);
            typist.type(KEY_A);
            assertNull(heard.keys.poll(100, TimeUnit.MILLISECONDS));
            typist.send(KEY_A, PRESS);
            keyboard.listen(true);
            awaitListening(typist, heard);
            typist.send(KEY_A, RELEASE);
            assertEquals(new Key(KEY_A, false), next(heard), "the rest of a key that was down before");
        }
    }

    @Test
    void aKeyThatIsHeldIsToldOnce() throws Exception {
        Heard heard = new Heard();
        try (RawKeyboard keyboard = RawKeyboard.open(display, heard);
                Typist typist = new Typist(display)) {
            keyboard.listen(true);
            awaitListening(typist, heard);
            typist.send(KEY_A, PRESS);
            assertEquals(new Key(KEY_A, true), next(heard));
            // The server repeats after 660 ms, 25 times a second.
            assertNull(heard.keys.poll(1200, TimeUnit.MILLISECONDS));
            typist.send(KEY_A, RELEASE);
            assertEquals(new Key(KEY_A, false), next(heard));
        }
    }

    @Test
    void aServerThatGoesAwayIsToldAndEndsNothingElse() throws Exception {
        Heard heard = new Heard();
        try (RawKeyboard keyboard = RawKeyboard.open(display, heard)) {
            keyboard.listen(true);
            stopServer();
            assertTrue(heard.lost.await(SOON, TimeUnit.SECONDS));
            keyboard.listen(false);
        }
        assertThrows(NativeException.class, () -> RawKeyboard.open(display, heard));
    }

    @Test
    void aListenerThatFailsIsToldTheEndAndNothingIsWrittenToWhatWasClosed() throws Exception {
        Heard heard = new Heard() {
            @Override
            public void key(int code, boolean down) {
                throw new IllegalStateException("a fault of the listener's");
            }
        };
        try (RawKeyboard keyboard = RawKeyboard.open(display, heard);
                Typist typist = new Typist(display)) {
            keyboard.listen(true);
            do {
                typist.type(KEY_A);
            } while (!heard.lost.await(20, TimeUnit.MILLISECONDS));
            awaitNoThread();
            List<Path> files = new ArrayList<>();
            List<OutputStream> open = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                files.add(folder.resolve("file-" + i));
                open.add(Files.newOutputStream(files.getLast()));
            }
            keyboard.listen(false);
            for (int i = 0; i < open.size(); i++) {
                open.get(i).close();
                assertEquals(0, Files.size(files.get(i)), "it has a number that the keyboard had");
            }
        }
    }

    @Test
    void fiftyKeyboardsLeaveNoThreadAndNoDescriptor() throws Exception {
        RawKeyboard.open(display, new Heard()).close();
        awaitNoThread();
        long before = descriptors();
        for (int i = 0; i < 50; i++) {
            try (RawKeyboard keyboard = RawKeyboard.open(display, new Heard())) {
                keyboard.listen(true);
            }
        }
        awaitNoThread();
        assertEquals(before, descriptors());
    }

    private static void awaitNoThread() throws InterruptedException {
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().equals("hamlet-keys")) {
                thread.join(SOON * 1000);
            }
        }
    }

    private static long descriptors() throws IOException {
        try (var open = Files.list(Path.of("/proc/self/fd"))) {
            return open.count();
        }
    }
}
