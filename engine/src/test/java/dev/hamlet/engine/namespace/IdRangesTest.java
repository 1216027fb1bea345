package dev.hamlet.engine.namespace;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

    @Test
    void numbersOfTheUserAreCountedAndThoseBeyondAllOthersAreKnown(@TempDir Path folder) throws Exception {
        Path users = Files.writeString(folder.resolve("subuid"), "anna:100000:65536\nnonsense\n1000:400000:10\n");
        Path groups = Files.writeString(folder.resolve("subgid"), "berta:500000:7\n");
        assertEquals(65_546, IdRanges.count(users, "anna", 1000));
        assertEquals(0, IdRanges.count(groups, "anna", 1000));
        assertEquals(500_007, IdRanges.beyond(List.of(users, groups)));
        assertEquals(100_000, IdRanges.beyond(List.of(folder.resolve("none"))));
    }
}
