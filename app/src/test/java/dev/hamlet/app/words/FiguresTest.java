package dev.hamlet.app.words;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hamlet.engine.host.ByteSize;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FiguresTest {
    private final Figures figures = new Figures(Locale.ENGLISH);

    @Test
    void anAgeThatStaysInSightChangesByTheMinute() {
        assertEquals("59 s", figures.glanceAge(Duration.ofSeconds(59)));
        assertEquals("1 min", figures.glanceAge(Duration.ofSeconds(119)));
        assertEquals("2 h 14 min", figures.glanceAge(Duration.ofSeconds(2 * 3600 + 14 * 60 + 59)));
        assertEquals("0 s", figures.glanceAge(Duration.ofSeconds(-3)));
    }

    @Test
    void whereThereIsLittleRoomASizeHasThreeDigits() {
        assertEquals("2.6 GiB", figures.briefSize((long) (2.6 * (1 << 30))));
        assertEquals("38.4 MiB", figures.briefSize((long) (38.4 * (1 << 20))));
        assertEquals("312 MiB", figures.briefSize((long) (312.4 * (1 << 20))));
        assertEquals("100 MiB", figures.briefSize((long) (99.96 * (1 << 20))));
        assertEquals("1 GiB", figures.briefSize((1L << 30) - 1));
        assertEquals("0 B", figures.briefSize(0));
    }

    @Test
    void aBriefRateNeverHasMoreThanThreeDigits() {
        assertEquals("0 B/s", figures.briefRate(0));
        assertEquals("999 B/s", figures.briefRate(999));
        assertEquals("1 KiB/s", figures.briefRate(1000));
        assertEquals("4.2 MiB/s", figures.briefRate((long) (4.2 * (1 << 20))));
        assertEquals("10 MiB/s", figures.briefRate((long) (9.96 * (1 << 20))));
        assertEquals("38 MiB/s", figures.briefRate((long) (38.4 * (1 << 20))));
        assertEquals("644 KiB/s", figures.briefRate((long) (644.1 * 1024)));
        assertEquals("1 MiB/s", figures.briefRate((long) (999.6 * 1024)));
        assertEquals("1 MiB/s", figures.briefRate(1 << 20));
    }

    @Test
    void sizesHaveBinaryUnitsAndOneDecimal() {
        assertEquals("0 B", figures.size(0));
        assertEquals("1023 B", figures.size(1023));
        assertEquals("1 KiB", figures.size(1024));
        assertEquals("1.5 MiB", figures.size(3L << 19));
        assertEquals("1 GiB", figures.size((1L << 30) - 1));
        assertEquals("20 GiB", figures.size(20L << 30));
        assertEquals("8 EiB", figures.size(Long.MAX_VALUE));
    }

    @Test
    void timesHaveTheirTwoGreatestUnits() {
        assertEquals("0.4 s", figures.time(Duration.ofMillis(400)));
        assertEquals("12 s", figures.time(Duration.ofMillis(12_900)));
        assertEquals("2 min", figures.time(Duration.ofMinutes(2)));
        assertEquals("2 h 14 min", figures.time(Duration.ofMinutes(134)));
        assertEquals("3 d 1 h", figures.time(Duration.ofHours(73)));
        assertEquals("0 s", figures.age(Duration.ofSeconds(-5)));
    }

    @Test
    void percentsNeverPromiseTooMuch() {
        assertEquals("0 %", figures.percent(-1));
        assertEquals("99 %", figures.percent(0.9999));
        assertEquals("100 %", figures.percent(1));
    }

    @Test
    void valuesAreSaidByTheirKind() {
        assertEquals("1 KiB", figures.value("freeBytes", 1024L));
        assertEquals("9000", figures.value("port", 9000));
        assertEquals("264.3", figures.value("milliseconds", 264.31));
        assertEquals("/a b", figures.value("file", Path.of("/a b")));
        assertEquals("one, two", figures.value("users", List.of("one", "two")));
        assertEquals("one\ntwo", figures.value("lastLines", List.of("one", "two")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "en; 1.5; 1.5",
                "en; 1,5; 1.5",
                "de; 1.5; 1.5",
                "de; 1,5; 1.5",
                "en; 1,024; 1024",
                "de; 1,024; 1.024",
                "de; 1.024; 1024",
                "en; 0.125; 0.125",
                "de; 0.125; 0.125",
                "de; 1.024,5; 1024.5",
                "en; 1,024.5; 1024.5",
                "en; 1,024,000; 1024000",
                "fr; 1\u202f024; 1024",
                "de-CH; 1'024; 1024",
                "en; \u0661\u066b\u0665; 1.5"
            })
    void numbersAreReadInEveryForm(String language, String text, BigDecimal number) {
        assertEquals(Optional.of(number), NumberText.read(text, Locale.forLanguageTag(language)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", ".", "1.", ".5", "1..5", "1,2,3", "1.024,5,6", "-1", "+1", "1e9", "NaN", "0x10", "1 2 a"})
    void whatIsNoNumberIsNone(String text) {
        assertEquals(Optional.empty(), NumberText.read(text, Locale.ENGLISH));
    }

    @Test
    void aBareSizeHasTheUnitBesideIt() {
        assertEquals(Optional.of(ByteSize.ofGibibytes(3)), figures.readSize("3", "GiB"));
        assertEquals(Optional.of(ByteSize.ofMebibytes(3)), figures.readSize("3 MiB", "GiB"));
        assertEquals(Optional.empty(), figures.readSize("3 PiB", "GiB"));
        assertEquals(Optional.empty(), figures.readSize("99999999999 TiB", "GiB"));
    }
}
