package dev.hamlet.nativebridge.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.nativebridge.NativeException;
import dev.hamlet.nativebridge.RawKeyboard;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A keyboard that is grabbed, beside a program that takes keys for itself as a window manager does. */
@Tag("real")
@Timeout(30)
class X11GrabIT {
    /** Of linux/input-event-codes.h. */
    private static final int KEY_TAB = 15;

    private static final int KEY_A = 30;
    private static final int KEY_LEFT_ALT = 56;

    private final HeardKeys heard = new HeardKeys();
    private @Nullable XServer server;
    private String display = "";

    /** A program that takes Alt and Tab, and has windows that can have the focus. */
    private static final class Other implements AutoCloseable {
        private static final int CREATE_WINDOW = 1;
        private static final int DESTROY_WINDOW = 4;
        private static final int MAP_WINDOW = 8;
        private static final int GRAB_KEY = 33;
        private static final int SET_INPUT_FOCUS = 42;
        private static final int ALT = 1 << 3;
        private static final int KEY_PRESS = 2;

        private final XConnection connection;
        private int windows;

        Other(String display) throws NativeException {
            connection = XConnection.open(display);
        }

        void takeAltTab() throws NativeException {
            connection.tell(
                    null,
                    GRAB_KEY,
                    XConnection.request(16)
                            .putInt(4, connection.root())
                            .putShort(8, (short) ALT)
                            .put(10, (byte) (KEY_TAB + 8))
                            .put(11, (byte) 1)
                            .put(12, (byte) 1));
        }

        /** How many keys it was given since the last call. */
        int keys() throws NativeException {
            // What was typed before is here when this is answered.
            connection.property(connection.root(), "WM_NAME");
            int keys = 0;
            for (Optional<ByteBuffer> event = connection.event(); event.isPresent(); event = connection.event()) {
                keys += (event.get().get(0) & 0x7f) == KEY_PRESS ? 1 : 0;
            }
            return keys;
        }

        int focusedWindow() throws NativeException {
            int window = connection.firstId() + windows++;
            connection.tell(
                    null,
                    CREATE_WINDOW,
                    XConnection.request(32)
                            .putInt(4, window)
                            .putInt(8, connection.root())
                            .putShort(16, (short) 50)
                            .putShort(18, (short) 50)
                            .putShort(22, (short) 1));
            connection.tell(null, MAP_WINDOW, XConnection.request(8).putInt(4, window));
            connection.tell(
                    null,
                    SET_INPUT_FOCUS,
                    XConnection.request(12).put(1, (byte) 1).putInt(4, window));
            return window;
        }

        void destroy(int window) throws NativeException {
            connection.tell(null, DESTROY_WINDOW, XConnection.request(8).putInt(4, window));
        }

        @Override
        public void close() {
            connection.close();
        }
    }

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

    private static void typeAltTab(Typist typist) throws NativeException {
        typist.press(KEY_LEFT_ALT);
        typist.type(KEY_TAB);
        typist.release(KEY_LEFT_ALT);
    }

    private static void awaitFree(Typist typist, Other manager) throws NativeException {
        do {
            typeAltTab(typist);
        } while (manager.keys() == 0);
    }

    @Test
    void aKeyThatTheWindowManagerTakesIsTheGuestsWhileTheKeyboardIsGrabbed() throws Exception {
        try (RawKeyboard keyboard = RawKeyboard.open(display, heard);
                Other manager = new Other(display);
                Typist typist = new Typist(display)) {
            manager.takeAltTab();
            typeAltTab(typist);
            assertEquals(1, manager.keys());
            keyboard.listen(true);
            keyboard.grab(true);
            assertTrue(heard.nextGrab());
            heard.awaitListening();
            typeAltTab(typist);
            assertEquals(
                    List.of(
                            new HeardKeys.Key(KEY_LEFT_ALT, true),
                            new HeardKeys.Key(KEY_TAB, true),
                            new HeardKeys.Key(KEY_TAB, false),
                            new HeardKeys.Key(KEY_LEFT_ALT, false)),
                    List.of(heard.next(), heard.next(), heard.next(), heard.next()));
            assertEquals(0, manager.keys());
            keyboard.grab(false);
            awaitFree(typist, manager);
        }
    }

