package dev.hamlet.nativebridge.linux;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

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
    void aNumberThatNoProcessHasIsEmpty() {
        assertTrue(ProcStat.read(4_194_305L).isEmpty(), "above the greatest pid that Linux gives");
    }
}
