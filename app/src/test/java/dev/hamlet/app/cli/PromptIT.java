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
}
