package dev.hamlet.engine.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.hamlet.engine.problem.MediaProblem;
import dev.hamlet.engine.problem.ProblemException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteSizeTest {
    @ParameterizedTest
    @CsvSource(textBlock = """
            10GB, 10000000000
            10 GB, 10000000000
            10gb, 10000000000
            10 GiB, 10737418240
            10GiB, 10737418240
            10g, 10737418240
            10G, 10737418240
            1.5g, 1610612736
            0.5 MiB, 524288
            4096, 4096
            4096B, 4096
            4096 b, 4096
            2t, 2199023255552
            2TB, 2000000000000
            3k, 3072
            3 kB, 3000
            0, 0
            '  7 M ', 7340032
            9223372036854775807, 9223372036854775807
            """)
    void whatAPersonWritesIsRead(String text, long bytes) throws ProblemException {
        assertEquals(bytes, ByteSize.parse(text).bytes());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "-1",
                "+1",
                "1e3",
                "1E3 GB",
                "1,5 GB",
                "1,000",
                "0x10",
                "0x10G",
                "GB",
                "10 GB GB",
                "10 gigabytes",
                "10 Gb/s",
                "1.5.5g",
                ".5g",
                "5.g",
                "1_000",
                "10%",
                "NaN",
                "Infinity",
                "٣ GB",
                "１０GB",
                "10 Ｇ",
                "10\u00a0GB",
                "10\nGB\n!",
                "9223372036854775808",
                "8388608 TiB",
                "99999999999999999999999999999 TB",
                "10 PB",
                "1;2",
                "max"
            })
    void whatCouldBeMisreadIsRefusedWithTheTextItself(String text) {
        ProblemException e = assertThrows(ProblemException.class, () -> ByteSize.parse(text));
        assertEquals(new MediaProblem.SizeUnreadable("", text), e.problem());
    }

    @Test
    void theLargestSizeIsOneByteBelowEightExbibytes() throws ProblemException {
        assertEquals(
                Long.MAX_VALUE - ((1L << 40) - 1), ByteSize.parse("8388607 TiB").bytes());
    }

    @Test
    void aVeryLongNumberIsRefusedAtOnce() {
        String text = "9".repeat(100_000) + "G";
        assertThrows(ProblemException.class, () -> ByteSize.parse(text));
    }

    @Test
    void mebibytesAreRoundedUp() {
        assertEquals(1, new ByteSize(1).mebibytes());
        assertEquals(1, new ByteSize(1 << 20).mebibytes());
        assertEquals(2, new ByteSize((1 << 20) + 1).mebibytes());
    }

    @Test
    void theTextForLogsCanBeReadAgain() throws ProblemException {
        for (long bytes : new long[] {0, 1, 1023, 1024, 1 << 20, 10L << 30, 3L << 40}) {
            assertEquals(new ByteSize(bytes), ByteSize.parse(new ByteSize(bytes).toString()));
        }
    }

    @Test
    void aNegativeSizeIsAFaultOfTheCaller() {
        assertThrows(IllegalArgumentException.class, () -> new ByteSize(-1));
    }
}
