package dev.hamlet.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hamlet.app.cli.CommandLineFixture.Run;
import dev.hamlet.engine.job.TimeSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
    void removeAll() {
        Matcher ids = Pattern.compile("\"id\" : \"([0-9a-f]+)\"")
                .matcher(fixture.run("container", "list", "--json").out());
        while (ids.find()) {
            done("container", "rm", "-f", ids.group(1));
        }
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

    /** One that runs until it is stopped. */
    private void leaveRunning(String name) {
        done("container", "run", "-d", "--network", "none", "--name", name, "busybox", "sleep", "1000");
    }

    @Test
    void programsRunInAContainerThatRunsWithTheirStreamsAndCodesPassedOn() {
        leaveRunning("job");
        Run run = fixture.run(
                "container",
                "exec",
                "-e",
                "WHO=you",
                "-w",
                "/tmp",
                "job",
                "sh",
                "-c",
                "echo $WHO $PWD; echo no >&2; exit 5");
        assertEquals(new Run(5, "you /tmp\n", "no\n"), run);
        String long_ = "a line of many\n".repeat(10_000);
        assertEquals(new Run(0, long_, ""), fixture.runWith(long_, "container", "exec", "-i", "job", "cat"));
        assertEquals(new Run(0, "", ""), fixture.runWith("lost", "container", "exec", "job", "cat"));
        assertEquals(127, fixture.run("container", "exec", "job", "/nope").code());
        Run folder = fixture.run("container", "exec", "job", "/bin");
        assertEquals(126, folder.code(), folder::err);
        assertEquals(3, fixture.run("container", "exec", "nobody", "true").code());
        done("container", "stop", "-t", "0", "job");
        assertEquals(4, fixture.run("container", "exec", "job", "true").code());
    }

    @Test
    void whatIsMountedIsSeenFromBothSidesAndVolumesAreLookedAfter() throws Exception {
        Files.createDirectories(folder.resolve("src"));
        Files.writeString(folder.resolve("src/file"), "from here");
        done(
                "container",
                "run",
                "--rm",
                "--network",
                "none",
                "-v",
                "data:/data",
                "--mount",
                "type=bind,source=" + folder.resolve("src") + ",target=/src,readonly",
                "--tmpfs",
                "/tmp:size=1m",
                "--label",
                "stage=test",
                "busybox",
                "cp",
                "/src/file",
                "/data/copy");
        assertEquals("from here", Files.readString(folder.resolve("home/data/containers/volumes/data/files/copy")));
        assertTrue(done("volume", "ls").contains("data"));
        done("container", "create", "--network", "none", "--name", "job", "-v", "data:/d:ro", "-v", "/own", "busybox");
        String said = done("volume", "inspect", "data");
        assertTrue(said.contains("\"target\" : \"/d\""), said);
        assertTrue(done("container", "inspect", "job").contains("\"type\" : \"volume\""));
        Run used = fixture.run("volume", "rm", "data");
        assertEquals(4, used.code());
        assertTrue(used.err().contains("job"), used.err());
        Run missing = fixture.run("container", "create", "--network", "none", "-v", "/no/such:/d", "busybox");
        assertEquals(4, missing.code());
        assertTrue(missing.err().contains("/no/such"), missing.err());
        assertEquals(
                2,
                fixture.run("container", "create", "--network", "none", "-v", "a:b", "busybox")
                        .code());
        done("container", "rm", "-v", "job");
        assertEquals("data\n", done("volume", "rm", "data"));
        assertEquals(3, fixture.run("volume", "inspect", "data").code());
        assertEquals("Nothing to remove.\n", done("volume", "prune", "--all", "-f"));
        assertEquals("made\n", done("volume", "create", "made"));
        assertTrue(done("volume", "prune", "--all", "-f").startsWith("made\n"));
        assertTrue(done("volume", "ls").startsWith("No volumes"));
    }

    @Test
    void filesAreCopiedChangesAreToldAndBecomeAnImage() throws Exception {
        leaveRunning("job");
        Files.writeString(folder.resolve("file"), "from here");
        done("container", "cp", folder.resolve("file").toString(), "job:/");
        assertEquals("A /file\n", done("container", "diff", "job"));
        assertEquals("from here", done("container", "exec", "job", "cat", "/file"));
        done("container", "cp", "job:file", folder.resolve("back").toString());
        assertEquals("from here", Files.readString(folder.resolve("back")));
        for (String[] paths : List.of(
                new String[] {folder.resolve("file").toString(), "job:/none/"},
                new String[] {"job:/file", folder.resolve("none") + "/"},
                new String[] {"job:/file/", folder.toString()})) {
            Run slash = fixture.run("container", "cp", paths[0], paths[1]);
            assertEquals(1, slash.code(), "a slash means a folder: " + String.join(" ", paths));
            assertTrue(slash.err().contains("older") || slash.err().contains("irectory"), slash.err());
        }
        assertTrue(Files.notExists(folder.resolve("none")));
        String archive = done("container", "cp", "job:/file", "-");
        assertEquals(new Run(0, "", ""), fixture.runWith(archive, "container", "cp", "-", "job:/bin"));
        assertEquals("from here", done("container", "exec", "job", "cat", "/bin/file"));
        assertEquals(
                3,
                fixture.run("container", "cp", "job:/none", folder.toString()).code());
        assertEquals(2, fixture.run("container", "cp", "a", "b").code());
        String id = done("container", "commit", "-c", "CMD [\"cat\", \"/file\"]", "job", "made:1")
                .strip();
        assertTrue(id.startsWith("sha256:"), id);
        assertEquals("from here", done("container", "run", "--rm", "--network", "none", "made:1"));
    }

    @Test
    void whatIsPipedIntoANewContainerIsItsInput() {
        assertEquals(
                new Run(3, "in here\n", ""),
                fixture.runWith(
                        "in here\n",
                        "container",
                        "run",
                        "-i",
                        "--rm",
                        "--network",
                        "none",
                        "busybox",
                        "sh",
                        "-c",
                        "cat; exit 3"));
        assertEquals("No containers. Run one: hamlet container run IMAGE\n", done("container", "list"));
    }

    @Test
    void aContainerIsPausedLimitedAndCalledOtherwiseWhileItRuns() {
        leaveRunning("job");
        assertEquals("job\n", done("container", "pause", "job"));
        assertTrue(done("container", "ps").contains("paused"));
        assertEquals("job\n", done("container", "unpause", "job"));
        assertEquals("job\n", done("container", "update", "--memory", "48m", "--pids-limit", "50", "job"));
        String usage = done("container", "stats", "--json", "job");
        assertTrue(usage.contains("\"memoryLimitBytes\" : " + (48 << 20)), usage);
        assertTrue(usage.contains("\"processLimit\" : 50"), usage);
        assertEquals(
                2, fixture.run("container", "update", "--cpus", "many", "job").code());
        assertTrue(done("container", "stats", "--no-stream").contains("job"));
        assertTrue(done("container", "top", "job").contains("sleep 1000"));
        done("container", "rename", "job", "work");
        assertTrue(done("container", "restart", "-t", "0", "work").contains("work"));
        String said = done("container", "inspect", "work");
        assertTrue(said.contains("\"state\" : \"running\""), said);
        assertTrue(said.contains("\"memoryBytes\" : " + (48 << 20)), said);
    }

    @Test
    void aPersonSitsAtAShellInAContainerLeavesItAndComesBack() throws Exception {
        ProcessFixture terminal = new ProcessFixture(folder.resolve("home"));
        ProcessFixture.Begun shell = terminal.beginOnTerminal(
                "container", "run", "-it", "--network", "none", "--name", "seat", "busybox", "sh");
        shell.type("echo $((6*7)) at $(tty)\r");
        awaitText(shell, "42 at /dev/");
        shell.type("\u0010\u0011");
        assertEquals(0, shell.end(), shell.out());
        assertTrue(done("container", "ps").contains("seat"));
        ProcessFixture.Begun beside = terminal.beginOnTerminal("container", "exec", "-it", "seat", "sh");
        beside.type("exit $((4+5))\r");
        assertEquals(9, beside.end(), beside.out());
        ProcessFixture.Begun again = terminal.beginOnTerminal("container", "attach", "seat");
        again.type("echo $((6*8)) again\r");
        awaitText(again, "48 again");
        again.type("exit 6\r");
        assertEquals(6, again.end(), again.out());
    }

    private static void awaitText(ProcessFixture.Begun begun, String text) throws InterruptedException {
        assertTrue(
                TimeSource.system()
                        .await(() -> begun.out().contains(text), Duration.ofSeconds(30), Duration.ofMillis(20)),
                () -> begun.out() + begun.err());
    }

    @Test
    void whatWritesForEverEndsWithWhoeverReadsIt() throws Exception {
        leaveRunning("job");
        ProcessFixture apart = new ProcessFixture(folder.resolve("home"));
        ProcessFixture.Begun endless = apart.begin("container", "exec", "job", "yes");
        endless.readNoMore();
        int code = endless.end();
        assertEquals(0, code, endless.err());
        assertTrue(
                TimeSource.system()
                        .await(
                                () -> !done("container", "top", "job").contains("yes"),
                                Duration.ofSeconds(20),
                                Duration.ofMillis(100)),
                "it goes on");
    }

    @Test
    void aTerminalIsRefusedToWhoeverHasNone() throws Exception {
        ProcessFixture none = new ProcessFixture(folder.resolve("home"));
        ProcessFixture.Run run = none.runApart("container", "run", "--rm", "-it", "--network", "none", "busybox", "sh");
        assertEquals(125, run.code());
        assertTrue(run.err().contains("-t"), run.err());
        assertEquals("No containers. Run one: hamlet container run IMAGE\n", done("container", "list"));
    }
}
