package dev.hamlet.engine.container.oci;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.engine.container.ContainerId;
import dev.hamlet.engine.container.ContainerSpec;
import dev.hamlet.engine.container.ContainerSpecJson;
import dev.hamlet.engine.container.ContainerWish;
import dev.hamlet.engine.container.ExecSpec;
import dev.hamlet.engine.container.ImageDefaults;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.namespace.Namespaces;
import dev.hamlet.engine.problem.ContainerProblem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.process.SystemProcessLauncher;
import dev.hamlet.nativebridge.Processes;
import dev.hamlet.nativebridge.Users;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs in containers whose beginning fails late, under a conmon that is made up. */
class ExecRunTest {
    @TempDir
    private Path folder = Path.of("");

    @Test
    void whatWasBegunEndsWhereNobodyCanBeAttachedToIt() throws Exception {
        Assumptions.assumeTrue(Users.isRoot(), "else it is begun in a namespace");
        Path conmon = Files.writeString(folder.resolve("conmon"), """
                #!/bin/sh
                # Says that its socket is there, which it is not, and goes on with a child.
                while [ "$1" != -P ]; do shift; done
                sleep 1000 &
                echo $! > %1$s/child
                echo $$ > "$2"
                echo '{"data": 0}' >&5
                wait
                """.formatted(folder));
        assertTrue(conmon.toFile().setExecutable(true));
        SystemProcessLauncher launcher = new SystemProcessLauncher(System.getenv());
        OciRuntime runtime = new OciRuntime(launcher, Namespaces.none(), Path.of("/bin/false"), folder);
        ExecRun exec = new ExecRun(launcher, Namespaces.none(), Processes.of(), conmon, runtime);
        Path run = folder.resolve("run");
        ProblemException failure = assertThrows(
                ProblemException.class,
                () -> exec.begin(spec(), ExecSpec.of(List.of("true")), new byte[0], run, _ -> {}));
        assertInstanceOf(ContainerProblem.ContainerStreamLost.class, failure.problem());
        assertFalse(Files.exists(run), "nothing is left");
        long child = Long.parseLong(Files.readString(folder.resolve("child")).strip());
        assertTrue(TimeSource.system()
                .await(
                        () -> ProcessHandle.of(child)
                                        .filter(ProcessHandle::isAlive)
                                        .isEmpty()
                                && ProcessHandle.allProcesses()
                                        .flatMap(one -> one.info().commandLine().stream())
                                        .noneMatch(line -> line.contains(conmon.toString())),
                        Duration.ofSeconds(10),
                        Duration.ofMillis(10)));
    }

    private static ContainerSpec spec() {
        return new ContainerSpec(
                ContainerId.random(),
                "one",
                new ImageDefaults(
                        "x", "", List.of(), List.of(), List.of(), "", "", "", List.of(), Map.of(), Optional.empty()),
                ContainerWish.of(List.of()),
                Map.of(),
                Instant.EPOCH,
                ContainerSpecJson.UnknownKeys.NONE);
    }
}
