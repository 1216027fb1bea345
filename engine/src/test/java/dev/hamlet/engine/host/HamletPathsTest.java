package dev.hamlet.engine.host;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HamletPathsTest {
    @Test
    void oneVariableMovesEverything() throws ProblemException {
        HamletPaths paths = HamletPaths.of(Map.of("HAMLET_HOME", "/srv/h", "HOME", "/home/x", "XDG_DATA_HOME", "/d"));
        assertEquals(Path.of("/srv/h/data/machines"), paths.machines());
        assertEquals(Path.of("/srv/h/cache/downloads"), paths.downloads());
        assertEquals(Path.of("/srv/h/config"), paths.config());
    }

    @Test
    void thePlacesOfTheDesktopAreUsedAndRelativeOnesIgnored() throws ProblemException {
        HamletPaths paths =
                HamletPaths.of(Map.of("HOME", "/home/x", "XDG_DATA_HOME", "/d", "XDG_CACHE_HOME", "relative"));
        assertEquals(Path.of("/d/hamlet"), paths.data());
        assertEquals(Path.of("/home/x/.cache/hamlet"), paths.cache());
    }

    @Test
    void aHomeThatIsNoAbsoluteFolderIsRefused() {
        ProblemException e = assertThrows(ProblemException.class, () -> HamletPaths.of(Map.of("HOME", "relative")));
        assertInstanceOf(HostProblem.FolderUnusable.class, e.problem());
    }

    /** As the locale of C makes them of letters beyond ASCII: what the JVM cannot write back. */
    @Test
    void aNameThatTheLocaleCannotReadIsAProblemWithTheNameAndTheCharacterSet() {
        String unreadable = "/srv/h\uD800me";
        String charset = System.getProperty("sun.jnu.encoding", "");
        for (String variable : List.of("HAMLET_HOME", "HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME")) {
            Map<String, String> environment = new HashMap<>(Map.of("HOME", "/home/x"));
            environment.put(variable, unreadable);
            ProblemException e = assertThrows(ProblemException.class, () -> HamletPaths.of(environment));
            assertEquals(new HostProblem.NameUnfit(variable + "=" + unreadable, charset), e.problem());
        }
    }

    @Test
    void aFileInTheWayOfAFolderIsNamed(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("home"), "a file");
        for (Path wanted : List.of(file, file.resolve("data/machines"))) {
            ProblemException e = assertThrows(ProblemException.class, () -> HamletPaths.makePrivate(wanted));
            assertEquals(new HostProblem.FolderUnusable(wanted, file + " is not a folder"), e.problem());
        }
    }

    @Test
    void theIdOfAHomeIsMadeOnceAndStays(@TempDir Path folder) throws ProblemException {
        HamletPaths paths = HamletPaths.of(Map.of("HAMLET_HOME", folder.toString()));
        assertEquals(paths.homeId(), paths.homeId());
    }
}
