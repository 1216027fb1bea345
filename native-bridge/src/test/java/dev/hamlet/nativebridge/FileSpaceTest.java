package dev.hamlet.nativebridge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSpaceTest {
    private static final int MIB = 1 << 20;

    @TempDir
    private Path folder = Path.of("");

    @Test
    void aFileTakesWhatWasWrittenAndNotItsHoles() throws IOException {
        Path file = folder.resolve("Öl, 100 %.img");
        try (RandomAccessFile disk = new RandomAccessFile(file.toFile(), "rw")) {
            disk.setLength(64L * MIB);
            disk.seek(32L * MIB);
            disk.write(new byte[MIB]);
            disk.getFD().sync();
        }
        long taken = FileSpace.allocated(file);
        assertTrue(taken >= MIB && taken < 2 * MIB, "takes " + taken);
        assertEquals(64L * MIB, Files.size(file));
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        Path file = folder.resolve("gone.img");
        NativeException failure = assertThrows(NativeException.class, () -> FileSpace.allocated(file));
        assertTrue(String.valueOf(failure.getMessage()).contains("gone.img"), failure.getMessage());
    }
}
