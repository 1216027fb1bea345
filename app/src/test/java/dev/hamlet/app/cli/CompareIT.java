package dev.hamlet.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hamlet.app.cli.ProcessFixture.Begun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A comparison as a process. */
@Tag("real")
class CompareIT {
    @TempDir
    private Path folder;

    private static List<Path> within(Path folder) throws IOException {
        if (Files.notExists(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(one -> !one.getFileName().toString().startsWith("."))
                    .toList();
        }
    }

    @Test
    @Timeout(180)
    void oneThatIsCancelledAtAnyMomentLeavesNothing() throws Exception {
        ProcessFixture commands = new ProcessFixture(folder.resolve("home"));
        Path data = folder.resolve("home/cache/compare/data");
        // The first brings the images. What follows is cut off about the making of its network, and in its rounds.
        for (int delay : new int[] {0, 0, 40, 80, 120, 200, 400, 800}) {
            boolean first = Files.notExists(data);
            Begun compare = commands.begin("compare", "--rounds", "1");
            commands.await(() -> first ? compare.err().contains("Round 1") : Files.exists(data.resolve("home-id")));
            Thread.sleep(first ? 0 : 400 + delay);
            compare.interrupt();
            assertEquals(130, compare.end(), compare.err());
            for (String place : List.of("containers/networks", "containers/instances", "machines", "trash")) {
                assertEquals(List.of(), within(data.resolve(place)), "cut off after " + delay + " ms");
            }
        }
    }
}
