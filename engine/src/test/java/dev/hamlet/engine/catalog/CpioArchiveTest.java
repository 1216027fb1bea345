package dev.hamlet.engine.catalog;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class CpioArchiveTest {
    @Test
    void anEntryIsAHeaderOfHexAPaddedNameAndAPaddedContent() {
        byte[] archive = new CpioArchive()
                .file("a/bé", 0644, "hello".getBytes(StandardCharsets.US_ASCII))
                .finish();
        String expected = "070701"
                + "00000001" // inode
                + "000081A4" // regular, 0644
                + "00000000" // root
                + "00000000"
                + "00000001" // one link
                + "00000000" // the epoch
                + "00000005" // bytes
                + "00000000" // of no device
                + "00000000"
                + "00000000" // is no device
                + "00000000"
                + "00000006" // the name's bytes with its end
                + "00000000"; // no check sum in this form
        assertEquals(expected, new String(archive, 0, 110, StandardCharsets.US_ASCII));
        assertArrayEquals(
                new byte[] {'a', '/', 'b', (byte) 0xc3, (byte) 0xa9, 0}, Arrays.copyOfRange(archive, 110, 116));
        assertArrayEquals(new byte[] {'h', 'e', 'l', 'l', 'o', 0, 0, 0}, Arrays.copyOfRange(archive, 116, 124));
        assertEquals("070701", new String(archive, 124, 6, StandardCharsets.US_ASCII));
    }

    @Test
    void theArchiveEndsWithItsTrailerAndAWholeWord() {
        byte[] archive = new CpioArchive().directory("dev", 0755).finish();
        assertEquals(0, archive.length % 4);
        String text = new String(archive, StandardCharsets.US_ASCII);
        assertEquals(archive.length - 14, text.lastIndexOf("TRAILER!!!"));
        assertEquals("000041ED", text.substring(14, 22));
    }

    @Test
    void devicesHaveTheirNumbers() {
        String text =
                new String(new CpioArchive().device("dev/console", 0600, 5, 1).finish(), StandardCharsets.US_ASCII);
        assertEquals("00002180", text.substring(14, 22));
        assertEquals("0000000500000001", text.substring(78, 94));
    }

    @Test
    void linksHoldTheirTarget() {
        String text = new String(new CpioArchive().symlink("sbin", "bin").finish(), StandardCharsets.US_ASCII);
        assertEquals("0000A1FF", text.substring(14, 22));
        assertEquals("bin", text.substring(116, 119));
    }

    @Test
    void aPathThatIsNotWithinTheArchiveIsRefused() {
        CpioArchive archive = new CpioArchive();
        assertThrows(IllegalArgumentException.class, () -> archive.directory("/dev", 0755));
        assertThrows(IllegalArgumentException.class, () -> archive.directory("", 0755));
    }
}
