package dev.hamlet.engine.container.oci;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.process.ProcessResult;
import dev.hamlet.engine.process.ProcessSpec;
import dev.hamlet.engine.process.SystemProcessLauncher;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The script at the end of a container, with a runtime that only notes what it is told. */
class EndScriptTest {
    @TempDir
    private Path folder = Path.of("");

    private Path run = folder;
    private Path told = folder;
    private Path agent = folder;

    @BeforeEach
    void make() throws Exception {
        run = Files.createDirectory(folder.resolve("a run"));
        told = folder.resolve("told");
        agent = Files.createDirectory(folder.resolve("agent"));
        Files.createFile(run.resolve("run.json"));
        Path runtime = Files.writeString(folder.resolve("runtime"), "#!/bin/sh\necho \"$@\" > '" + told + "'\n");
        assertTrue(runtime.toFile().setExecutable(true));
        Files.writeString(agent.resolve("start.sh"), "echo begun\n");
    }

    private ProcessResult end(String... more) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(
                EndScript.ready(folder).toString(),
                run.toString(),
                folder.resolve("runtime").toString(),
                folder.resolve("state").toString(),
                "id",
                folder.resolve("nothing mounted").toString()));
        arguments.addAll(List.of(more));
        return new SystemProcessLauncher(System.getenv()).run(ProcessSpec.of("sh", arguments));
    }

    private boolean begun() throws Exception {
        Path log = agent.resolve("log");
        return TimeSource.system()
                .await(
                        () -> Files.exists(log) && log.toFile().length() > 0,
                        Duration.ofSeconds(5),
                        Duration.ofMillis(20));
    }

    @Test
    void whatIsNotGivenIsNotLookedFor() throws Exception {
        Files.createFile(run.resolve("watched"));
        for (List<String> more : List.of(List.<String>of(), List.of(""), List.of("", ""))) {
            Files.deleteIfExists(told);
            ProcessResult result = end(more.toArray(String[]::new));
            assertEquals(0, result.code());
            assertTrue(
                    result.errorLines().stream()
                            .noneMatch(line -> line.contains("start.sh") || line.contains("parameter")),
                    result.errorLines()::toString);
            assertEquals("--root " + folder.resolve("state") + " delete id\n", Files.readString(told));
        }
    }

    @Test
    void theAgentIsStartedForOneThatIsWatchedAndWhoIsThereIsNot() throws Exception {
        Path address = Files.writeString(folder.resolve("address"), "somebody");
        assertEquals(0, end(address.toString(), agent.toString()).code());
        assertEquals("", Files.readString(address), "it is nobody's any more");
        assertFalse(Files.exists(agent.resolve("log")), "nobody watches that");
        Files.createFile(run.resolve("watched"));
        assertEquals(0, end("", agent.toString()).code());
        assertTrue(begun());
    }

    @Test
    void aStartThatGoesOnIsLeftAlone() throws Exception {
        Files.createFile(run.resolve("starting"));
        Files.createFile(run.resolve("watched"));
        assertEquals(0, end("", agent.toString()).code());
        assertFalse(Files.exists(told));
        assertFalse(Files.exists(agent.resolve("log")));
    }
}
