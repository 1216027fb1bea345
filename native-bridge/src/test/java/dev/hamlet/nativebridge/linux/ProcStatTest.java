package dev.hamlet.nativebridge.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.nativebridge.NativeException;
import dev.hamlet.nativebridge.ProcessIdentity;
import dev.hamlet.nativebridge.Signal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcStatTest {
    @Test
    void aProgramNameWithSpacesAndBracketsDoesNotShiftTheFields() {
        ProcStat stat = ProcStat.parse("42 (a) Z 9 (b c)) S 1 42 42 0 -1 4194560 100 0 0 0 0 0 0 0 20 0 1 0 987654321 "
                + "12345 1 18446744073709551615 0 0\n");
        assertEquals('S', stat.state());
        assertEquals(987654321L, stat.startTime());
    }

    @Test
    void aZombieHasEnded() {
        assertTrue(new ProcStat('Z', 1, 0, 0).ended());
    }

    @Test
    void aNumberThatNoProcessHasIsEmpty() throws Exception {
        assertTrue(ProcStat.read(4_194_305L).isEmpty(), "above the greatest pid that Linux gives");
    }

    @Test
    void onlyWhatIsNotThereIsNoProcess(@TempDir Path proc) throws Exception {
        assertTrue(ProcStat.read(proc, 42).isEmpty());
        // There, and not to be read: as every file is once too many are open.
        Files.createDirectories(proc.resolve("42/stat"));
        assertThrows(IOException.class, () -> ProcStat.read(proc, 42));
    }

    @Test
    void aProcessThatCannotBeLookedAtIsAliveAndIsSentNothing(@TempDir Path proc) throws Exception {
        LinuxProcesses processes = new LinuxProcesses(false, proc);
        ProcessIdentity self = processes.self();
        assertFalse(processes.alive(self), "there is no process in this folder");
        assertEquals(Optional.empty(), processes.identify(self.pid()));
        Files.createDirectories(proc.resolve(self.pid() + "/stat"));
        assertTrue(processes.alive(self), "nothing says that it has ended");
        assertFalse(processes.alive(new ProcessIdentity(self.pid(), self.startTime(), "another boot")));
        assertThrows(UncheckedIOException.class, () -> processes.identify(self.pid()));
        assertThrows(NativeException.class, () -> processes.signal(self, Signal.CONT));
        assertThrows(NativeException.class, () -> new LinuxProcesses(true, proc).watch(self));
    }
}
