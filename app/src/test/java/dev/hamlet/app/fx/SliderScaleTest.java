package dev.hamlet.app.fx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.app.fx.SliderScale.Mark;
import dev.hamlet.app.fx.SliderScale.Meaning;
import dev.hamlet.app.fx.SliderScale.Zone;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SliderScaleTest {
    private final SliderScale processors = new SliderScale(1, 16, 1, 12, 16, List.of());
    private final SliderScale memory = new SliderScale(512, 31 * 1024, 64, 8 * 1024, 17 * 1024, List.of());

    private static List<Long> walk(SliderScale scale) {
        List<Long> values = new ArrayList<>(List.of(scale.least()));
        while (values.getLast() < scale.most()) {
            values.add(scale.above(values.getLast()));
        }
        return values;
    }

    @Test
    void eachDoublingIsAsLong() {
        assertEquals(0, processors.place(1));
        assertEquals(0.25, processors.place(2), 1e-9);
        assertEquals(0.5, processors.place(4), 1e-9);
        assertEquals(1, processors.place(16), 1e-9);
        assertEquals(1, processors.place(400));
    }

    @Test
    void roundValuesAreOffered() {
        assertEquals(List.of(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 10L, 12L, 14L, 16L), walk(processors));
        assertTrue(walk(memory).containsAll(List.of(512L, 640L, 1024L, 1536L, 2048L, 3072L, 4096L, 31L * 1024)));
    }

    @Test
    void stepsUpAndDownMeet() {
        for (long value : walk(memory).subList(1, walk(memory).size() - 1)) {
            assertEquals(value, memory.above(memory.below(value)));
        }
        assertEquals(512, memory.below(512));
        assertEquals(31 * 1024, memory.above(31 * 1024));
    }

    @Test
    void aValueBetweenIsLeftToTheNextRoundOne() {
        assertEquals(1024, memory.above(1000));
        assertEquals(896, memory.below(1000));
    }

    @Test
    void aPlaceMeansTheNearestRoundValue() {
        assertEquals(4, processors.near(0.51));
        assertEquals(1, processors.near(-3));
        assertEquals(16, processors.near(7));
    }

    @Test
    void whatIsAdvisedIsOfferedHoweverOddItIs() {
        SliderScale odd = new SliderScale(1024, 65_536, 1024, 1, 1, List.of(new Mark(Meaning.ADVISED, 11_000)));
        assertEquals(11_000, odd.below(11_264));
    }

    @Test
    void pageKeysAlwaysMove() {
        assertEquals(2, processors.jump(1, 0.1));
        assertEquals(14, processors.jump(16, -0.01));
        assertEquals(16, processors.jump(16, 0.1));
    }

    @Test
    void zonesEndWhereTheySay() {
        assertEquals(Zone.COMFORTABLE, memory.zone(8 * 1024));
        assertEquals(Zone.TIGHT, memory.zone(8 * 1024 + 1));
        assertEquals(Zone.TIGHT, memory.zone(17 * 1024));
        assertEquals(Zone.BEYOND, memory.zone(17 * 1024 + 1));
    }

    @Test
    void aScaleOfOneValueHasOnePlace() {
        SliderScale one = new SliderScale(1, 1, 1, 1, 1, List.of());
        assertEquals(1, one.place(1));
        assertEquals(1, one.near(0.3));
        assertEquals(1, one.above(1));
        assertEquals(List.of(1L), walk(one));
    }

    @Test
    void aScaleThatEndsBeforeItBeginsIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new SliderScale(2, 1, 1, 1, 1, List.of()));
        assertThrows(IllegalArgumentException.class, () -> new SliderScale(0, 1, 1, 1, 1, List.of()));
    }
}
