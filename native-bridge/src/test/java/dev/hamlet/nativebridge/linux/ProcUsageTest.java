package dev.hamlet.nativebridge.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.nativebridge.ProcessIdentity;
import dev.hamlet.nativebridge.ProcessUsage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProcUsageTest {
    private static final String IO = """
            rchar: 323934931
            wchar: 323929600
            syscr: 632687
            syscw: 632675
            read_bytes: 4096
            write_bytes: 323932160
            cancelled_write_bytes: 7
            """;

    private static final ProcessIdentity PROCESS = new ProcessIdentity(42, 987_654, "boot");

    @TempDir
    Path proc;

    private Path folder;

    @BeforeEach
    void makeProcess() throws IOException {
        folder = Files.createDirectory(proc.resolve("42"));
        stat('S', 987_654);
        Files.writeString(folder.resolve("io"), IO);
    }

    private void stat(char state, long start) throws IOException {
        Files.writeString(
                folder.resolve("stat"),
                "42 (qemu-system (x)) " + state + " 1 42 42 0 -1 4194560 100 0 0 0 250 150 9 9 20 0 5 0 " + start
                        + " 123456789 25 18446744073709551615 0 0\n");
    }

    private static byte[] auxiliary(long... words) {
        ByteBuffer bytes = ByteBuffer.allocate(words.length * Long.BYTES).order(ByteOrder.nativeOrder());
        for (long word : words) {
            bytes.putLong(word);
        }
        return bytes.array();
    }

    @Test
    void ticksAndPagesAreCountedInTheUnitsOfTheHost() {
        ProcUsage usage = new ProcUsage(proc, auxiliary(33, 7, 17, 1000, 6, 65_536, 0, 0));
        assertEquals(Optional.of(new ProcessUsage(400_000_000, 25 * 65_536, 4096, 323_932_160)), usage.read(PROCESS));
    }

    @Test
    void aHostThatTellsNoUnitsHasTheUsualOnes() {
        ProcessUsage usage = new ProcUsage(proc, new byte[3]).read(PROCESS).orElseThrow();
        assertEquals(4_000_000_000L, usage.cpuNanos());
        assertEquals(25 * 4096, usage.resident());
    }

    @Test
    void aNumberThatIsUsedAgainGivesNothing() throws IOException {
        stat('S', 987_655);
        assertTrue(new ProcUsage(proc, new byte[0]).read(PROCESS).isEmpty());
    }

    @Test
    void aZombieGivesNothing() throws IOException {
        stat('Z', 987_654);
        assertTrue(new ProcUsage(proc, new byte[0]).read(PROCESS).isEmpty());
    }

    @Test
    void aProcessThatIsGoneGivesNothing() {
        assertTrue(
                new ProcUsage(proc.resolve("none"), new byte[0]).read(PROCESS).isEmpty());
    }

    @Test
    void whatMayNotBeReadIsUnknownAndNotZero() throws IOException {
        Files.delete(folder.resolve("io"));
        ProcessUsage usage = new ProcUsage(proc, new byte[0]).read(PROCESS).orElseThrow();
        assertEquals(ProcessUsage.UNKNOWN, usage.read());
        assertEquals(ProcessUsage.UNKNOWN, usage.written());
        assertEquals(4_000_000_000L, usage.cpuNanos());
    }

    @Test
    void thisProcessUsesMemoryAndTime() {
        ProcessUsage usage =
                LinuxProcesses.INSTANCE.usage(LinuxProcesses.INSTANCE.self()).orElseThrow();
        assertTrue(usage.cpuNanos() > 0);
        assertTrue(usage.resident() > 10 << 20, () -> "a JVM holds more than " + usage.resident());
    }

    @Test
    void aProcessOfAnotherBootGivesNothing() {
        ProcessIdentity self = LinuxProcesses.INSTANCE.self();
        assertTrue(LinuxProcesses.INSTANCE
                .usage(new ProcessIdentity(self.pid(), self.startTime(), "another boot"))
                .isEmpty());
    }
}
