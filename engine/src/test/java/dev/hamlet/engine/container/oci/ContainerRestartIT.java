package dev.hamlet.engine.container.oci;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hamlet.engine.agent.Agent;
import dev.hamlet.engine.agent.AgentCommand;
import dev.hamlet.engine.agent.AgentDoor;
import dev.hamlet.engine.catalog.BusyboxContainer;
import dev.hamlet.engine.container.ContainerLog;
import dev.hamlet.engine.container.ContainerSnapshot;
import dev.hamlet.engine.container.ContainerState;
import dev.hamlet.engine.container.ContainerWish;
import dev.hamlet.engine.container.LogLimits;
import dev.hamlet.engine.container.LogLines;
import dev.hamlet.engine.container.NetworkWish;
import dev.hamlet.engine.container.RestartPolicy;
import dev.hamlet.engine.container.Upkeep;
import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.host.HamletPaths;
import dev.hamlet.engine.image.ImageStore;
import dev.hamlet.engine.job.Jobs;
import dev.hamlet.engine.job.Progress;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.process.SystemProcessLauncher;
import dev.hamlet.nativebridge.Processes;
import dev.hamlet.nativebridge.Signal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Containers that are started again, under a real runtime, with an agent in this process. */
@Tag("real")
@Timeout(120)
class ContainerRestartIT {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Duration STEP = Duration.ofMillis(20);

    private final SystemProcessLauncher launcher = new SystemProcessLauncher(System.getenv());
    private final TimeSource time = TimeSource.system();

    @TempDir
    private Path folder = Path.of("");

    private HamletPaths paths = new HamletPaths(folder, folder, folder, folder);
    private OciContainerEngine engine = engine(Optional.empty());
    private Optional<Thread> agent = Optional.empty();

    @BeforeEach
    void makeTheImage() throws Exception {
        paths = HamletPaths.of(Map.of("HAMLET_HOME", folder.toString()));
        // What the script starts leaves a mark instead of being an agent.
        Path began = folder.resolve("began");
        engine = engine(Optional.of(new AgentCommand(
                Path.of("/bin/sh"), List.of("-c", "ls -l /proc/self/fd >> " + began), Map.of("PATH", "/bin"), 0)));
        assumeTrue(engine.obstacle().isEmpty(), () -> "no container can run here: " + engine.obstacle());
        BusyboxContainer recipe = new BusyboxContainer(paths, ImageStore.open(paths, time), launcher, time);
        assumeTrue(recipe.isReady(), "neither is a static BusyBox installed nor its package to be had");
        var _ = recipe.build(Progress.none());
    }

    private OciContainerEngine engine(Optional<AgentCommand> command) {
        return new OciContainerEngine(
                paths, ImageStore.open(paths, time), launcher, new Jobs(time), time, door(command));
    }

