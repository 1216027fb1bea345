package dev.hamlet.app.preferences;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.app.preferences.Preferences.ConsoleKey;
import dev.hamlet.app.preferences.Preferences.Look;
import dev.hamlet.engine.display.PhysicalKey;
import dev.hamlet.engine.host.HamletPaths;
import dev.hamlet.engine.problem.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreferencesJsonTest {
    @TempDir
    private Path home = Path.of("");

    private PreferencesJson file() throws ProblemException {
        return new PreferencesJson(paths());
    }

    private HamletPaths paths() throws ProblemException {
        return HamletPaths.of(Map.of("HAMLET_HOME", home.toString()));
    }

    private Path path() throws ProblemException {
        return paths().config().resolve("preferences.json");
    }

    @Test
    void whatIsKeptIsFoundAgain() throws Exception {
        assertEquals(Preferences.FIRST, file().read());
        file().write(Preferences.FIRST.withLook(Look.DARK).withNotices(false));
        assertEquals(Preferences.FIRST.withLook(Look.DARK).withNotices(false), file().read());
    }

    @Test
    void theKeyOfConsolesIsKept() throws Exception {
        file().write(console(now -> now.withKey(ConsoleKey.SCROLL_LOCK)));
        assertEquals(ConsoleKey.SCROLL_LOCK, file().read().console().key());
        write("{\"consoleKey\": \"hyper\"}");
        assertEquals(ConsoleKey.CONTROL_RIGHT, file().read().console().key());
    }

    private static Preferences console(UnaryOperator<ConsolePreferences> change) {
        return Preferences.FIRST.withConsole(change.apply(Preferences.FIRST.console()));
    }

    @Test
    void theKeysThatAPersonKeptAreKeptInTheirOrder() throws Exception {
        KeyChord save = new KeyChord(List.of(PhysicalKey.CONTROL_LEFT, PhysicalKey.S));
        KeyChord switchWindow = new KeyChord(List.of(PhysicalKey.ALT_LEFT, PhysicalKey.TAB));
        Preferences wanted =
                console(now -> now.withGrab(true).with(save).with(switchWindow).with(save));
        assertEquals(List.of(switchWindow, save), wanted.console().chords());
        file().write(wanted);
        assertEquals(wanted, file().read());
        write("{\"consoleChords\": [7, [], [\"a\", \"hyper\"], [\"a\", \"a\"], [\"f1\"], [\"f1\"]]}");
        assertEquals(
                List.of(new KeyChord(List.of(PhysicalKey.F1))),
                file().read().console().chords());
    }

    @Test
    void theLanguageIsKept() throws Exception {
        file().write(Preferences.FIRST.withLanguage("de-AT"));
        assertEquals("de-AT", file().read().language());
    }

    @Test
    void aFileThatCannotBeReadCostsNothingElse() throws Exception {
        for (String broken :
                new String[] {"", "{", "[]", "null", "{\"look\": 7}", "{\"look\": \"pink\"}", "{\"notices\": [2]}"}) {
            write(broken);
            assertEquals(Preferences.FIRST, file().read(), broken);
        }
    }

    @Test
    void aValueThatCannotBeReadCostsNoOther() throws Exception {
        write("{\"look\": 7, \"notices\": false}");
        assertEquals(Preferences.FIRST.withNotices(false), file().read());
    }

    @Test
    void keysOfAnotherVersionAreKept() throws Exception {
        write("{\"version\": 9, \"later\": [1, 2], \"look\": \"light\"}");
        assertEquals(Preferences.FIRST.withLook(Look.LIGHT), file().read());
        file().write(Preferences.FIRST.withLook(Look.DARK).withNotices(false));
        assertTrue(Files.readString(path()).contains("\"later\""), Files.readString(path()));
    }

    @Test
    void aFileThatCannotBeReadIsSetAsideAndNotLost() throws Exception {
        for (String broken : new String[] {"{\"look\": \"dark\", ", "[]"}) {
            write(broken);
            file().write(Preferences.FIRST);
            assertEquals(Preferences.FIRST, file().read());
        }
        Path folder = paths().config();
        assertEquals("{\"look\": \"dark\", ", Files.readString(folder.resolve("preferences.unreadable.json")));
        assertEquals("[]", Files.readString(folder.resolve("preferences.unreadable-2.json")));
    }

    private void write(String text) throws IOException, ProblemException {
        Files.createDirectories(path().getParent());
        Files.writeString(path(), text);
    }
}
