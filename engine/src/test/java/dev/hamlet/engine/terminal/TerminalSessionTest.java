package dev.hamlet.engine.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.nativebridge.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
class TerminalSessionTest {
    @TempDir
    private Path folder;

    private final ScriptedTerminal terminal = new ScriptedTerminal();
    private SocketChannel line;
    private SocketChannel guest;

    @BeforeEach
    void connect() throws IOException {
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(folder.resolve("serial.sock"));
        try (ServerSocketChannel server = ServerSocketChannel.open(java.net.StandardProtocolFamily.UNIX)) {
            server.bind(address);
            line = SocketChannel.open(address);
            guest = server.accept();
        }
    }

    @AfterEach
    void disconnect() throws IOException {
        line.close();
        guest.close();
    }

    @Test
    void keysGoToTheGuestUntilTheLeavingOne() throws Exception {
        terminal.typed.add("ls -l\r".getBytes(StandardCharsets.UTF_8));
        terminal.typed.add(new byte[] {'e', 'n', 'd', TerminalSession.LEAVE, 'x'});
        assertEquals(TerminalSession.End.LEFT, join(""));
        ByteBuffer heard = ByteBuffer.allocate(9);
        while (heard.hasRemaining() && guest.read(heard) >= 0) {
            // Until all that was typed has come.
        }
        assertEquals("ls -l\rend", new String(heard.array(), StandardCharsets.UTF_8));
    }

    @Test
    void theTerminalShowsTheGreetingTheEarlierLinesAndThenTheGuest() throws Exception {
        guest.write(ByteBuffer.wrap("login: ".getBytes(StandardCharsets.UTF_8)));
        terminal.leaveWhen = shown -> shown.endsWith("login: ");
        assertEquals(TerminalSession.End.LEFT, join("Welcome\r\n"));
        assertEquals("Hello\r\nWelcome\r\nlogin: ", terminal.shown());
    }

    @Test
    void theEndOfTheLineEndsTheSession() throws Exception {
        guest.close();
        assertEquals(TerminalSession.End.LINE_ENDED, join(""));
    }

    @Test
    void theEndOfTheTerminalEndsTheSession() throws Exception {
        terminal.gone = true;
        assertEquals(TerminalSession.End.TERMINAL_GONE, join(""));
    }

    @Test
    void theTerminalIsGivenBack() throws Exception {
        terminal.typed.add(new byte[] {TerminalSession.LEAVE});
        join("");
        assertTrue(terminal.wasRaw);
        assertFalse(terminal.raw);
    }

    private TerminalSession.End join(String earlier) throws Exception {
        try (TerminalSession session = new TerminalSession(terminal)) {
            return session.join(line, "Hello", earlier.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** A terminal whose keys are a list. */
    private static final class ScriptedTerminal implements Terminal {
        final BlockingQueue<byte[]> typed = new LinkedBlockingQueue<>();
        private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
        volatile java.util.function.Predicate<String> leaveWhen = text -> false;
        volatile boolean gone;
        boolean raw;
        boolean wasRaw;

        String shown() {
            synchronized (shown) {
                return shown.toString(StandardCharsets.UTF_8);
            }
        }

        @Override
        public Size size() {
            return new Size(80, 24);
        }

        @Override
        public RawMode enterRawMode() {
            raw = true;
            wasRaw = true;
            return () -> raw = false;
        }

        @Override
        public int read(byte[] buffer, Duration atMost) throws IOException {
            if (gone) {
                return -1;
            }
            try {
                byte[] keys = typed.poll(atMost.toMillis(), TimeUnit.MILLISECONDS);
                if (keys == null) {
                    boolean leave = leaveWhen.test(shown());
                    buffer[0] = TerminalSession.LEAVE;
                    return leave ? 1 : 0;
                }
                System.arraycopy(keys, 0, buffer, 0, keys.length);
                return keys.length;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException(e);
            }
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            synchronized (shown) {
                shown.write(bytes, offset, length);
            }
        }

        @Override
        public void close() {
            raw = false;
        }
    }
}
