package dev.hamlet.engine.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hamlet.engine.host.ByteSize;
import dev.hamlet.engine.host.Promise;
import dev.hamlet.engine.job.Job;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.problem.ContainerProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every engine keeps to. Its image {@code busybox} has a shell. */
@Timeout(120)
public abstract class ContainerEngineContract {
    static final Duration SOON = Duration.ofSeconds(20);
    static final Duration STEP = Duration.ofMillis(20);
    static final NetworkWish ALONE = new NetworkWish(NetworkWish.NONE, List.of(), List.of(), List.of());
    public static final ContainerWish WAITING = wish("sleep", "1000");

    /** An engine without containers. */
    protected abstract ContainerEngine engine() throws Exception;

    /** Whether it has control groups for containers here, which limit and stop them. */
    protected boolean limits() {
        return true;
    }

    /** Without a network, of which something would stay on this computer. */
    public static ContainerWish wish(String... command) {
        return ContainerWish.of(List.of(command)).on(ALONE);
    }

    /** Whether its containers have real programs in them. */
    protected boolean runsPrograms() {
        return true;
    }

    public static ContainerSnapshot run(ContainerEngine engine, String name, ContainerWish wish) throws Exception {
        ContainerSnapshot made = engine.create("busybox", name, wish).await();
        return engine.start(made.id().value()).await();
    }

    static ExecSpec shell(String script, boolean interactive) {
        return new ExecSpec(List.of("sh", "-c", script), "", "", List.of("WORD=said"), false, interactive, 80, 24);
    }

    /** All that is written to one side, until the program ends. */
    static String heard(ContainerStream stream, ContainerLog.Stream side) throws Exception {
        StringBuilder text = new StringBuilder();
        for (var next = stream.read(); next.isPresent(); next = stream.read()) {
            if (next.get().stream() == side) {
                text.append(new String(next.get().bytes(), StandardCharsets.UTF_8));
            }
        }
        return text.toString();
    }

    static void type(ContainerStream stream, String text) throws Exception {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        stream.write(bytes, 0, bytes.length);
    }

    public static <P> P refused(Class<P> problem, org.junit.jupiter.api.function.Executable command) {
        ProblemException thrown = assertThrows(ProblemException.class, command);
        return assertInstanceOf(problem, thrown.problem());
    }

    public static <T> org.junit.jupiter.api.function.Executable ended(Job<T> job) {
        return job::await;
    }

    public static ContainerWish with(ContainerWish wish, MountWish... mounts) {
        return wish.with(draft -> draft.files(FilesWish.of(mounts)));
    }

    public static MountWish volume(String name, String target) {
        return new MountWish.Volume(name, target, false, true);
    }

    /** What a script says in a container that runs, without its last line's end. */
    public static String said(ContainerEngine engine, String container, String script) throws Exception {
        try (ContainerStream stream = engine.exec(container, shell(script + " 2>&1", false))) {
            String text = heard(stream, ContainerLog.Stream.STDOUT);
            var _ = stream.await();
            return text.strip();
        }
    }

    @Test
    void aFurtherProgramTellsItsOutputAndItsExitCode() throws Exception {
        assumeTrue(runsPrograms(), "there are no real programs in these containers");
        ContainerEngine engine = engine();
        String id = run(engine, "one", WAITING).id().value();
        try (ContainerStream stream = engine.exec(id, shell("echo $WORD; exit 7", false))) {
            assertFalse(stream.hasTerminal());
            assertEquals("said\n", heard(stream, ContainerLog.Stream.STDOUT));
            assertEquals(OptionalInt.of(7), stream.await());
        }
        try (ContainerStream stream = engine.exec("one", shell("echo oops >&2", false))) {
            assertEquals("oops\n", heard(stream, ContainerLog.Stream.STDERR));
            assertEquals(OptionalInt.of(0), stream.await());
        }
    }

    @Test
    void aFurtherProgramReadsWhatIsWrittenToItUntilThatEnds() throws Exception {
        assumeTrue(runsPrograms(), "there are no real programs in these containers");
        ContainerEngine engine = engine();
        run(engine, "one", WAITING);
        String much = "line\n".repeat(20_000);
        try (ContainerStream stream = engine.exec("one", shell("cat", true))) {
            Thread writer = Thread.ofPlatform().start(() -> {
                try {
                    type(stream, much);
                    stream.endInput();
                } catch (Exception e) {
                    throw new AssertionError(e);
                }
            });
            assertEquals(much, heard(stream, ContainerLog.Stream.STDOUT));
            assertEquals(OptionalInt.of(0), stream.await());
            writer.join();
        }
    }

