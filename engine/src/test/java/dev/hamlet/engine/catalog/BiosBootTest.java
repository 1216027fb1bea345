package dev.hamlet.engine.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.engine.host.ByteSize;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BiosBootTest {
    private static final DiskLayout LAYOUT = new DiskLayout(ByteSize.ofMebibytes(100));

    @TempDir
    private Path folder;

    /** Four sectors and a bit, the first of which says that five more are to be loaded. */
    private static byte[] core() {
        byte[] core = new byte[4 * 512 + 7];
        Arrays.fill(core, (byte) 0x11);
        ByteBuffer.wrap(core)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(500, 2)
                .putShort(508, (short) 5)
                .putShort(510, (short) 0x820);
        return core;
    }

    @Test
    void eachPieceIsToldWhereTheNextLies() throws Exception {
        Path disk = folder.resolve("disk.raw");
        byte[] before = new byte[2048 * 512 + 8192];
        Arrays.fill(before, (byte) 0x55);
        Files.write(disk, before);
        byte[] boot = new byte[512];
        Arrays.fill(boot, (byte) 0x22);

        BiosBoot.install(disk, boot, core(), LAYOUT);

        ByteBuffer made = ByteBuffer.wrap(Files.readAllBytes(disk)).order(ByteOrder.LITTLE_ENDIAN);
        assertEquals(before.length, made.capacity());
        assertEquals(0x22, made.get(0));
        assertEquals(2048, made.getLong(0x5c));
        assertEquals(0x22, made.get(0x64));
        assertEquals(0x22, made.get(439));
        // The signature of the disk and the protective table stay as they are.
        assertEquals(0x55, made.get(440));
        assertEquals(0x55, made.get(511));
        int at = 2048 * 512;
        assertEquals(0x55, made.get(at - 1));
        assertEquals(0x11, made.get(at));
        assertEquals(2049, made.getLong(at + 500));
        assertEquals(5, made.getShort(at + 508));
        assertEquals(0x820, made.getShort(at + 510));
        assertEquals(0x11, made.get(at + 4 * 512 + 6));
        assertEquals(0x55, made.get(at + 4 * 512 + 7));
    }

    @Test
    void imagesThatAreNotGrubsAreRefused() {
        assertThrows(IOException.class, () -> BiosBoot.boot(new byte[511], 2048));
        assertThrows(IOException.class, () -> BiosBoot.core(new byte[512], 2048, 4096));
        assertThrows(IOException.class, () -> BiosBoot.core(new byte[4097], 2048, 4096));
        byte[] tooFew = core();
        tooFew[508] = 3;
        IOException e = assertThrows(IOException.class, () -> BiosBoot.core(tooFew, 2048, 4096));
        assertTrue(String.valueOf(e.getMessage()).contains("3 sectors of 4"), e.getMessage());
    }
}
