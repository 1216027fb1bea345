package dev.hamlet.engine.container.oci;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hamlet.engine.agent.Agent;
import dev.hamlet.engine.agent.AgentDoor;
import dev.hamlet.engine.catalog.BusyboxContainer;
import dev.hamlet.engine.container.ContainerHealth;
import dev.hamlet.engine.container.ContainerHealth.State;
import dev.hamlet.engine.container.ContainerProcess;
import dev.hamlet.engine.container.ContainerSnapshot;
import dev.hamlet.engine.container.ContainerWish;
import dev.hamlet.engine.container.ExecSpec;
import dev.hamlet.engine.container.NetworkWish;
import dev.hamlet.engine.container.Upkeep;
import dev.hamlet.engine.host.HamletPaths;
import dev.hamlet.engine.image.ImageConfig.HealthCheck;
import dev.hamlet.engine.image.ImageStore;
import dev.hamlet.engine.job.Jobs;
import dev.hamlet.engine.job.Progress;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.process.SystemProcessLauncher;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Containers that are asked how they are, under a real runtime, by an agent in this process. */
@Tag("real")
@Timeout(120)
class ContainerHealthIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Duration STEP = Duration.ofMillis(20);

    private final SystemProcessLauncher launcher = new SystemProcessLauncher(System.getenv());
    private final TimeSource time = TimeSource.system();

    @TempDir
    private Path folder = Path.of("");

    private HamletPaths paths = new HamletPaths(folder, folder, folder, folder);
    private OciContainerEngine engine = engine();
    private Optional<Thread> agent = Optional.empty();

    private OciContainerEngine engine() {
        return new OciContainerEngine(paths, ImageStore.open(paths, time), launcher, new Jobs(time), time, door());
    }

    private AgentDoor door() {
        return new AgentDoor(paths, Optional.empty(), launcher, time);
    }

    @BeforeEach
    void makeTheImageAndTheAgent() throws Exception {
        paths = HamletPaths.of(Map.of("HAMLET_HOME", folder.toString()));
        engine = engine();
        assumeTrue(engine.obstacle().isEmpty(), () -> "no container can run here: " + engine.obstacle());
        BusyboxContainer recipe = new BusyboxContainer(paths, ImageStore.open(paths, time), launcher, time);
        assumeTrue(recipe.isReady(), "neither is a static BusyBox installed nor its package to be had");
        var _ = recipe.build(Progress.none());
        beginAgent();
    }

    private void beginAgent() throws Exception {
        Agent made = new Agent(paths, door(), engine().care(), time, 0);
        agent = Optional.of(Thread.ofPlatform().daemon().start(() -> {
            try {
                boolean _ = made.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }));
        assertTrue(time.await(() -> door().status().isPresent(), SOON, STEP));
    }

    @AfterEach
    void removeAll() throws Exception {
        if (agent.isPresent()) {
            agent.get().interrupt();
            agent.get().join();
        }
        for (ContainerSnapshot one : engine.list()) {
            var _ = engine.remove(one.id().value(), true).await();
        }
    }

    private void start(String question, Duration timeout) throws Exception {
        HealthCheck check = new HealthCheck(
                List.of("CMD-SHELL", question), Duration.ofMillis(200), timeout, Duration.ZERO, Duration.ZERO, 2);
        ContainerWish wish = ContainerWish.of(List.of("sleep", "1000"))
                .on(NetworkWish.of(NetworkWish.NONE))
                .with(Upkeep.USUAL.with(check));
        var _ = engine.create("busybox", "one", wish).await();
        assertEquals(
                Optional.of(ContainerHealth.UNKNOWN),
                engine.start("one").await().health());
    }

    private ContainerHealth health() {
        try {
            return engine.find("one").health().orElseThrow();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private void awaitState(State state) throws Exception {
        assertTrue(time.await(() -> health().state() == state, SOON, STEP), () -> String.valueOf(health()));
    }

    @Test
    void itIsWhatItSaysAndWhatItSaidIsKept() throws Exception {
        start("echo so it is; test ! -e /ill", Duration.ofSeconds(20));
        awaitState(State.HEALTHY);
        assertEquals("so it is\n", health().answers().getLast().output());
        assertEquals(OptionalInt.of(0), health().answers().getLast().code());
        try (var stream = engine.exec("one", ExecSpec.of(List.of("touch", "/ill")))) {
            assertEquals(OptionalInt.of(0), stream.await());
        }
        awaitState(State.UNHEALTHY);
        assertEquals(OptionalInt.of(1), health().answers().getLast().code());
        try (var stream = engine.exec("one", ExecSpec.of(List.of("rm", "/ill")))) {
            assertEquals(OptionalInt.of(0), stream.await());
        }
        awaitState(State.HEALTHY);
        var _ = engine.stop("one", Duration.ZERO).await();
        assertEquals(Optional.empty(), engine.find("one").health());
        assertEquals(
                ContainerHealth.UNKNOWN, engine.start("one").await().health().orElseThrow());
    }

    @Test
    void aQuestionThatIsNotAnsweredInTimeIsAnsweredBadlyAndLeavesNothingBehind() throws Exception {
        start("echo begun; yes > /dev/null", Duration.ofMillis(500));
        awaitState(State.UNHEALTHY);
        assertEquals("begun\n", health().answers().getLast().output());
        assertEquals(OptionalInt.empty(), health().answers().getLast().code());
        agent.orElseThrow().interrupt();
        agent.orElseThrow().join();
        agent = Optional.empty();
        assertTrue(
                time.await(() -> programs().equals(List.of("sleep 1000")), SOON, STEP),
                () -> "what was killed is gone: " + programs());
    }

    private List<String> programs() {
        try {
            return engine.processes(engine.find("one")).stream()
                    .map(ContainerProcess::command)
                    .toList();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void anAnswerThatIsLongOrLeavesSomebodyBehindIsKeptShortAndKeepsNobodyWaiting() throws Exception {
        start("sleep 1000 > /dev/null 2>&1 & yes | head -c 100000", Duration.ofSeconds(20));
        awaitState(State.HEALTHY);
        assertEquals(4096, health().answers().getLast().output().length());
        assertFalse(health().answers().size() > ContainerHealth.KEPT);
        ContainerHealth.Answer last = health().answers().getLast();
        assertTrue(Duration.between(last.begin(), last.end()).compareTo(Duration.ofSeconds(10)) < 0);
    }

    @Test
    void onePausedIsNotAskedAndGoesOnAfterAnotherAgentCame() throws Exception {
        start("true", Duration.ofSeconds(20));
        awaitState(State.HEALTHY);
        var _ = engine.pause("one").await();
        agent.orElseThrow().interrupt();
        agent.orElseThrow().join();
        beginAgent();
        assertEquals(State.HEALTHY, health().state(), "what is known is kept");
        var last = health().answers().getLast();
        var _ = engine.resume("one").await();
        assertTrue(time.await(() -> !health().answers().getLast().equals(last), SOON, STEP));
        assertEquals(State.HEALTHY, health().state());
    }
}
