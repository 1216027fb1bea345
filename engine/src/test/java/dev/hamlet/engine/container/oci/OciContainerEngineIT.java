package dev.hamlet.engine.container.oci;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hamlet.engine.agent.AgentDoor;
import dev.hamlet.engine.catalog.BusyboxContainer;
import dev.hamlet.engine.container.ContainerEnd;
import dev.hamlet.engine.container.ContainerEngine;
import dev.hamlet.engine.container.ContainerLimits;
import dev.hamlet.engine.container.ContainerLog;
import dev.hamlet.engine.container.ContainerSnapshot;
import dev.hamlet.engine.container.ContainerState;
import dev.hamlet.engine.container.ContainerWish;
import dev.hamlet.engine.container.NetworkWish;
import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.host.HamletPaths;
import dev.hamlet.engine.image.ImageStore;
import dev.hamlet.engine.job.Jobs;
import dev.hamlet.engine.job.Progress;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.problem.ContainerProblem;
import dev.hamlet.engine.problem.ImageProblem;
import dev.hamlet.engine.problem.ProblemException;
import dev.hamlet.engine.process.ProcessSpec;
import dev.hamlet.engine.process.SystemProcessLauncher;
import dev.hamlet.nativebridge.Processes;
import dev.hamlet.nativebridge.Signal;
import dev.hamlet.nativebridge.Users;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Containers of a real image under a real runtime and conmon. */
@Tag("real")
class OciContainerEngineIT {
    /** Networks have a test of their own, away from that of this computer. */
    private static final NetworkWish ALONE = NetworkWish.of(NetworkWish.NONE);

    /** As people call their folders. */
    private static final String HOME = "ein Häuschen";

    private final SystemProcessLauncher launcher = new SystemProcessLauncher(System.getenv());
    private final TimeSource time = TimeSource.system();

    @TempDir
    private Path folder = Path.of("");

    private HamletPaths paths = new HamletPaths(folder, folder, folder, folder);
    private ImageStore images = ImageStore.open(paths, time);

    @BeforeEach
    void makeTheImage() throws Exception {
        assumeTrue(Users.isRoot(), "only root may run containers yet");
        for (String program : List.of("runc", "conmon")) {
            assumeTrue(launcher.find(program).isPresent(), program + " is not installed");
        }
        assumeTrue(
                BundleHost.look(images.namespaces()).seccomp().isPresent(), "no profile of system calls is installed");
        paths = HamletPaths.of(Map.of("HAMLET_HOME", folder.resolve(HOME).toString()));
        images = ImageStore.open(paths, time);
        BusyboxContainer recipe = new BusyboxContainer(paths, images, launcher, time);
        assumeTrue(recipe.isReady(), "neither is a static BusyBox installed nor its package to be had");
        var _ = recipe.build(Progress.none());
    }

    @AfterEach
    void nothingIsLeft() throws Exception {
        if (!Files.isDirectory(folder.resolve(HOME).resolve("data"))) {
            return;
        }
        ContainerEngine engine = engine();
        for (ContainerSnapshot one : engine.list()) {
            var _ = engine.remove(one.id().value(), true).await();
        }
        assertEquals(List.of(), left(), "something is left of containers that are gone");
    }

    /** Mounts, control groups, folders and processes of this home. */
    private List<String> left() throws Exception {
        List<String> left = new ArrayList<>();
        Files.readAllLines(Path.of("/proc/self/mounts")).stream()
                .filter(line -> line.contains(folder.toString()))
                .forEach(left::add);
        String group = "hamlet-" + paths.homeId().substring(0, 8);
        // By a program that goes on where others' groups vanish meanwhile.
        List<String> search = List.of("/sys/fs/cgroup", "-maxdepth", "5", "-type", "d", "-name", group + "*");
        launcher.run(ProcessSpec.of("find", search)).output().lines().forEach(left::add);
        for (String part : List.of("instances", "runtime", "roots")) {
            Path all = folder.resolve(HOME).resolve("data/containers").resolve(part);
            if (Files.isDirectory(all)) {
                try (Stream<Path> files = Files.list(all)) {
                    files.filter(one -> !one.getFileName().toString().equals(".names.lock"))
                            .map(Path::toString)
                            .forEach(left::add);
                }
            }
        }
        time.await(() -> monitors().isEmpty(), Duration.ofSeconds(5), Duration.ofMillis(20));
        left.addAll(monitors());
        return left;
    }

    private List<String> monitors() {
        return ProcessHandle.allProcesses()
                .flatMap(process -> process.info().commandLine().stream())
                .filter(line -> line.contains("conmon") && line.contains(folder.toString()))
                .toList();
    }

    private ContainerEngine engine() {
        return new OciContainerEngine(
                paths, images, launcher, new Jobs(time), time, new AgentDoor(paths, Optional.empty(), launcher, time));
    }

