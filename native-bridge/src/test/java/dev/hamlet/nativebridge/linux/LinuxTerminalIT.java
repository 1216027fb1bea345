package dev.hamlet.nativebridge.linux;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hamlet.nativebridge.OtherJvm;
import dev.hamlet.nativebridge.Terminal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A terminal that was left to the end of a program. */
@Tag("real")
class LinuxTerminalIT {
    @TempDir
    Path folder;

    /** Enters raw mode and ends without leaving it. */
    static final class EndsInRawMode {
        public static void main(String[] arguments) throws Exception {
            Terminal terminal = LinuxTerminal.open(Path.of(arguments[0]));
            Terminal.RawMode raw = terminal.enterRawMode();
            System.out.println("raw " + (raw != null));
            System.exit(0);
        }
    }

    @Test
    void theEndOfTheProgramGivesTheTerminalBack() throws Exception {
        try (PseudoTerminal pty = PseudoTerminal.open();
                LinuxTerminal terminal = (LinuxTerminal) LinuxTerminal.open(pty.device())) {
            byte[] before = LinuxTerminalTest.bytes(terminal.attributes());
            assertEquals(
                    List.of("raw true"),
                    new OtherJvm(folder)
                            .run(Map.of(), EndsInRawMode.class, pty.device().toString()));
            assertArrayEquals(before, LinuxTerminalTest.bytes(terminal.attributes()));
        }
    }
}
