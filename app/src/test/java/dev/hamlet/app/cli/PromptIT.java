package dev.hamlet.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hamlet.app.cli.ProcessFixture.Begun;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Commands that wait for a person, as processes. */
@Tag("real")
class PromptIT {
    private static final String NOBODY = "127.0.0.1:1";

    @TempDir
    private Path folder;

    @Test
    @Timeout(40)
    void whoIsAskedForAPasswordMayLeaveAtOnce() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/script")), "script(1) is not installed");
        ProcessFixture commands = new ProcessFixture(folder.resolve("home"));
        Begun login = commands.beginOnTerminal("image", "login", NOBODY, "-u", "me");
        commands.await(() -> login.out().contains("me"));
        login.type("\u0003");
        assertEquals(130, login.end());
    }

    @Test
    @Timeout(40)
    void aPasswordIsTheFirstLineWhateverComesBehindIt() throws Exception {
        ProcessFixture commands = new ProcessFixture(folder.resolve("home"));
        Begun login = commands.begin("image", "login", NOBODY, "-u", "me", "--password-stdin");
        // The input does not end.
        login.type("secret\n");
        assertNotEquals(0, login.end());
        assertTrue(login.err().contains(NOBODY), login.err());
    }

    @Test
    @Timeout(60)
    void whatHamletChoosesIsRemovedOnlyWhenSomebodyAgrees() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/script")), "script(1) is not installed");
        ProcessFixture commands = new ProcessFixture(folder.resolve("home"));
        assertEquals(0, commands.run("volume", "create", "mine").code());
        Path volume = folder.resolve("home/data/containers/volumes/mine");
        for (String answer : new String[] {"n", "", "yess"}) {
            Begun asked = commands.beginOnTerminal("volume", "prune", "-a");
            commands.await(() -> asked.out().contains("[y/N]"));
            assertTrue(asked.out().contains("mine"), asked.out());
            asked.type(answer + "\n");
            assertEquals(130, asked.end(), asked.out());
            assertTrue(asked.out().contains("Nothing was removed"), asked.out());
            assertTrue(Files.isDirectory(volume));
        }
        Begun agreed = commands.beginOnTerminal("volume", "prune", "-a");
        commands.await(() -> agreed.out().contains("[y/N]"));
        agreed.type("y\n");
        assertEquals(0, agreed.end(), agreed.out());
        assertTrue(Files.notExists(volume));
        Begun nothing = commands.beginOnTerminal("volume", "prune", "-a");
        assertEquals(0, nothing.end(), "nothing is asked where there is nothing to remove");
        assertTrue(nothing.out().contains("Nothing to remove"), nothing.out());
    }

    @Test
    @Timeout(60)
    void withoutATerminalNothingIsRemovedUnlessThatIsSaid() throws Exception {
        ProcessFixture commands = new ProcessFixture(folder.resolve("home"));
        assertEquals(0, commands.run("volume", "create", "mine").code());
        for (String[] prune : new String[][] {
            {"volume", "prune", "-a"}, {"image", "prune"}, {"network", "prune"}, {"volume", "prune", "-a", "--json"}
        }) {
            ProcessFixture.Run refused = commands.runApart(prune);
            assertEquals(2, refused.code(), refused.err());
            assertTrue(refused.err().contains("--force"), refused.err());
            assertEquals("", refused.out());
        }
        assertTrue(commands.runApart("volume", "prune", "-a", "--dry-run").out().contains("mine"));
        assertEquals(0, commands.runApart("network", "prune", "--dry-run").code());
        ProcessFixture.Run forced = commands.runApart("volume", "prune", "-a", "-f");
        assertEquals(0, forced.code(), forced.err());
        assertTrue(forced.out().startsWith("mine\n"), forced.out());
    }
}
