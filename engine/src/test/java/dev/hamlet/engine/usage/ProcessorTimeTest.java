package dev.hamlet.engine.usage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProcessorTimeTest {
    private static final String STAT =
            "cpu  100 20 30 800 40 5 5 0 60 10\ncpu0 50 10 15 400 20 2 3 0 30 5\nintr 1 2 3\n";

    @Test
    void timeOfGuestsIsNotCountedTwiceAndWaitingForDisksIsIdle() {
        assertEquals(new ProcessorTime(160, 1000), ProcessorTime.parse(STAT));
    }

    @Test
    void theFractionIsOfTheTimeBetween() {
        ProcessorTime now = ProcessorTime.parse("cpu  150 20 30 850 40 5 5 0 60 10\n");
        assertEquals(0.5, now.busySince(ProcessorTime.parse(STAT)));
    }

    @Test
    void nothingIsKnownOfNoTimeAndOfTheFirstLook() {
        ProcessorTime now = ProcessorTime.parse(STAT);
        assertTrue(Double.isNaN(now.busySince(now)));
        assertTrue(Double.isNaN(now.busySince(ProcessorTime.NOTHING)));
    }

    @Test
    void aCountThatGoesBackALittleGivesNoNegativeUse() {
        ProcessorTime before = new ProcessorTime(100, 1000);
        assertEquals(0, new ProcessorTime(99, 1010).busySince(before));
        assertEquals(1, new ProcessorTime(120, 1010).busySince(before));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "\n", "cpu\n", "cpu  1 2 3\n", "cpu  1 2 3 x 5\n", "cpux 1 2 3 4 5\n", "cpu  1 2 3 4 5"})
    void whatIsNoSuchFileSaysNothing(String text) {
        assertEquals(ProcessorTime.NOTHING, ProcessorTime.parse(text));
    }
}