    @Test
    void aKeyThatIsHeldRepeatsWhileTheKeyboardIsGrabbed() throws Exception {
        try (RawKeyboard keyboard = RawKeyboard.open(display, heard);
                Typist typist = new Typist(display)) {
            keyboard.listen(true);
            keyboard.grab(true);
            assertTrue(heard.nextGrab());
            heard.awaitListening();
            typist.type(KEY_A);
            assertTrue(heard.repeats().isEmpty(), "a key that is pressed once does not repeat");
            typist.press(KEY_A);
            for (int i = 0; i < 3; i++) {
                assertEquals(KEY_A, heard.repeats().poll(HeardKeys.SOON, TimeUnit.SECONDS));
            }
            typist.release(KEY_A);
        }
    }

    @Test
    void theGrabEndsWhenTheFocusGoesToAnotherWindow() throws Exception {
        try (RawKeyboard keyboard = RawKeyboard.open(display, heard);
                Other manager = new Other(display);
                Typist typist = new Typist(display)) {
            manager.takeAltTab();
            int console = manager.focusedWindow();
            keyboard.listen(true);
            keyboard.grab(true);
            assertTrue(heard.nextGrab());
            manager.focusedWindow();
            assertFalse(heard.nextGrab());
            typeAltTab(typist);
            assertEquals(1, manager.keys());
            manager.destroy(console);
            keyboard.grab(true);
            assertTrue(heard.nextGrab());
        }
    }

    @Test
    void theGrabEndsWithTheListeningAndWithTheWindowThatHadTheFocus() throws Exception {
        try (RawKeyboard keyboard = RawKeyboard.open(display, heard);
                Other manager = new Other(display);
                Typist typist = new Typist(display)) {
            manager.takeAltTab();
            int console = manager.focusedWindow();
            keyboard.listen(true);
            keyboard.grab(true);
            assertTrue(heard.nextGrab());
            keyboard.listen(false);
            awaitFree(typist, manager);
            keyboard.listen(true);
            assertTrue(heard.nextGrab());
            manager.destroy(console);
            assertFalse(heard.nextGrab());
        }
    }

    /** What is wanted may change while the wish before is being settled. */
    @Test
    void theGrabIsToldOnceHoweverSoonTheListeningBeginsAgain() throws Exception {
        try (RawKeyboard keyboard = RawKeyboard.open(display, heard);
                Other manager = new Other(display)) {
            int console = manager.focusedWindow();
            keyboard.listen(true);
            keyboard.grab(true);
            assertTrue(heard.nextGrab());
            for (int i = 0; i < 1000; i++) {
                keyboard.listen(false);
                for (int spin = 0; spin < i * 20; spin++) {
                    Thread.onSpinWait();
                }
                keyboard.listen(true);
                assertTrue(heard.nextGrab());
            }
            manager.destroy(console);
            assertFalse(heard.nextGrab());
        }
    }

    @Test
    void aKeyboardThatAnotherProgramHoldsIsTakenAsSoonAsItLetsGo() throws Exception {
        try (RawKeyboard first = RawKeyboard.open(display, heard)) {
            first.listen(true);
            first.grab(true);
            assertTrue(heard.nextGrab());
            HeardKeys other = new HeardKeys();
            try (RawKeyboard second = RawKeyboard.open(display, other)) {
                second.listen(true);
                second.grab(true);
                first.listen(false);
                assertTrue(other.nextGrab());
            }
            HeardKeys third = new HeardKeys();
            try (RawKeyboard holder = RawKeyboard.open(display, heard);
                    RawKeyboard refused = RawKeyboard.open(display, third)) {
                holder.listen(true);
                holder.grab(true);
                assertTrue(heard.nextGrab());
                refused.listen(true);
                refused.grab(true);
                assertFalse(third.nextGrab());
            }
        }
    }
}
