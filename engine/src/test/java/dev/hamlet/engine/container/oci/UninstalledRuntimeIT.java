package dev.hamlet.engine.container.oci;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.hamlet.engine.agent.AgentDoor;
import dev.hamlet.engine.container.ContainerEngine;
import dev.hamlet.engine.container.ContainerLimits;
import dev.hamlet.engine.container.ContainerSnapshot;
import dev.hamlet.engine.container.ContainerState;
import dev.hamlet.engine.container.ContainerWish;
import dev.hamlet.engine.container.ExecSpec;
import dev.hamlet.engine.container.NetworkWish;
import dev.hamlet.engine.job.Jobs;
import dev.hamlet.engine.problem.ContainerProblem.ContainerRuntimeMissing;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.process.ProcessSpec;
import dev.hamlet.engine.process.SystemProcessLauncher;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Containers whose runtime was uninstalled after they had been started. */
@Tag("real")
class UninstalledRuntimeIT {
    @TempDir
    private Path folder = Path.of("");

    /** One with a runtime of the test's own. */
    private ContainerEngine engine(RealHome home, Path programs) throws Exception {
        Files.createDirectories(programs);
        Files.copy(
                home.launcher().find("runc").orElseThrow(),
                programs.resolve("runc"),
                StandardCopyOption.COPY_ATTRIBUTES);
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.put("PATH", programs + ":" + environment.get("PATH"));
        SystemProcessLauncher launcher = new SystemProcessLauncher(environment);
        return new OciContainerEngine(
                home.paths(),
                home.images(),
                launcher,
                new Jobs(home.time()),
                home.time(),
                new AgentDoor(home.paths(), Optional.empty(), launcher, home.time()));
    }

    private static ContainerSnapshot start(ContainerEngine engine, String script) throws Exception {
        ContainerSnapshot made = engine.create(
                        "busybox",
                        "",
                        ContainerWish.of(List.of("sh", "-c", script)).on(NetworkWish.of(NetworkWish.NONE)))
                .await();
        return engine.start(made.id().value()).await();
    }

    @Test
    void oneThatRunsIsStoppedAndRemovedAndWhatNeedsTheRuntimeNamesItsPackage() throws Exception {
        try (RealHome home = RealHome.in(folder.resolve("home"))) {
            Path programs = folder.resolve("programs");
            ContainerEngine engine = engine(home, programs);
            ContainerSnapshot stopped = start(engine, "trap 'exit 5' TERM; while :; do sleep 0.05; done");
            ContainerSnapshot running = start(engine, "sleep 1000");
            ContainerSnapshot ended = start(engine, "sleep 1000");
            Files.delete(programs.resolve("runc"));

            for (ProblemException missing : List.of(
                    assertThrows(
                            ProblemException.class,
                            () -> engine.pause(running.name()).await()),
                    assertThrows(
                            ProblemException.class,
                            () -> engine.update(running.name(), limits()).await()),
                    assertThrows(
                            ProblemException.class,
                            () -> engine.exec(running.name(), ExecSpec.of(List.of("true")))
                                    .close()))) {
                assertEquals(new ContainerRuntimeMissing("runc", "runc"), missing.problem());
            }
            assertEquals(
                    5,
                    engine.stop(stopped.name(), Duration.ofSeconds(20))
                            .await()
                            .end()
                            .orElseThrow()
                            .code()
                            .orElseThrow());
            var _ = engine.stop(ended.name(), Duration.ZERO).await();
            assertEquals(ContainerState.EXITED, engine.find(ended.name()).state());
            var _ = engine.remove(ended.name(), false).await();
            var _ = engine.remove(stopped.name(), false).await();
            var _ = engine.remove(running.name(), true).await();
            assertEquals(List.of(), engine.list());
            assertFalse(ProcessHandle.of(running.pid().orElseThrow()).isPresent());
            List<String> search = List.of(
                    "/sys/fs/cgroup",
                    "-maxdepth",
                    "5",
                    "-type",
                    "d",
                    "-name",
                    "hamlet-" + home.paths().homeId().substring(0, 8) + "*");
            assertEquals("", home.launcher().run(ProcessSpec.of("find", search)).output());
            assertFalse(Files.readString(Path.of("/proc/self/mounts")).contains(folder.toString()));
        }
    }

    private static ContainerLimits limits() {
        return new ContainerLimits(Optional.empty(), 0, 99);
    }
}
