package dev.hamlet.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hamlet.app.cli.ProcessFixture.Run;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The agent as a process of its own, started by what ends and by what looks, and killed. */
@Tag("real")
@Tag("slow")
@Timeout(180)
class AgentIT {
    @TempDir
    private Path folder;

    private ProcessFixture commands;

    @BeforeEach
    void build() throws Exception {
        commands = new ProcessFixture(folder.resolve("home"));
        Run built = commands.run("image", "build", "busybox");
        assumeTrue(built.code() == 0, () -> "no BusyBox can be had here: " + built.err());
        Run tried = commands.run("container", "run", "--rm", "--network", "none", "busybox", "true");
        assumeTrue(tried.code() != 125, () -> "no container can be run here: " + tried.err());
    }

    @AfterEach
    void nothingGoesOn() throws Exception {
        Run _ = commands.run("container", "rm", "-f", "one");
        agent().ifPresent(ProcessHandle::destroyForcibly);
    }

    private java.util.Optional<ProcessHandle> agent() {
        try {
            Path self = folder.resolve("home/data/agent/self");
            return Files.exists(self)
                    ? ProcessHandle.of(Long.parseLong(Files.readString(self).replaceAll(" .*\\s*", "")))
                    : java.util.Optional.empty();
        } catch (java.io.IOException e) {
            return java.util.Optional.empty();
        }
    }

    private String field(String name) {
        try {
            Run run = commands.run("container", "inspect", "one");
            Matcher matcher =
                    Pattern.compile("\"" + name + "\" : \"?([^\",\n]*)").matcher(run.out());
            return matcher.find() ? matcher.group(1) : run.err();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aContainerIsStartedAgainWhileNoHamletRunsAndAfterTheAgentWasKilled() throws Exception {
        Run begun = commands.run(
                "container",
                "run",
                "-d",
                "--restart",
                "always",
                "--network",
                "none",
                "--name",
                "one",
                "busybox",
                "sleep",
                "1000");
        assertEquals("", begun.err());
        assertTrue(agent().isEmpty(), "nothing needs it while a container runs");
        ProcessHandle.of(Long.parseLong(field("pid"))).orElseThrow().destroyForcibly();
        commands.await(() -> field("restarts").equals("1") && field("state").equals("running"));
        ProcessHandle agent = agent().orElseThrow();
        assertTrue(commands.run("agent", "--status").out().contains(String.valueOf(agent.pid())));
        assertTrue(agent.destroyForcibly());
        commands.await(() -> !agent.isAlive());
        // Its note of itself is still there, and is no longer true.
        ProcessHandle.of(Long.parseLong(field("pid"))).orElseThrow().destroyForcibly();
        commands.await(() -> field("restarts").equals("2") && field("state").equals("running"));
        ProcessHandle second = agent().orElseThrow();
        commands.await(() -> !second.isAlive());
        assertEquals("running", field("state"), "the agent goes, the container stays");
        assertTrue(commands.run("agent", "--status").out().startsWith("No agent"));
        assertEquals("exited", stopped());
    }

    private String stopped() throws Exception {
        Run stop = commands.run("container", "stop", "-t", "0", "one");
        assertEquals("", stop.err());
        return field("state");
    }
}
