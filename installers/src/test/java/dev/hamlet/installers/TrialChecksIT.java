package dev.hamlet.installers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** That what {@code installers/trial-guest} tries in its guest is told rightly; a Hamlet of the test's stands for the real one. */
@Tag("real")
@Timeout(120)
class TrialChecksIT {
    private static final Path TREE = Path.of("..").toAbsolutePath().normalize();

    @TempDir
    private Path folder = Path.of("");

    @BeforeEach
    void haveJq() {
        assumeTrue(Files.exists(Path.of("/usr/bin/jq")), "jq is not installed");
    }

    /** A Hamlet whose containers are all in this state. */
    private Script checks(String state, String part) throws Exception {
        Path hamlet = Files.writeString(folder.resolve("hamlet"), """
                #!/bin/sh
                case "$1 $2" in
                    "container inspect") echo '{"state": "%s"}' ;;
                    "image build") echo "$*" >>"$HOME/built" ;;
                esac
                """.formatted(state));
        Files.setPosixFilePermissions(hamlet, PosixFilePermissions.fromString("rwxr-xr-x"));
        return Script.of(
                        folder,
                        "bash",
                        TREE.resolve("installers/scripts/trial-checks.sh").toString(),
                        part)
                .with("PATH", folder + ":/usr/sbin:/usr/bin:/sbin:/bin")
                .with("USER", "ann")
                .with("HOME", folder.toString());
    }

    @Test
    void eachCheckIsALineAndAllAreGood() throws Exception {
        Script.Outcome outcome = checks("running", "leave").run();
        assertEquals(0, outcome.code(), outcome::toString);
        assertEquals(
                List.of("ok    ann: an image is made", "ok    ann, sessions: containers run"),
                outcome.out()
                        .lines()
                        .map(line -> line.replaceAll(" \\(\\d+ s\\)$", ""))
                        .toList());
        assertEquals("image build busybox\n", Files.readString(folder.resolve("built")));
    }

    @Test
    void aCheckThatFailsSaysAtWhichCommandAndTheEndIsOne() throws Exception {
        Script.Outcome outcome = checks("exited", "leave").run();
        assertEquals(1, outcome.code(), outcome::toString);
        assertTrue(outcome.out().contains("ok    ann: an image is made"), outcome::toString);
        assertTrue(outcome.out().contains("FAIL  ann, sessions: containers run ("), outcome::toString);
        assertTrue(outcome.out().contains("      line: "), outcome::toString);
    }

    @Test
    void aPartThatIsNotKnownIsRefusedBeforeAnythingIsDone() throws Exception {
        Script.Outcome outcome = checks("running", "nonsense").run();
        assertEquals(125, outcome.code(), outcome::toString);
        assertTrue(outcome.err().contains("no such part: nonsense"), outcome::toString);
        assertTrue(Files.notExists(folder.resolve("built")));

        Script.Outcome outer = Script.of(
                        folder, TREE.resolve("installers/trial-guest").toString(), "root-crun", "nonsense")
                .with("PATH", "/usr/sbin:/usr/bin:/sbin:/bin")
                .with("HOME", folder.toString())
                .run();
        assertEquals(125, outer.code(), outer::toString);
        assertTrue(
                outer.err().contains("There is no such part: nonsense")
                        && outer.err().contains("root-crun"),
                outer::toString);
    }
}
