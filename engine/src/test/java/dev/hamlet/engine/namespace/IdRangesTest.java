package dev.hamlet.engine.namespace;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class IdRangesTest {
    @Test
    void linesOfTheUserCountByNameAndByNumber() {
        String text = "root:1:5\nanna:100000:65536\n 1000:300000:10 \nannabel:7:7\n";
        assertEquals(
                List.of(new IdRanges.Range(100_000, 65_536), new IdRanges.Range(300_000, 10)),
                IdRanges.of(text, "anna", 1000));
    }

    @Test
    void linesThatAreNoneArePassedOver() {
        String text = "anna\nanna:x:1\nanna:1\nanna:5:0\nanna:-1:5\n#anna:1:1\nanna:1:99999999999\n";
        assertEquals(List.of(), IdRanges.of(text, "anna", 1000));
        assertEquals(List.of(), IdRanges.of(Path.of("/no/such/file"), "anna", 1000));
    }

    @Test
    void theUserIsRootInsideAndTheRangesFollow() {
        assertEquals(
                List.of("77", "0", "1000", "1", "1", "100000", "10", "11", "300000", "5"),
                IdRanges.mapping(77, 1000, List.of(new IdRanges.Range(100_000, 10), new IdRanges.Range(300_000, 5))));
    }
}