    @Test
    void aTerminalHasItsSizeFromTheBeginningAndLater() throws Exception {
        assumeTrue(runsPrograms(), "there are no real programs in these containers");
        ContainerEngine engine = engine();
        run(engine, "one", WAITING);
        List<String> command = List.of(
                "sh",
                "-c",
                "stty size; read x; for i in $(seq 200); do [ \"$(stty size)\" = '33 101' ] || break; sleep 0.05; done; stty size");
        try (ContainerStream stream = engine.exec("one", ExecSpec.atTerminal(command, 101, 33))) {
            assertTrue(stream.hasTerminal());
            String first = new String(stream.read().orElseThrow().bytes(), StandardCharsets.UTF_8);
            assertEquals("33 101\r\n", first);
            stream.resize(90, 20);
            type(stream, "x\n");
            String rest = heard(stream, ContainerLog.Stream.STDOUT);
            assertTrue(rest.endsWith("20 90\r\n"), rest);
        }
    }

    @Test
    void aFurtherProgramOfAUserHasAllGroupsOfThatUser() throws Exception {
        assumeTrue(runsPrograms(), "there are no real programs in these containers");
        ContainerEngine engine = engine();
        run(engine, "one", WAITING);
        String users = "echo 'somebody:x:700:701::/:/bin/sh' >> /etc/passwd; echo 'some:x:701:' >> /etc/group;"
                + " echo 'more:x:4242:other,somebody' >> /etc/group";
        assertEquals("", said(engine, "one", users));
        for (String user : List.of("somebody", "700")) {
            ExecSpec groups = new ExecSpec(List.of("id", "-G"), user, "", List.of(), false, false, 80, 24);
            try (ContainerStream stream = engine.exec("one", groups)) {
                assertEquals("701 4242\n", heard(stream, ContainerLog.Stream.STDOUT));
                assertEquals(OptionalInt.of(0), stream.await());
            }
        }
    }

    @Test
    void aProgramThatCannotBeRunIsToldSo() throws Exception {
        ContainerEngine engine = engine();
        run(engine, "one", WAITING);
        refused(ContainerProblem.EntryPointMissing.class, () -> engine.exec("one", ExecSpec.of(List.of("no-such"))));
        refused(ContainerProblem.EntryPointUnset.class, () -> engine.exec("one", ExecSpec.of(List.of())));
        ExecSpec nobody = new ExecSpec(List.of("sh"), "nobody-here", "", List.of(), false, false, 80, 24);
        refused(ContainerProblem.ContainerUserUnknown.class, () -> engine.exec("one", nobody));
        var _ = engine.stop("one", Duration.ZERO).await();
        refused(ContainerProblem.ContainerWrongState.class, () -> engine.exec("one", ExecSpec.of(List.of("sh"))));
        refused(ContainerProblem.ContainerWrongState.class, () -> engine.attach("one"));
    }

    @Test
    void whoStartsAContainerAttachedMissesNothing() throws Exception {
        assumeTrue(runsPrograms(), "there are no real programs in these containers");
        ContainerEngine engine = engine();
        ContainerWish wish = wish("sh", "-c", "echo first; cat; exit 3").with(false, true);
        var _ = engine.create("busybox", "one", wish).await();
        try (ContainerStream stream = engine.startAttached("one", 80, 24).await()) {
            type(stream, "second\n");
            stream.endInput();
            assertEquals("first\nsecond\n", heard(stream, ContainerLog.Stream.STDOUT));
            assertEquals(OptionalInt.of(3), stream.await());
        }
        assertEquals(ContainerState.EXITED, engine.find("one").state());
    }

    @Test
    void aPausedContainerSaysSoAndCanBeStopped() throws Exception {
        ContainerEngine engine = engine();
        refused(ContainerProblem.ContainerNotFound.class, ended(engine.pause("one")));
        run(engine, "one", WAITING);
        if (!limits()) {
            refused(ContainerProblem.ContainerLimitUnavailable.class, ended(engine.pause("one")));
            return;
        }
        assertEquals(ContainerState.PAUSED, engine.pause("one").await().state());
        assertEquals(ContainerState.PAUSED, engine.pause("one").await().state(), "twice is harmless");
        assertEquals(ContainerState.PAUSED, engine.list().getFirst().state());
        assertEquals(ContainerState.RUNNING, engine.resume("one").await().state());
        assertEquals(ContainerState.RUNNING, engine.resume("one").await().state());
        var _ = engine.pause("one").await();
        refused(ContainerProblem.ContainerWrongState.class, () -> engine.exec("one", ExecSpec.of(List.of("sh"))));
        assertEquals(
                ContainerState.EXITED,
                engine.stop("one", Duration.ofMillis(200)).await().state());
        refused(ContainerProblem.ContainerWrongState.class, ended(engine.pause("one")));
    }