    private ContainerSnapshot start(ContainerEngine engine, ContainerWish wish) throws Exception {
        ContainerSnapshot made;
        try {
            made = engine.create("busybox", "", wish).await();
        } catch (ProblemException e) {
            assumeTrue(
                    !(e.problem() instanceof ImageProblem.OverlayImpossible),
                    "this file system carries no overlay: " + e.problem());
            throw e;
        }
        assertEquals(ContainerState.CREATED, made.state());
        return engine.start(made.id().value()).await();
    }

    private static ContainerWish shell(String script) {
        return ContainerWish.of(List.of("sh", "-c", script)).on(ALONE);
    }

    private static String said(ContainerEngine engine, ContainerSnapshot container, ContainerLog.Stream stream)
            throws Exception {
        StringBuilder text = new StringBuilder();
        for (ContainerLog.Piece piece : engine.log(container.id().value()).readNew()) {
            if (piece.stream() == stream) {
                text.append(new String(piece.bytes(), StandardCharsets.UTF_8));
            }
        }
        return text.toString();
    }

    @Test
    void aContainerRunsItsProgramAndTellsItsOutputAndExitCode() throws Exception {
        ContainerEngine engine = engine();
        ContainerSnapshot one = start(
                engine,
                shell(
                        "echo $$ $(hostname) $(id -u) $PWD; echo oops >&2; printf unfinished; ip -o addr | cut -d' ' -f2 |"
                                + " sort -u; grep -c . /proc/net/dev; exit 7"));
        ContainerEnd end = engine.await(one.id().value());
        assertEquals(OptionalInt.of(7), end.code());
        assertFalse(end.outOfMemory());
        assertEquals(
                "1 " + one.id().shortened() + " 0 /\nunfinishedlo\n3\n",
                said(engine, one, ContainerLog.Stream.STDOUT),
                "only the loopback is there");
        assertEquals("oops\n", said(engine, one, ContainerLog.Stream.STDERR));
        ContainerSnapshot after = engine.find(one.name());
        assertEquals(ContainerState.EXITED, after.state());
        assertEquals("busybox-1", after.name());
    }

    @Test
    void aContainerIsConfined() throws Exception {
        ContainerEngine engine = engine();
        ContainerSnapshot one = start(
                engine,
                shell(
                        "grep -E 'CapEff|NoNewPrivs|Seccomp:' /proc/self/status; cat /proc/keys | wc -c;"
                                + " echo x 2>/dev/null > /proc/sys/kernel/hostname || echo read-only; mount -t tmpfs t /tmp 2>&1"));
        var _ = engine.await(one.id().value());
        String said = said(engine, one, ContainerLog.Stream.STDOUT);
        assertTrue(said.contains("CapEff:\t00000000800405fb\n"), said);
        assertTrue(said.contains("NoNewPrivs:\t1\n") && said.contains("Seccomp:\t2\n"), said);
        assertTrue(said.contains("\n0\n") && said.contains("read-only\n"), said);
        assertTrue(said.contains("permitted") || said.contains("denied"), said);
    }

    @Test
    void whatAUserSaysGoesBeforeWhatTheImageSays() throws Exception {
        ContainerEngine engine = engine();
        ContainerWish wish = ContainerWish.of(List.of("-c", "echo $WHO $(id -u):$(id -g) $(pwd) $(hostname)"))
                .with(draft -> draft.entrypoint(Optional.of(List.of("/bin/sh")))
                        .environment(List.of("WHO=me"))
                        .workingDirectory("/tmp")
                        .user("12:34")
                        .hostname("box")
                        .limits(new ContainerLimits(Optional.empty(), 0.5, 20))
                        .network(ALONE));
        ContainerSnapshot one = start(engine, wish);
        var _ = engine.await(one.id().value());
        assertEquals("me 12:34 /tmp box\n", said(engine, one, ContainerLog.Stream.STDOUT));
    }

    @Test
    void aContainerThatNeedsMoreMemoryThanItMayHaveIsEnded() throws Exception {
        ContainerEngine engine = engine();
        ContainerWish wish = ContainerWish.of(List.of("tail", "/dev/zero"))
                .with(new ContainerLimits(Optional.of(ByteSize.ofMebibytes(32)), 0, 0))
                .on(ALONE);
        ContainerSnapshot one = start(engine, wish);
        ContainerEnd end = engine.await(one.id().value());
        assertEquals(OptionalInt.of(137), end.code());
        assertTrue(end.outOfMemory());
    }

