package dev.hamlet.nativebridge.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import com.sun.jna.Memory;
import com.sun.jna.NativeLong;
import com.sun.jna.ptr.PointerByReference;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Each structure has the size that the C compiler gives it, and reads what the system writes. */
class StructuresTest {
    @Test
    void termiosIsSixtyBytesAndReadsTheStateOfATerminal() throws Exception {
        assertEquals(60, new Termios().size());
        try (PseudoTerminal pty = PseudoTerminal.open();
                Descriptor user = Descriptor.open(pty.device(), Flags.O_RDWR | Flags.O_NOCTTY)) {
            Termios state = new Termios();
            assertEquals(0, LibC.INSTANCE.tcgetattr(user.number(), state));
            assertNotEquals(0, state.c_lflag & 0x8, "a new terminal echoes");
            assertEquals(3, state.c_cc[0], "VINTR is Ctrl-C");
            assertEquals(0xf, state.c_ispeed & 0xf, "38400 baud is 0xf");
        }
    }

    @Test
    void windowSizeIsEightBytesAndReadsWhatWasSet() throws Exception {
        assertEquals(8, new WindowSize().size());
        try (PseudoTerminal pty = PseudoTerminal.open()) {
            pty.resize(132, 43);
            WindowSize size = new WindowSize();
            assertEquals(0, LibC.INSTANCE.ioctl(pty.number(), new NativeLong(Flags.TIOCGWINSZ), size));
            assertEquals(132, size.ws_col);
            assertEquals(43, size.ws_row);
        }
    }

    @Test
    void passwdIsFortyEightBytesAndReadsRoot() {
        Passwd entry = new Passwd();
        assertEquals(48, entry.size());
        try (Memory room = new Memory(4096)) {
            PointerByReference found = new PointerByReference();
            assertEquals(0, LibC.INSTANCE.getpwuid_r(0, entry, room, new NativeLong(4096), found));
            assertNotNull(entry.pw_name);
            assertEquals("root", entry.pw_name.getString(0));
            assertNotNull(entry.pw_dir);
            assertEquals("/root", entry.pw_dir.getString(0));
        }
    }

    @Test
    void groupIsThirtyTwoBytesAndReadsRoot() {
        GroupEntry entry = new GroupEntry();
        assertEquals(32, entry.size());
        try (Memory room = new Memory(4096)) {
            PointerByReference found = new PointerByReference();
            assertEquals(0, LibC.INSTANCE.getgrgid_r(0, entry, room, new NativeLong(4096), found));
            assertNotNull(entry.gr_name);
            assertEquals("root", entry.gr_name.getString(0));
        }
    }

    @Test
    void lockRangeIsThirtyTwoBytesAndReadsAFreeFileAsUnlocked() throws Exception {
        assertEquals(32, new LockRange().size());
        try (Descriptor file = Descriptor.open(Path.of("/proc/self/exe").toRealPath(), Flags.O_RDONLY)) {
            LockRange range = new LockRange();
            range.l_type = 0; // F_RDLCK: the file is open for reading only
            assertEquals(0, LibC.INSTANCE.fcntl(file.number(), Flags.F_OFD_GETLK, range));
            assertEquals(Flags.F_UNLCK, range.l_type);
        }
    }
}
