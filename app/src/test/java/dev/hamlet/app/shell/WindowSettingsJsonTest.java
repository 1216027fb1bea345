package dev.hamlet.app.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.hamlet.engine.host.HamletPaths;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WindowSettingsJsonTest {
    @TempDir
    private Path home = Path.of("");

    private WindowSettingsJson file() throws Exception {
        return new WindowSettingsJson(HamletPaths.of(Map.of("HAMLET_HOME", home.toString())));
    }

    @Test
    void whatIsWrittenIsReadAgain() throws Exception {
        WindowSettings settings = WindowSettings.FIRST
                .withCloseNoticeSeen()
                .withListWidth(21.5)
                .at(new WindowSettings.Place(10, -20, 1280, 800, true));
        file().write(settings);
        assertEquals(settings, file().read());
    }

    @Test
    void aWindowThatNeverOpenedHasTheFirstSettings() throws Exception {
        assertEquals(WindowSettings.FIRST, file().read());
    }

    @Test
    void aFileThatCannotBeReadCostsNothingButThePlace() throws Exception {
        Files.createDirectories(home.resolve("config"));
        for (String broken : new String[] {
            "",
            "{",
            "[]",
            "{\"place\": 7}",
            "{\"listWidth\": \"wide\"}",
            "{\"listWidth\": -3}",
            "{\"place\": {\"width\": -1}}",
            "null"
        }) {
            Files.writeString(home.resolve("config/window.json"), broken);
            assertEquals(WindowSettings.FIRST, file().read(), broken);
        }
    }
}
