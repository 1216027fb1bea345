package dev.hamlet.engine.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.host.HamletPaths;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UsualResourcesTest {
    private static final UsualResources CHOSEN =
            new UsualResources(4, ByteSize.ofMebibytes(3072), ByteSize.ofGibibytes(50));

    @TempDir
    private Path home = Path.of("");

    private HamletPaths paths = new HamletPaths(home, home, home, home);

    @BeforeEach
    void open() throws Exception {
        paths = HamletPaths.of(Map.of("HAMLET_HOME", home.toString()));
    }

    @Test
    void whoHasChosenNothingGetsWhatIsUsual() {
        UsualResourcesJson file = new UsualResourcesJson(paths);
        assertEquals(UsualResources.FIRST, file.get());
        assertEquals(Optional.empty(), file.problem());
    }

    @Test
    void whatWasChosenIsThereTheNextTime() throws Exception {
        new UsualResourcesJson(paths).keep(CHOSEN);
        assertEquals(CHOSEN, new UsualResourcesJson(paths).get());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{",
                "[]",
                "{\"vcpus\": \"two\"}",
                "{\"vcpus\": 0, \"memory\": 2147483648, \"disk\": 2147483648}",
                "{\"vcpus\": 2, \"memory\": -1, \"disk\": 2147483648}"
            })
    void aFileThatCannotBeReadIsToldAndKept(String content) throws Exception {
        Path file = Files.createDirectories(paths.config()).resolve("new-machine.json");
        Files.writeString(file, content);
        UsualResourcesJson unreadable = new UsualResourcesJson(paths);
        assertEquals(UsualResources.FIRST, unreadable.get());
        assertTrue(unreadable.problem().isPresent());
        assertEquals(content, Files.readString(file));
        unreadable.keep(CHOSEN);
        assertEquals(Optional.empty(), unreadable.problem());
        assertEquals(CHOSEN, new UsualResourcesJson(paths).get());
        assertEquals(content, Files.readString(paths.config().resolve("new-machine.unreadable.json")));
    }

    @Test
    void whatNoMachineCanHaveIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new UsualResources(0, CHOSEN.memory(), CHOSEN.disk()));
        assertThrows(IllegalArgumentException.class, () -> new UsualResources(1, new ByteSize(1), CHOSEN.disk()));
    }
}