    @Test
    void aProgramThatIsNotThereOrCannotBeRunIsToldAndLeavesNothing() throws Exception {
        ContainerEngine engine = engine();
        for (String program : List.of("/nope", "nope")) {
            ProblemException missing = assertThrows(
                    ProblemException.class,
                    () -> start(engine, ContainerWish.of(List.of(program)).on(ALONE)));
            assertEquals(
                    program,
                    assertInstanceOf(ContainerProblem.EntryPointMissing.class, missing.problem())
                            .program());
        }
        for (String program : List.of("/bin", "/etc/passwd")) {
            ProblemException unfit = assertThrows(
                    ProblemException.class,
                    () -> start(engine, ContainerWish.of(List.of(program)).on(ALONE)));
            assertInstanceOf(ContainerProblem.EntryPointNotExecutable.class, unfit.problem());
        }
        assertEquals(
                List.of(ContainerState.CREATED),
                engine.list().stream().map(ContainerSnapshot::state).distinct().toList());
        assertEquals(List.of(), monitors());
    }

    @Test
    void aContainerIsStoppedByItsSignalAndElseKilled() throws Exception {
        ContainerEngine engine = engine();
        ContainerSnapshot polite = start(engine, shell("trap 'exit 5' TERM; echo ready; while :; do sleep 0.05; done"));
        assertTrue(time.await(() -> hasSaid(engine, polite), Duration.ofSeconds(10), Duration.ofMillis(20)));
        ContainerSnapshot stopped =
                engine.stop(polite.name(), Duration.ofSeconds(20)).await();
        assertEquals(OptionalInt.of(5), stopped.end().orElseThrow().code());

        ContainerSnapshot deaf = start(engine, shell("trap '' TERM; sleep 1000"));
        ContainerSnapshot killed =
                engine.stop(deaf.name(), Duration.ofMillis(200)).await();
        assertEquals(OptionalInt.of(137), killed.end().orElseThrow().code());
        assertFalse(killed.end().orElseThrow().outOfMemory());

        ContainerSnapshot again = engine.start(deaf.name()).await();
        assertEquals(ContainerState.RUNNING, again.state());
        ProblemException runs = assertThrows(
                ProblemException.class, () -> engine.remove(deaf.name(), false).await());
        assertInstanceOf(ContainerProblem.ContainerWrongState.class, runs.problem());
    }

    private static boolean hasSaid(ContainerEngine engine, ContainerSnapshot container) {
        try {
            return !engine.log(container.id().value()).readNew().isEmpty();
        } catch (ProblemException | InterruptedException e) {
            return false;
        }
    }

    @Test
    void anotherEngineFindsAContainerAsItTrulyIs() throws Exception {
        ContainerSnapshot one = start(engine(), shell("sleep 1000"));
        ContainerEngine later = engine();
        ContainerSnapshot seen = later.list().getFirst();
        assertEquals(ContainerState.RUNNING, seen.state());
        assertEquals(one.pid(), seen.pid());
        // It ends while no engine looks.
        Processes processes = Processes.of();
        assertTrue(processes.signal(processes.identify(one.pid().orElseThrow()).orElseThrow(), Signal.KILL));
        assertTrue(time.await(() -> monitors().isEmpty(), Duration.ofSeconds(10), Duration.ofMillis(20)));
        ContainerSnapshot ended = engine().list().getFirst();
        assertEquals(ContainerState.EXITED, ended.state());
        assertEquals(OptionalInt.of(137), ended.end().orElseThrow().code());
        assertFalse(Files.readString(Path.of("/proc/self/mounts")).contains(folder.toString()));
    }

    @Test
    void aContainerWhoseMonitorWasKilledToEndsUnseen() throws Exception {
        ContainerSnapshot one = start(engine(), shell("sleep 1000"));
        Processes processes = Processes.of();
        long monitor = ProcessHandle.allProcesses()
                .filter(process -> process.info()
                        .commandLine()
                        .orElse("")
                        .contains(one.id().value()))
                .filter(process -> process.info().commandLine().orElse("").contains("conmon"))
                .findFirst()
                .orElseThrow()
                .pid();
        assertTrue(processes.signal(processes.identify(monitor).orElseThrow(), Signal.KILL));
        assertEquals(ContainerState.RUNNING, engine().find(one.name()).state());
        assertTrue(processes.signal(processes.identify(one.pid().orElseThrow()).orElseThrow(), Signal.KILL));
        ContainerEnd end = engine().await(one.name());
        assertEquals(OptionalInt.empty(), end.code());
    }

    @Test
    void aContainerThatIsToBeRemovedAfterItsEndIs() throws Exception {
        ContainerWish once = ContainerWish.of(List.of("true"))
                .with(draft -> draft.removedAfter(true).network(ALONE));
        ContainerEngine engine = engine();
        ContainerSnapshot one = start(engine, once);
        try (ContainerEngine.Attendance _ = engine.attend(one.name())) {
            assertEquals(OptionalInt.of(0), engine.await(one.name()).code());
            assertEquals(1, engine().list().size(), "somebody attends");
        }
        assertEquals(List.of(), engine().list());
    }
}
