package dev.hamlet.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hamlet.app.cli.ProcessFixture.Begun;
import dev.hamlet.app.cli.ProcessFixture.Run;
import dev.hamlet.engine.Engine;
import dev.hamlet.engine.machine.Machine;
import dev.hamlet.engine.machine.MachineState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The command line as a new user has it: each command a process of its own, guests in QEMU, and meanwhile another Hamlet
 * that has the same machines open, as a window does.
 */
@Tag("real")
@Timeout(300)
class NewUserIT {
    private static final String NAME = "my \"first\" 🐳, 100%";

    @TempDir
    private Path folder;

    private ProcessFixture user;

    @BeforeEach
    void open() {
        user = new ProcessFixture(folder.resolve("a home"));
        Assumptions.assumeTrue(
                Files.isExecutable(Path.of("/usr/bin/qemu-system-x86_64")),
                "QEMU is not installed (package qemu-system-x86)");
    }

    /** A test that fails halfway leaves no guest behind either. */
    @AfterEach
    void endGuests() throws Exception {
        if (Files.isDirectory(user.home().resolve("data/machines"))) {
            try (Engine engine = open(user.home())) {
                for (Machine machine : engine.machines().list()) {
                    machine.kill().await();
                }
            }
        }
    }

    private Engine window() throws Exception {
        Engine engine = open(user.home());
        engine.machines().follow();
        return engine;
    }

    private static Engine open(Path home) throws Exception {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("HAMLET_HOME", home.toString());
        return Engine.open(environment);
    }

    private Run done(String... arguments) throws Exception {
        Run run = user.run(arguments);
        assertEquals(0, run.code(), () -> List.of(arguments) + ": " + run.err());
        return run;
    }

    @Test
    void aMachineIsMadeRunUsedAndRemovedWhileAWindowIsOpen() throws Exception {
        Run doctor = done("doctor");
        assertTrue(doctor.out().endsWith("Machines can run on this computer.\n"), doctor.out());
        assertEquals(3, user.run("vm", "create", NAME, "--image", "tiny").code());
        done("image", "build", "tiny");
        try (Engine window = window()) {
            done("vm", "create", NAME, "--image", "tiny", "--memory", "192 MiB", "--cpus", "1");
            done("vm", "start", NAME);
            Machine seen = window.machines().find(NAME);
            user.await(() -> seen.snapshot().state() == MachineState.RUNNING);
            assertEquals(
                    NAME + " is running already.\n", done("vm", "start", NAME).out());
            awaitUp();
            sitAtTheConsole();
            Path picture = folder.resolve("pictures of mine.png");
            done("vm", "screenshot", NAME, picture.toString());
            assertFalse(Picture.of(picture).isBlank());
            done("vm", "pause", NAME);
            user.await(() -> seen.snapshot().state() == MachineState.PAUSED);
            done("vm", "set", "--memory", "256M", NAME);
            done("vm", "resume", NAME);
            user.await(() -> seen.snapshot().state() == MachineState.RUNNING);
            watchAndRename();
            done("vm", "stop", "web");
            user.await(() -> seen.snapshot().state() == MachineState.STOPPED);
            assertEquals(
                    "guest-shutdown",
                    new ObjectMapper()
                            .readTree(done("vm", "show", "--json", "web").out())
                            .path("lastEnd")
                            .path("how")
                            .asText());
            done("vm", "start", "web");
            done("vm", "reset", "web");
            done("vm", "kill", "web");
            assertEquals(4, user.run("image", "delete", "tiny").code());
            assertTrue(done("vm", "delete", "web").out().startsWith("web is in the trash: "));
            done("image", "delete", "tiny");
        }
        assertEquals(
                "{\n  \"machines\" : [ ]\n}\n", done("vm", "list", "--json").out());
    }

    /** Follows the serial line until the guest says that it is up, then leaves by Ctrl-C. */
    private void awaitUp() throws Exception {
        Begun log = user.begin("vm", "log", "-f", NAME);
        user.await(() -> log.out().contains("Hamlet tiny guest ready"));
        log.interrupt();
        assertEquals(130, log.end());
        assertEquals("", log.err());
    }

    private void sitAtTheConsole() throws Exception {
        Begun console = user.beginOnTerminal("vm", "console", NAME);
        user.await(() -> console.out().contains("Leave with Ctrl-]."));
        console.type("\recho sto\"\"ry of $((6 * 7))\r");
        user.await(() -> console.out().contains("story of 42"));
        Run second = user.run("vm", "console", NAME);
        assertEquals(1, second.code(), second.err());
        takeTheLine(console);
    }

    private void takeTheLine(Begun first) throws Exception {
        Begun refused = user.beginOnTerminal("vm", "console", NAME);
        assertEquals(4, refused.end(), refused.out());
        assertTrue(refused.out().contains("The serial line is in use."), refused.out());
        assertTrue(refused.out().contains("Take it over: hamlet vm console --take "), refused.out());
        Begun taker = user.beginOnTerminal("vm", "console", "--take", NAME);
        user.await(() -> taker.out().contains("Leave with Ctrl-]."));
        assertEquals(0, first.end());
        assertTrue(first.out().contains("Another console took the serial line of "), first.out());
        taker.type("\recho mi\"\"ne is $((7 * 6))\r");
        user.await(() -> taker.out().contains("mine is 42"));
        taker.type("\u001d");
        assertEquals(0, taker.end());
        assertTrue(taker.out().contains("runs on."), taker.out());
    }

    private void watchAndRename() throws Exception {
        Begun watch = user.begin("vm", "watch", "--json");
        user.await(() -> watch.out().contains("\"state\":\"running\""));
        done("vm", "rename", NAME, "web");
        user.await(() -> watch.out().contains("\"name\":\"web\""));
        watch.interrupt();
        assertEquals(130, watch.end());
    }

    @Test
    void aDemonstrationThatIsInterruptedLeavesNothingRunning() throws Exception {
        Begun demo = user.begin("demo");
        user.await(() -> demo.out().contains("Started it"));
        demo.interrupt();
        assertEquals(130, demo.end());
        assertTrue(demo.err().contains("Cancelled."), demo.err());
        assertTrue(demo.out().contains("Removed the machine."), demo.out());
        Path machines = user.home().resolve("cache/demo/data/machines");
        try (var left = Files.list(machines)) {
            assertEquals(
                    List.of(),
                    left.filter(Files::isDirectory).map(Path::getFileName).toList());
        }
    }
}
