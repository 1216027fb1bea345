package dev.hamlet.engine.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.engine.host.ByteSize;
import org.junit.jupiter.api.Test;

class DiskLayoutTest {
    private static final DiskLayout LAYOUT = new DiskLayout(ByteSize.ofGibibytes(3));

    @Test
    void thePartitionsLieOneAfterTheOtherAndTheRootLast() {
        assertEquals("""
                label: gpt
                unit: sectors
                14 : start=2048, size=2048, type=21686148-6449-6E6F-744E-656564454649, name=bios
                15 : start=4096, size=131072, type=C12A7328-F81F-11D2-BA4B-00A0C93EC93B, name=efi
                1 : start=135168, size=6154240, type=4F68BCE3-E8CD-4DB1-96E7-FBCAF984B709, name=root
                """, LAYOUT.script());
    }

    @Test
    void theFileSystemsFillTheirPartitions() {
        assertEquals(131072 / 2, LAYOUT.efiKibibytes());
        assertEquals(6154240 / 2, LAYOUT.rootKibibytes());
        assertEquals(2048 * DiskLayout.SECTOR, LAYOUT.biosBytes());
    }

    @Test
    void theTablesCopyHasRoomBehindTheRoot() {
        long end = LAYOUT.rootStart() + LAYOUT.rootKibibytes() * 2;
        // 33 sectors: the header and 128 entries of 128 bytes (UEFI specification, section 5.3.1).
        assertTrue(LAYOUT.size().bytes() / DiskLayout.SECTOR - end >= 33);
    }
}
