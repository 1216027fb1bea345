package dev.hamlet.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Names beyond ASCII in a locale that has no such letters, as processes: the launcher chooses a better one where there is one. */
@Tag("real")
class LocaleIT {
    @TempDir
    private Path folder;

    private static void assertTold(ProcessFixture.Run run, String name) {
        assertEquals(2, run.code(), run.err());
        assertTrue(run.err().startsWith("A name has letters that this locale does not have.\n"), run.err());
        for (String said : List.of(name, "ANSI_X3.4-1968", "LANG", "export LC_ALL=C.UTF-8")) {
            assertTrue(run.err().contains(said), run.err());
        }
        assertFalse(run.err().contains("\tat "), run.err());
    }

    @Test
    @Timeout(60)
    void aHomeWithSuchLettersIsToldWithWhatToDo() throws Exception {
        ProcessFixture commands = new ProcessFixture(folder.resolve("h\u00f6me"), "C");
        assertTold(commands.run("vm", "list"), "HAMLET_HOME=");
        assertTold(commands.run("doctor"), "HAMLET_HOME=");
    }

    @Test
    @Timeout(60)
    void aFileWithSuchLettersIsToldWithWhatToDo() throws Exception {
        Path file = Files.createFile(folder.resolve("\u00dcbung.iso"));
        ProcessFixture commands = new ProcessFixture(folder.resolve("home"), "C");
        assertTold(commands.run("vm", "create", "web", "--cd", file.toString()), "bung.iso");
        assertTold(commands.run("image", "add", file.toString()), "bung.iso");
    }
}
