package dev.hamlet.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hamlet.app.cli.CommandLineFixture.Run;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Containers by the command line, under the real runtime. */
@Tag("real")
@Timeout(120)
class ContainerCommandsIT {
    @TempDir
    private Path folder;

    private CommandLineFixture fixture;

    @BeforeEach
    void build() throws Exception {
        fixture = new CommandLineFixture(folder.resolve("home"));
        Run built = fixture.run("image", "build", "busybox");
        assumeTrue(built.code() == 0, () -> "no BusyBox can be had here: " + built.err());
        Run tried = fixture.run("container", "run", "--rm", "--network", "none", "busybox", "true");
        assumeTrue(tried.code() != 125, () -> "no container can be run here: " + tried.err());
        assertEquals(0, tried.code(), tried.err());
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
    void aContainerIsRunWithItsOutputAndItsCodePassedOnAndThenGone() {
        Run run = fixture.run(
                "container",
                "run",
                "--rm",
                "--network",
                "none",
                "-e",
                "WHO=me",
                "-w",
                "/tmp",
                "busybox",
                "sh",
                "-c",
                "echo $WHO in $PWD; echo oops >&2; exit 3");
        assertEquals(new Run(3, "me in /tmp\n", "oops\n"), run);
        assertEquals(
                127,
                fixture.run("container", "run", "--rm", "--network", "none", "busybox", "/nope")
                        .code());
        assertEquals(
                126,
                fixture.run("container", "run", "--rm", "--network", "none", "busybox", "/bin")
                        .code());
        assertEquals(
                125,
                fixture.run("container", "run", "--rm", "--network", "none", "--cpus", "many", "busybox")
                        .code());
        Run hungry = fixture.run(
                "container", "run", "--rm", "--network", "none", "--memory", "32m", "busybox", "tail", "/dev/zero");
        assertEquals(137, hungry.code());
        assertTrue(hungry.err().contains("memory"), hungry.err());
        assertEquals("No containers. Run one: hamlet container run IMAGE\n", done("container", "list"));
    }

    @Test
    void aContainerThatWasLeftRunningIsSeenStoppedAndRemoved() {
        String id = done(
                        "container",
                        "run",
                        "-d",
                        "--network",
                        "none",
                        "--name",
                        "job",
                        "busybox",
                        "sh",
                        "-c",
                        "echo up; sleep 1000")
                .strip();
        assertTrue(done("container", "ps").contains("job"));
        assertTrue(done("container", "inspect", id.substring(0, 6)).contains("\"state\" : \"running\""));
        assertEquals(4, fixture.run("container", "rm", "job").code());
        assertEquals(
                4,
                fixture.run("container", "create", "--network", "none", "--name", "job", "busybox")
                        .code());
        assertEquals("job\n", done("container", "stop", "-t", "0", "job"));
        assertEquals("137\n", done("container", "wait", "job"));
        assertEquals("up\n", done("container", "logs", "--tail", "1", "job"));
        assertTrue(done("container", "list", "--json").contains("\"exitCode\" : 137"));
        assertEquals("job\n", done("container", "rm", "job"));
        assertEquals(3, fixture.run("container", "start", "job").code());
    }
}