    @Test
    void aContainerThatIsRestartedRunsAnew() throws Exception {
        ContainerEngine engine = engine();
        ContainerSnapshot first = run(engine, "one", WAITING);
        ContainerSnapshot second = engine.restart("one", Duration.ZERO).await();
        assertEquals(ContainerState.RUNNING, second.state());
        assertNotEquals(first.started(), second.started());
        var _ = engine.stop("one", Duration.ZERO).await();
        assertEquals(
                ContainerState.RUNNING,
                engine.restart("one", Duration.ZERO).await().state());
    }

    @Test
    void aContainerIsCalledSomethingElseWhileItRuns() throws Exception {
        ContainerEngine engine = engine();
        String id = run(engine, "one", WAITING).id().value();
        var _ = engine.create("busybox", "two", WAITING).await();
        assertEquals("three", engine.rename("one", "three").await().name());
        assertEquals(id, engine.find("three").id().value());
        refused(ContainerProblem.ContainerNameTaken.class, ended(engine.rename("three", "two")));
        refused(ContainerProblem.ContainerSettingInvalid.class, ended(engine.rename("three", "a b")));
        assertEquals("three", engine.find(id).name());
    }

    private static List<String> names(ContainerEngine engine) throws Exception {
        return engine.list().stream().map(ContainerSnapshot::name).toList();
    }

    @Test
    void aContainerIsMadeAnewUnderItsNameAndRunsAsItDid() throws Exception {
        ContainerEngine engine = engine();
        refused(ContainerProblem.ContainerNotFound.class, ended(engine.recreate("one", "busybox", WAITING)));
        ContainerSnapshot first = run(engine, "one", WAITING);
        ContainerWish other = WAITING.with(draft -> draft.environment(List.of("A=b")));
        ContainerSnapshot second = engine.recreate("one", "busybox", other).await();
        assertNotEquals(first.id(), second.id());
        assertEquals(ContainerState.RUNNING, second.state());
        assertEquals(
                List.of("A=b"), engine.find("one").spec().orElseThrow().wish().environment());
        assertEquals(List.of("one"), names(engine));
        var _ = engine.stop("one", Duration.ZERO).await();
        ContainerSnapshot third = engine.recreate("one", "busybox", WAITING).await();
        assertEquals(ContainerState.CREATED, third.state(), "what did not run is not started");
        assertEquals(List.of("one"), names(engine));
    }

    @Test
    void whereTheNewOneDoesNotStartTheOldOneIsBackAsItWas() throws Exception {
        ContainerEngine engine = engine();
        ContainerSnapshot first = run(engine, "one", WAITING);
        refused(ContainerProblem.EntryPointMissing.class, ended(engine.recreate("one", "busybox", wish("no-such"))));
        ContainerWish wrong = WAITING.with(draft -> draft.environment(List.of("none")));
        refused(ContainerProblem.ContainerSettingInvalid.class, ended(engine.recreate("one", "busybox", wrong)));
        ContainerSnapshot now = engine.find("one");
        assertEquals(first.id(), now.id());
        assertEquals(ContainerState.RUNNING, now.state());
        if (runsPrograms()) {
            var said = refused(
                    ContainerProblem.ContainerStartFailed.class,
                    ended(engine.recreate("one", "busybox", wish("sh", "-c", "exit 3"))));
            assertTrue(said.why().contains("exit code 3"), said.why());
            assertEquals(ContainerState.RUNNING, engine.find("one").state());
            ContainerSnapshot done = engine.recreate("one", "busybox", wish("sh", "-c", "exit 0"))
                    .await();
            assertEquals(List.of("one"), names(engine), "what has done its work is no failure");
            assertNotEquals(first.id(), done.id());
        }
        assertEquals(List.of("one"), names(engine));
    }

    @Test
    void whoIsCancelledInTheMiddleLeavesTheOldOneOrTheNewOneAndNothingBeside() throws Exception {
        ContainerEngine engine = engine();
        run(engine, "one", WAITING);
        for (int delay : List.of(0, 5, 30, 100, 400)) {
            Job<ContainerSnapshot> job = engine.recreate("one", "busybox", WAITING);
            TimeSource.system().sleep(Duration.ofMillis(delay));
            job.cancel();
            try {
                var _ = job.await();
            } catch (ProblemException e) {
                assertInstanceOf(dev.hamlet.engine.problem.CommandProblem.Cancelled.class, e.problem());
            }
            assertEquals(List.of("one"), names(engine), "after " + delay + " ms");
            assertEquals(ContainerState.RUNNING, engine.find("one").state(), "after " + delay + " ms");
        }
    }