    private AgentDoor door(Optional<AgentCommand> command) {
        return new AgentDoor(paths, command, launcher, time);
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

    private void beginAgent() {
        Agent made = new Agent(
                paths, door(Optional.empty()), engine(Optional.empty()).care(), time, 0);
        agent = Optional.of(Thread.ofPlatform().daemon().start(() -> {
            try {
                boolean _ = made.run();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (Exception e) {
                throw new AssertionError(e);
            }
        }));
    }

    private ContainerSnapshot start(String name, String policy, String script) throws Exception {
        ContainerWish wish = ContainerWish.of(List.of("sh", "-c", script))
                .on(NetworkWish.of(NetworkWish.NONE))
                .with(Upkeep.USUAL.with(RestartPolicy.parse(policy)));
        var _ = engine.create("busybox", name, wish).await();
        return engine.start(name).await();
    }

    private ContainerSnapshot seen(String name) {
        try {
            return engine.find(name);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private void awaitThat(java.util.function.BooleanSupplier condition) throws Exception {
        assertTrue(time.await(condition, SOON, STEP), () -> String.valueOf(seen("one")));
    }

    private String log(String name) throws Exception {
        StringBuilder text = new StringBuilder();
        ContainerLog log = engine.log(name);
        for (List<ContainerLog.Piece> pieces = log.readNew(); !pieces.isEmpty(); pieces = log.readNew()) {
            pieces.forEach(piece -> text.append(new String(piece.bytes(), StandardCharsets.UTF_8)));
        }
        return text.toString();
    }

    @Test
    void oneThatFailsIsStartedAgainAsOftenAsItMayAndKeepsWhatItWrote() throws Exception {
        beginAgent();
        start("one", "on-failure:3", "echo run; exit 7");
        awaitThat(() ->
                seen("one").state() == ContainerState.EXITED && seen("one").restarts() == 3);
        assertEquals("run\nrun\nrun\nrun\n", log("one"));
        var _ = engine.start("one").await();
        awaitThat(() ->
                seen("one").state() == ContainerState.EXITED && seen("one").restarts() == 3);
        assertEquals("run\nrun\nrun\nrun\n", log("one"), "a person's start begins anew");
    }

    @Test
    void onePersonsStopIsRespectedAlsoWhileItIsWaitedFor() throws Exception {
        start("one", "always", "exit 1");
        awaitThat(() -> seen("one").state() == ContainerState.RESTARTING);
        assertTrue(seen("one").again().isPresent());
        assertEquals(
                ContainerState.EXITED,
                engine.stop("one", Duration.ofSeconds(1)).await().state());
        beginAgent();
        start("two", "unless-stopped", "sleep 1000");
        var _ = engine.stop("two", Duration.ZERO).await();
        start("three", "always", "sleep 1000");
        var _ = engine.kill("three", "TERM").await();
        start("four", "always", "trap '' HUP; sleep 1000");
        long pid = seen("four").pid().orElseThrow();
        var _ = engine.kill("four", "HUP").await();
        boolean _ = Processes.of().signal(Processes.of().identify(pid).orElseThrow(), Signal.KILL);
        awaitThat(() -> seen("four").restarts() == 1 && seen("four").state() == ContainerState.RUNNING);
        var _ = engine.kill("three", "KILL").await();
        for (String name : List.of("one", "two", "three")) {
            assertEquals(ContainerState.EXITED, seen(name).state(), name);
            assertEquals(0, seen(name).restarts(), name);
        }
    }

    @Test
    void theScriptAtTheEndStartsTheAgentOnlyForWhatIsToBeStartedAgain() throws Exception {
        Path began = folder.resolve("began");
        for (String policy : List.of("no", "always")) {
            start(policy, policy, "sleep 1000");
            long pid = seen(policy).pid().orElseThrow();
            boolean _ = Processes.of().signal(Processes.of().identify(pid).orElseThrow(), Signal.KILL);
            awaitThat(() -> !seen(policy).state().isLive() && monitors() == 0);
            assertEquals(
                    policy.equals("always"),
                    time.await(() -> Files.exists(began), Duration.ofSeconds(policy.equals("always") ? 10 : 0), STEP));
        }
        awaitThat(() -> lines(began).size() > 2);
        // It keeps nothing of conmon's: such as a port that is to be published again.
        assertEquals(
                List.of(),
                lines(began).stream()
                        .filter(line -> line.contains("socket:") || line.contains("pipe:"))
                        .toList());
        assertEquals(ContainerState.RESTARTING, seen("always").state());
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            return List.of();
        }
    }

    private long monitors() {
        return ProcessHandle.allProcesses()
                .flatMap(process -> process.info().commandLine().stream())
                .filter(line -> line.contains("conmon") && line.contains(folder.toString()))
                .count();
    }

    @Test
    void aLogIsBoundedAndWhoFollowsMissesNothing() throws Exception {
        int lines = 60_000;
        ContainerWish wish = ContainerWish.of(
                        List.of(
                                "sh",
                                "-c",
                                "sleep 0.5; i=0; while [ $i -lt " + lines
                                        + " ]; do i=$((i+1)); echo line $i of what it writes; [ $((i % 1000)) -ne 0 ] || sleep 0.01; done"))
                .on(NetworkWish.of(NetworkWish.NONE))
                .with(Upkeep.USUAL.with(new LogLimits(new ByteSize(1_000_000), 9)));
        var _ = engine.create("busybox", "one", wish).await();
        var _ = engine.start("one").await();
        int seen = 0;
        LogLines joined = new LogLines();
        try (ContainerLog log = engine.log("one")) {
            boolean live = true;
            while (live) {
                time.sleep(Duration.ofMillis(1));
                live = seen("one").state().isLive();
                for (List<ContainerLog.Piece> some = log.readNew(); !some.isEmpty(); some = log.readNew()) {
                    for (ContainerLog.Piece piece : joined.lines(some)) {
                        seen++;
                        assertEquals(
                                "line " + seen + " of what it writes",
                                new String(piece.text(), StandardCharsets.UTF_8));
                    }
                }
            }
        }
        assertEquals(lines, seen);
        assertTrue(log("one").endsWith("line " + lines + " of what it writes\n"));
        assertTrue(log("one").length() > 400_000, "older files are kept");
        Path home = folder.resolve("data/containers/instances")
                .resolve(seen("one").id().value());
        try (var files = Files.list(home)) {
            for (Path file : files.filter(some -> some.getFileName().toString().startsWith("log"))
                    .toList()) {
                assertTrue(Files.size(file) <= 1_000_000, () -> file + " is too large");
            }
        }
    }

    @Test
    void aPolicyIsChangedForARunThatGoesOnAndStartsNothingThatHasEnded() throws Exception {
        start("one", "no", "exit 3");
        awaitThat(() -> seen("one").state() == ContainerState.EXITED);
        Upkeep always = Upkeep.USUAL.with(RestartPolicy.parse("always"));
        assertEquals(ContainerState.EXITED, engine.keepUp("one", always).await().state());
        beginAgent();
        start("two", "no", "sleep 1000");
        assertEquals(
                always,
                engine.keepUp("two", always).await().spec().orElseThrow().wish().upkeep());
        long pid = seen("two").pid().orElseThrow();
        boolean _ = Processes.of().signal(Processes.of().identify(pid).orElseThrow(), Signal.KILL);
        awaitThat(() -> seen("two").restarts() == 1 || Files.exists(folder.resolve("began")));
        assertEquals(0, seen("one").restarts());
        assertFalse(seen("one").state() == ContainerState.RESTARTING);
    }
}
