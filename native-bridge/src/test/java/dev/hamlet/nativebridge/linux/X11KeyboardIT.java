package dev.hamlet.nativebridge.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hamlet.nativebridge.NativeException;
import dev.hamlet.nativebridge.RawKeyboard;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
    /** Of linux/input-event-codes.h. */
    private static final int KEY_Y = 21;

    private static final int KEY_A = 30;
    private static final int KEY_RIGHT_ALT = 100;
    private static final int KEY_PAUSE = 119;
    private static final int KEY_RO = 89;

    private static final long SOON = 10;

    @TempDir
    private Path folder = Path.of("");

    private @Nullable XServer server;
    private String display = "";

    @BeforeEach
    void startServer() throws IOException {
        server = XServer.start();
        display = server.display();
    }

    @AfterEach
    void stopServer() throws InterruptedException {
        if (server != null) {
            server.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"us", "de", "fr", "jp"})
    void aKeyIsTheSameInEveryLayout(String layout) throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/setxkbmap")), "setxkbmap is not installed");
        Process set = new ProcessBuilder("/usr/bin/setxkbmap", "-display", display, layout).start();
        assertEquals(0, set.waitFor());
        HeardKeys heard = new HeardKeys();
        try (RawKeyboard keyboard = RawKeyboard.open(display, heard);
                Typist typist = new Typist(display)) {
            keyboard.listen(true);
            heard.awaitListening();
            List<HeardKeys.Key> typed = new ArrayList<>();
            List<HeardKeys.Key> came = new ArrayList<>();
            for (int code : new int[] {KEY_Y, KEY_A, KEY_RO, KEY_PAUSE}) {
                typist.type(code);
                typed.addAll(List.of(new HeardKeys.Key(code, true), new HeardKeys.Key(code, false)));
            }
            typist.press(KEY_RIGHT_ALT);
            typist.type(KEY_A);
            typist.release(KEY_RIGHT_ALT);
            typed.addAll(List.of(
                    new HeardKeys.Key(KEY_RIGHT_ALT, true),
                    new HeardKeys.Key(KEY_A, true),
                    new HeardKeys.Key(KEY_A, false),
                    new HeardKeys.Key(KEY_RIGHT_ALT, false)));
            while (came.size() < typed.size()) {
                came.add(heard.next());
            }
            assertEquals(typed, came);
        }
    }

    @Test
    void whatIsTypedWhileNobodyListensIsNeverRead() throws Exception {
        HeardKeys heard = new HeardKeys();
        try (RawKeyboard keyboard = RawKeyboard.open(display, heard);
                Typist typist = new Typist(display)) {
            typist.type(KEY_A);
            keyboard.listen(true);
            heard.awaitListening();
            keyboard.listen(false);
            typist.type(KEY_A);
            keyboard.listen(true);
            keyboard.listen(false);
            typist.type(KEY_A);
            keyboard.listen(true);
            heard.awaitHeard(KEY_PAUSE, typist);
            keyboard.listen(false);
            typist.type(KEY_A);
            assertNull(heard.keys().poll(100, TimeUnit.MILLISECONDS));
            typist.press(KEY_A);
            keyboard.listen(true);
            heard.awaitHeard(KEY_PAUSE, typist);
            typist.release(KEY_A);
            assertEquals(new HeardKeys.Key(KEY_A, false), heard.next(), "the rest of a key that was down before");
        }
    }

    @Test
    void aKeyThatIsHeldIsToldOnce() throws Exception {
        HeardKeys heard = new HeardKeys();
        try (RawKeyboard keyboard = RawKeyboard.open(display, heard);
                Typist typist = new Typist(display)) {
            keyboard.listen(true);
            heard.awaitListening();
            typist.press(KEY_A);
            assertEquals(new HeardKeys.Key(KEY_A, true), heard.next());
            // The server repeats after 660 ms, 25 times a second.
            assertNull(heard.keys().poll(1200, TimeUnit.MILLISECONDS));
            typist.release(KEY_A);
            assertEquals(new HeardKeys.Key(KEY_A, false), heard.next());
        }
    }

    @Test
    void aServerThatGoesAwayIsToldAndEndsNothingElse() throws Exception {
        HeardKeys heard = new HeardKeys();
        try (RawKeyboard keyboard = RawKeyboard.open(display, heard)) {
            keyboard.listen(true);
            stopServer();
            assertTrue(heard.ended().await(SOON, TimeUnit.SECONDS));
            keyboard.listen(false);
        }
        assertThrows(NativeException.class, () -> RawKeyboard.open(display, heard));
    }

    @Test
    void aListenerThatFailsIsToldTheEndAndNothingIsWrittenToWhatWasClosed() throws Exception {
        HeardKeys heard = new HeardKeys() {
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
            } while (!heard.ended().await(20, TimeUnit.MILLISECONDS));
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
        RawKeyboard.open(display, new HeardKeys()).close();
        awaitNoThread();
        long before = descriptors();
        for (int i = 0; i < 50; i++) {
            try (RawKeyboard keyboard = RawKeyboard.open(display, new HeardKeys())) {
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