    @Test
    void limitsActAtOnceAndAreWhatTheKernelSays() throws Exception {
        ContainerEngine engine = engine();
        ContainerSnapshot one = run(engine, "one", WAITING);
        ContainerLimits limits = new ContainerLimits(Optional.of(ByteSize.ofMebibytes(48)), 0.5, 99);
        if (!limits()) {
            refused(ContainerProblem.ContainerLimitUnavailable.class, ended(engine.update("one", limits)));
            assertEquals(
                    ContainerUsage.UNLIMITED, engine.usage(one).orElseThrow().memoryLimit());
            var _ = engine.stop("one", Duration.ZERO).await();
            var _ = engine.update("one", limits).await();
            refused(ContainerProblem.ContainerLimitUnavailable.class, ended(engine.start("one")));
            return;
        }
        assertEquals(
                Optional.of(limits),
                engine.update("one", limits)
                        .await()
                        .spec()
                        .map(spec -> spec.wish().limits()));
        ContainerUsage usage = engine.usage(one).orElseThrow();
        assertEquals(48L << 20, usage.memoryLimit());
        assertEquals(
                List.of(ByteSize.ofMebibytes(48)),
                engine.promises().stream().map(Promise::memory).toList(),
                "a limit is a promise of this computer's memory");
        assertEquals(0.5, usage.cpuLimit());
        assertEquals(99, usage.pidsLimit());
        var _ = engine.update("one", new ContainerLimits(Optional.empty(), 0, 0))
                .await();
        ContainerUsage free = engine.usage(one).orElseThrow();
        assertEquals(ContainerUsage.UNLIMITED, free.memoryLimit());
        assertEquals(ContainerUsage.UNLIMITED, free.cpuLimit());
        assertEquals(List.of(), engine.promises());
        refused(
                ContainerProblem.ContainerSettingInvalid.class,
                ended(engine.update("one", new ContainerLimits(Optional.of(new ByteSize(1)), 0, 0))));
        var _ = engine.stop("one", Duration.ZERO).await();
        var _ = engine.update("one", limits).await();
        var _ = engine.start("one").await();
        assertEquals(48L << 20, engine.usage(one).orElseThrow().memoryLimit(), "kept for the next start");
    }

    @Test
    void aLimitThatCannotBeKeptIsRefusedBeforeAnythingIsMade() throws Exception {
        ContainerEngine engine = engine();
        for (ContainerLimits one : List.of(
                new ContainerLimits(Optional.of(ByteSize.ofMebibytes(48)), 0, 0),
                new ContainerLimits(Optional.empty(), 0.5, 0),
                new ContainerLimits(Optional.empty(), 0, 99))) {
            if (limits()) {
                assertEquals(Optional.empty(), engine.keptLimits().obstacle(one));
            } else {
                assertTrue(engine.keptLimits().obstacle(one).isPresent(), one::toString);
                refused(
                        ContainerProblem.ContainerLimitUnavailable.class,
                        ended(engine.create("busybox", "one", WAITING.with(one))));
            }
        }
        assertEquals(Optional.empty(), engine.keptLimits().obstacle(new ContainerLimits(Optional.empty(), 0, 0)));
        assertEquals(List.of(), engine.list());
    }

    @Test
    void whatAContainerUsesIsCounted() throws Exception {
        assumeTrue(runsPrograms(), "there are no real programs in these containers");
        ContainerEngine engine = engine();
        ContainerSnapshot one = run(engine, "one", wish("sh", "-c", "sleep 1000 & while :; do :; done"));
        ContainerUsage first = engine.usage(one).orElseThrow();
        TimeSource time = TimeSource.system();
        assertTrue(time.await(
                () -> engine.usage(one).orElseThrow().processorsSince(first) > 0.05
                        && engine.processes(one).size() == 2
                        // Until then it is a copy of the shell.
                        && engine.processes(one).getLast().command().equals("sleep 1000"),
                SOON,
                STEP));
        ContainerUsage later = engine.usage(one).orElseThrow();
        assertTrue(later.memory() > 0, () -> "memory " + later.memory());
        assertEquals(2, later.pids());
        List<ContainerProcess> processes = engine.processes(one);
        assertEquals(1, processes.getFirst().ownPid());
        assertTrue(processes.getFirst().command().startsWith("sh -c"), processes.toString());
        assertEquals("sleep 1000", processes.getLast().command());
        var _ = engine.stop("one", Duration.ZERO).await();
        assertEquals(Optional.empty(), engine.usage(one));
        assertEquals(List.of(), engine.processes(one));
    }
}
