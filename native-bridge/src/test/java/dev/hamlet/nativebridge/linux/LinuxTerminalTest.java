package dev.hamlet.nativebridge.linux;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.nativebridge.NativeException;
import dev.hamlet.nativebridge.Terminal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class LinuxTerminalTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    @Test
    void rawModePassesEveryKeyAndIsGivenBack() throws Exception {
        try (PseudoTerminal pty = PseudoTerminal.open();
                LinuxTerminal terminal = (LinuxTerminal) LinuxTerminal.open(pty.device())) {
            pty.resize(100, 30);
            assertEquals(new Terminal.Size(100, 30), terminal.size());
            byte[] before = bytes(terminal.attributes());
            byte[] buffer = new byte[16];
            assertEquals(0, terminal.read(buffer, Duration.ofMillis(1)));
            try (Terminal.RawMode _ = terminal.enterRawMode()) {
                assertThrows(IllegalStateException.class, terminal::enterRawMode);
                pty.type("\u0003a");
                assertEquals(2, terminal.read(buffer, SOON));
                assertEquals(3, buffer[0], "Ctrl-C is a byte and no signal");
                byte[] text = "..a\nb..".getBytes(StandardCharsets.US_ASCII);
                terminal.write(text, 2, 3);
                assertEquals("a\nb", pty.shown(3), "no echo, and line ends as they are");
            }
            assertArrayEquals(before, bytes(terminal.attributes()));
        }
    }

    @Test
    void closingTheTerminalLeavesRawMode() throws Exception {
        try (PseudoTerminal pty = PseudoTerminal.open()) {
            byte[] before;
            try (LinuxTerminal terminal = (LinuxTerminal) LinuxTerminal.open(pty.device())) {
                before = bytes(terminal.attributes());
                terminal.enterRawMode();
                assertFalse(Arrays.equals(before, bytes(terminal.attributes())));
            }
            try (LinuxTerminal again = (LinuxTerminal) LinuxTerminal.open(pty.device())) {
                assertArrayEquals(before, bytes(again.attributes()));
            }
        }
    }

    @Test
    void aTerminalThatWentAwayIsAtItsEnd() throws Exception {
        PseudoTerminal pty = PseudoTerminal.open();
        try (Terminal terminal = LinuxTerminal.open(pty.device())) {
            pty.close();
            assertEquals(-1, terminal.read(new byte[16], SOON));
        }
    }

    @Test
    void aFileIsNoTerminal() {
        NativeException e = assertThrows(NativeException.class, () -> LinuxTerminal.open(Path.of("/dev/null")));
        assertEquals(Flags.ENOTTY, e.errno());
        assertTrue(e.toString().contains("/dev/null"));
    }

    static byte[] bytes(Termios state) {
        state.write();
        return state.getPointer().getByteArray(0, state.size());
    }
}
