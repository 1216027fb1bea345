package dev.hamlet.app.fx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.app.words.Messages;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantityTest {
    private static final SliderScale SCALE = new SliderScale(512, 32 * 1024, 64, 8 * 1024, 16 * 1024, List.of());

    private static Quantity memory(Locale locale) {
        return new Quantity(Amount.mebibytes(Messages.of(locale)), SCALE, 4096);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "1,5; 1536",
                "1.5; 1536",
                "1,5 GiB; 1536",
                "1.5g; 1536",
                "1536 MiB; 1536",
                "1.536 MiB; 1536",
                "2; 2048",
                "2 GB; 1908",
                "  8   GiB ; 8192"
            })
    void aSizeIsReadInTheFormOfTheLanguageAndInTheOther(String typed, long mebibytes) {
        Quantity memory = memory(Locale.GERMANY);
        memory.type(typed);
        assertEquals(mebibytes, memory.value(), typed);
        assertTrue(memory.faultProperty().get().isEmpty());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "x", "-1", "1e3", "4 potatoes", "1.2.3", "GiB", "½", "9999999999999999999999999"})
    void whatIsNoSizeIsRefusedInPlaceAndTheLastThatCouldBeStays(String typed) {
        Quantity memory = memory(Locale.ENGLISH);
        memory.type(typed);
        assertEquals(4096, memory.value());
        assertEquals(typed, memory.textProperty().get());
        assertEquals(
                "slider.fault.unreadable",
                memory.faultProperty().get().orElseThrow().key());
        memory.settle();
        assertEquals(typed, memory.textProperty().get(), "what was typed is not taken from under the person's hands");
    }

    @Test
    void moreThanThereIsAndLessThanIsNeededAreRefusedWithTheFigure() {
        Quantity memory = memory(Locale.ENGLISH);
        memory.type("64");
        assertEquals(
                "slider.fault.most", memory.faultProperty().get().orElseThrow().key());
        assertEquals(
                List.of("32 GiB"), memory.faultProperty().get().orElseThrow().arguments());
        memory.type("0");
        assertEquals(
                List.of("512 MiB"), memory.faultProperty().get().orElseThrow().arguments());
        memory.type("6");
        assertTrue(memory.faultProperty().get().isEmpty());
        assertEquals(6144, memory.value());
    }

    @Test
    void theFieldIsWrittenAnewWhenThePersonIsDone() {
        Quantity memory = memory(Locale.GERMANY);
        memory.type("1536 m");
        assertEquals("1536 m", memory.textProperty().get());
        memory.settle();
        assertEquals("1,5", memory.textProperty().get());
        assertEquals("GiB", memory.amount().unit(memory.value()));
    }

    @Test
    void oddSizesAreWrittenExactly() {
        Amount amount = Amount.mebibytes(Messages.of(Locale.ENGLISH));
        for (long value : new long[] {1, 512, 1000, 1024, 1280, 1300, 9999, 1 << 20, (1 << 20) + 1, 5L << 18}) {
            Quantity quantity = new Quantity(amount, new SliderScale(1, 1L << 40, 1, 1, 1, List.of()), 7);
            quantity.type(amount.text(value));
            assertEquals(value, quantity.value(), amount.text(value));
        }
    }

    @Test
    void whatNobodyTouchedFollowsTheAdvice() {
        Quantity memory = memory(Locale.ENGLISH);
        memory.suggest(SCALE, 2048);
        assertEquals(2048, memory.value());
        memory.set(3072);
        memory.suggest(SCALE, 1024);
        assertEquals(3072, memory.value(), "what a person chose stays");
        memory.suggest(new SliderScale(512, 2048, 64, 1, 1, List.of()), 1024);
        assertEquals(2048, memory.value(), "as far as it can be");
    }

    @Test
    void countsAreWholeNumbers() {
        Quantity vcpus = new Quantity(
                Amount.count(Messages.of(Locale.ENGLISH)), new SliderScale(1, 16, 1, 12, 16, List.of()), 2);
        vcpus.type("2.5");
        assertEquals(2, vcpus.value());
        assertTrue(vcpus.faultProperty().get().isPresent());
        vcpus.type("\u0664");
        assertEquals(4, vcpus.value(), "digits of any script");
    }
}
