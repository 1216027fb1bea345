package dev.hamlet.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hamlet.app.cli.CommandLineFixture.Run;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Images for containers by the command line, with the real BusyBox. */
@Tag("real")
@Timeout(120)
class ContainerImageCommandsIT {
    @TempDir
    private Path folder;

    private CommandLineFixture fixture;

    @BeforeEach
    void build() throws Exception {
        fixture = new CommandLineFixture(folder.resolve("home"));
        Run built = fixture.run("image", "build", "busybox");
        assumeTrue(built.code() == 0, () -> "no BusyBox can be had here: " + built.err());
        assertEquals("localhost/busybox:latest is ready for containers.\n", built.out());
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private String done(String... arguments) {
        Run run = fixture.run(arguments);
        assertEquals("", run.err());
        assertEquals(0, run.code());
        return run.out();
    }

    @Test
    void anImageIsBuiltShownWrittenBroughtInNamedAndRemoved() throws Exception {
        String list = done("image", "list");
        assertTrue(list.contains("localhost/busybox:latest") && list.contains("container"), list);
        assertTrue(done("image", "list", "--json").contains("\"kind\" : \"container\""));
        assertTrue(done("catalog").lines().anyMatch(line -> line.startsWith("busybox") && line.contains("yes")));
        assertTrue(done("image", "inspect", "busybox").contains("PATH=/usr/local/sbin"));
        assertTrue(done("image", "inspect", "busybox", "--json").contains("\"command\" : [ \"sh\" ]"));
        assertTrue(done("image", "layers", "busybox").contains("hamlet image build busybox"));
        assertTrue(done("image", "layers", "busybox", "--json").contains("\"diffId\" : \"sha256:"));

        Path archive = folder.resolve("busybox.tar");
        Path layout = folder.resolve("layout");
        done("image", "export", "busybox", "-o", archive.toString());
        done("image", "export", "busybox", "-o", layout.toString(), "--format", "oci-dir");
        assertTrue(Files.exists(layout.resolve("oci-layout")));
        assertEquals(
                4,
                fixture.run("image", "export", "busybox", "-o", archive.toString())
                        .code());
        assertEquals(
                2,
                fixture.run("image", "export", "busybox", "-o", "x", "--format", "zip")
                        .code());

        done("image", "tag", "busybox", "other/name:2");
        String both = done("image", "list");
        assertTrue(both.contains("\nother/name:2 ") && both.contains("\nlocalhost/busybox:latest "), both);
        assertEquals("Name taken away: other/name:2\n", done("image", "rm", "other/name:2"));
        String removed = done("image", "rm", "busybox");
        assertTrue(removed.contains("Deleted: ") && removed.contains("Freed: "), removed);
        assertEquals(3, fixture.run("image", "inspect", "busybox").code());
        assertEquals("No images yet. See what can be had: hamlet catalog\n", done("image", "list"));

        assertEquals(
                "localhost/busybox:latest is ready for containers.\n", done("image", "import", archive.toString()));
        assertEquals("mine:1 is ready for containers.\n", done("image", "import", layout.toString(), "mine:1"));
        assertEquals(
                1,
                fixture.run("image", "import", folder.resolve("gone").toString())
                        .code());
        assertEquals(
                2, fixture.run("image", "import", archive.toString(), "NO NAME").code());
        String preview = done("image", "prune", "--all", "--dry-run");
        assertTrue(preview.contains("That would free"), preview);
        assertEquals("Nothing to remove.\n", done("image", "prune", "-f"));
        assertTrue(done("image", "prune", "-a", "--force", "--json").contains("\"freedBytes\" : "));
        assertFalse(done("image", "list", "--json").contains("container"));
    }
}
