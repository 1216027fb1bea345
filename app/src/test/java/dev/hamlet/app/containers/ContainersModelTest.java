package dev.hamlet.app.containers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.hamlet.app.machines.MachinesModel;
import dev.hamlet.app.machines.TestMachines;
import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.container.ContainerHealth;
import dev.hamlet.engine.container.ContainerState;
import dev.hamlet.engine.container.ContainerWish;
import dev.hamlet.engine.container.NetworkWish;
import dev.hamlet.engine.container.PublishedPort;
import dev.hamlet.engine.container.fake.FakeContainers;
import dev.hamlet.engine.job.Job;
import dev.hamlet.engine.job.Jobs;
import dev.hamlet.engine.job.Phrase;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.problem.ContainerProblem;
import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ContainersModelTest {
    private static final ContainerWish WAITING = ContainerWish.of(List.of("sleep", "1000"));

    @TempDir
    private Path home = Path.of("");

    private final LinkedBlockingQueue<Runnable> queue = new LinkedBlockingQueue<>();
    private final LinkedBlockingQueue<Runnable> beats = new LinkedBlockingQueue<>();
    private final List<String> begun = new CopyOnWriteArrayList<>();
    private final Set<Long> told = ConcurrentHashMap.newKeySet();
    private @Nullable TestMachines opened;
    private @Nullable FakeContainers made;

    @BeforeEach
    void open() throws ProblemException {
        TestMachines machines = new TestMachines(home);
        opened = machines;
        made = new FakeContainers(home.resolve("logs"), machines.jobs(), TimeSource.system());
    }

    @AfterEach
    void close() {
        Objects.requireNonNull(opened).close();
    }

    private FakeContainers containers() {
        return Objects.requireNonNull(made);
    }

    private ContainersModel model() {
        return new ContainersModel(
                containers(), () -> true, queue::add, beats::add, (question, agreed) -> agreed.run());
    }

    private ContainersModel model(int rows) {
        ContainersModel model = model();
        await("containers are listed", () -> model.rows().size() == rows);
        return model;
    }

    private void run(String name, ContainerWish wish) throws Exception {
        var _ = containers().create("busybox", name, wish).await();
        var _ = containers().start(name).await();
    }

    /** Does what waits for the model's thread, which is this one, until the condition holds. */
    private void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        try {
            while (!condition.getAsBoolean()) {
                Runnable next = queue.poll(20, TimeUnit.MILLISECONDS);
                if (next != null) {
                    next.run();
                }
                if (System.nanoTime() > end) {
                    fail("not within 20 s: " + what);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            fail("interrupted");
        }
    }

    private void beat() {
        for (int i = 0; i < 3; i++) {
            List<Runnable> due = new ArrayList<>();
            beats.drainTo(due);
            due.forEach(Runnable::run);
        }
    }

    @Test
    void aContainerIsNotSelectedBeforeMachinesWereLookedAt() throws Exception {
        Objects.requireNonNull(opened).make("web");
        run("worker", WAITING);
        try (ContainersModel model = model(1);
                MachinesModel machines = new MachinesModel(
                        Objects.requireNonNull(opened).store(),
                        queue::add,
                        TimeSource.system(),
                        id -> "",
                        (question, agreed) -> agreed.run())) {
            machines.list(model);
            assertNull(model.selectedProperty().get());
            await("machines were looked at", () -> machines.loadingProperty().get() == MachinesModel.Loading.DONE);
            assertNull(model.selectedProperty().get());
            assertNotNull(machines.selectedProperty().get());
        }
    }

    @Test
    void whereThereIsNoMachineTheFirstContainerOfTheListIsSelected() throws Exception {
        run("zebra", WAITING);
        run("ant", WAITING);
        try (ContainersModel model = model(2);
                MachinesModel machines = new MachinesModel(
                        Objects.requireNonNull(opened).store(),
                        queue::add,
                        TimeSource.system(),
                        id -> "",
                        (question, agreed) -> agreed.run())) {
            machines.list(model);
            await("one is selected", () -> model.selectedProperty().get() != null);
            assertEquals(
                    "ant",
                    Objects.requireNonNull(model.selectedProperty().get())
                            .face()
                            .name());
        }
    }

    @Test
    void aFaultInOneLookDoesNotEndTheLooking() throws Exception {
        run("worker", WAITING);
        try (ContainersModel model = model(1)) {
            containers().beforeLooks(() -> {
                throw new IllegalStateException("a fault, which this test wants");
            });
            int before = containers().looks();
            beat();
            await("it was looked", () -> containers().looks() > before);
            containers().beforeLooks(() -> {});
            containers().end("worker", 3, false);
            await("the end is seen", () -> {
                beat();
                return model.active() == 0;
            });
        }
    }

    @Test
    void containersThatCannotBeListedStayListedAndCanBeStarted() throws Exception {
        var _ = containers().create("busybox", "worker", WAITING).await();
        try (ContainersModel model = model(1)) {
            model.selectedProperty().set(model.rows().getFirst());
            HostProblem.FolderUnusable unusable = new HostProblem.FolderUnusable(home, "the disk is gone");
            containers().beforeLooks(() -> {
                throw new ProblemException(unusable);
            });
            beat();
            await("the reason is told", () -> model.problemProperty().get().isPresent());
            assertEquals(Optional.empty(), model.hostProperty().get());
            assertEquals(1, model.rows().size());
            assertEquals(
                    Optional.empty(), model.obstacle(ContainerCommand.START).getValue());
            containers().beforeLooks(() -> {});
            beat();
            await("all is well again", () -> model.problemProperty().get().isEmpty());
        }
    }

    @Test
    void whatKeepsProgramsFromStartingKeepsNobodyFromEndingAndRemovingThem() throws Exception {
        run("worker", WAITING);
        var _ = containers().create("busybox", "later", WAITING).await();
        containers().obstruct(Optional.of(new ContainerProblem.ContainerRuntimeMissing("runc", "runc")));
        try (ContainersModel model = model(2)) {
            for (ContainerRow row : model.rows()) {
                model.selectedProperty().set(row);
                boolean runs = row.face().name().equals("worker");
                assertEquals(
                        runs, model.obstacle(ContainerCommand.STOP).getValue().isEmpty());
                assertEquals(
                        !runs,
                        model.obstacle(ContainerCommand.REMOVE).getValue().isEmpty());
                assertTrue(model.obstacle(ContainerCommand.START).getValue().isPresent());
            }
        }
    }

    @Test
    void aPortThatWasChosenIsToldWhileItIsHeld() throws Exception {
        run("worker", WAITING.on(new NetworkWish(NetworkWish.USUAL, PublishedPort.parse("80"), List.of(), List.of())));
        try (ContainersModel model = model(1)) {
            ContainerRow row = model.rows().getFirst();
            int chosen = row.portsProperty().get().getFirst().hostPort();
            assertEquals(
                    containers()
                            .networks()
                            .find(NetworkWish.USUAL)
                            .members()
                            .getFirst()
                            .ports(),
                    row.portsProperty().get());
            assertTrue(chosen > 0);
            containers().end("worker", 0, false);
            beat();
            await("the end is seen", () -> model.active() == 0);
            assertEquals(0, row.portsProperty().get().getFirst().hostPort());
            var _ = containers().start("worker").await();
            beat();
            await("it runs again", () -> model.active() == 1);
            assertTrue(row.portsProperty().get().getFirst().hostPort() > chosen);
        }
    }

    @Test
    void anEndIsToldByItsExitCodeAndNothingIsGuessed() throws Exception {
        Messages words = Messages.of(Locale.ENGLISH);
        for (int code : new int[] {0, 3, 137, 143}) {
            run("code-" + code, WAITING);
            containers().end("code-" + code, code, false);
        }
        run("hungry", WAITING);
        containers().end("hungry", 137, true);
        try (ContainersModel model = model(5)) {
            List<String> states = model.rows().stream()
                    .map(row -> row.face().name() + ": " + row.face().state(words))
                    .sorted()
                    .toList();
            assertEquals(
                    List.of(
                            "code-0: Finished",
                            "code-137: Exited (137)",
                            "code-143: Exited (143)",
                            "code-3: Exited (3)",
                            "hungry: Out of memory"),
                    states);
        }
    }

    @Test
    void oneThatIsStartedAgainSoonCountsAsRunningAndCanBeStopped() throws Exception {
        Messages words = Messages.of(Locale.ENGLISH);
        run("worker", WAITING);
        run("web", WAITING);
        containers().end("worker", 3, false);
        containers().startAgain("worker", Instant.now().plusSeconds(60));
        containers().feel("web", new ContainerHealth(ContainerHealth.State.UNHEALTHY, 3, List.of()));
        try (ContainersModel model = model(2)) {
            assertEquals(2, model.active());
            ContainerRow worker = model.rows().getLast();
            assertEquals("Starts again soon", worker.face().state(words));
            assertEquals("Unhealthy", model.rows().getFirst().face().state(words));
            model.selectedProperty().set(worker);
            assertTrue(model.obstacle(ContainerCommand.PAUSE).getValue().isPresent());
            model.perform(ContainerCommand.STOP);
            await("it is started again no more", () -> model.active() == 1);
            assertEquals("Exited (3)", worker.face().state(words));
        }
    }

    @Test
    void allThatRunCanBeStoppedAtOnce() throws Exception {
        run("one", WAITING);
        run("two", WAITING);
        var _ = containers().pause("two").await();
        var _ = containers().create("busybox", "later", WAITING).await();
        try (ContainersModel model = model(3)) {
            assertEquals(2, model.active());
            List<Job<?>> stops = model.stopAll();
            assertEquals(2, stops.size());
            await("all have ended", () -> model.active() == 0);
            assertEquals(ContainerState.CREATED, containers().find("later").state());
        }
    }

    private long jobs(String title) {
        return begun.stream().filter(key -> key.equals(title)).count();
    }

    @Test
    void aSecondClickBeginsNothingUntilTheFirstHasComeToItsEndAndBeenSeen() throws Exception {
        var _ = containers().create("busybox", "worker", WAITING).await();
        CountDownLatch seen = new CountDownLatch(1);
        try (ContainersModel model = model(1);
                Jobs.Listening listening = Objects.requireNonNull(opened).jobs().listen(job -> {
                    if (!job.state().isOver() && told.add(job.id())) {
                        begun.add(job.title().key());
                    }
                })) {
            ContainerRow row = model.rows().getFirst();
            model.selectedProperty().set(row);
            containers().beforeLooks(() -> awaitQuietly(seen));
            for (int i = 0; i < 3; i++) {
                model.perform(ContainerCommand.START);
                assertEquals(
                        Optional.of(Phrase.of("containers.busy.start", "worker")),
                        model.obstacle(ContainerCommand.START).getValue());
                assertEquals(ContainerLook.STARTING, row.face().look());
                assertTrue(model.obstacle(ContainerCommand.REMOVE).getValue().isPresent());
                model.perform(ContainerCommand.REMOVE);
            }
            await("it runs", () -> runs("worker"));
            // What was seen last is that it was never started.
            model.perform(ContainerCommand.START);
            model.perform(ContainerCommand.REMOVE);
            seen.countDown();
            containers().beforeLooks(() -> {});
            await("it is told so", () -> row.face().look() == ContainerLook.RUNNING);
            await("it can be told something", () -> row.underWayProperty().get().isEmpty());
            assertEquals(1, jobs("job.container-start"));
            assertEquals(0, jobs("job.container-remove"));
            model.perform(ContainerCommand.STOP);
            assertEquals(ContainerLook.STOPPING, row.face().look());
            model.perform(ContainerCommand.STOP);
            await("it has ended", () -> model.active() == 0);
            assertEquals(1, jobs("job.container-stop"));
            assertNotNull(listening);
        }
    }

    private boolean runs(String name) {
        try {
            return containers().find(name).state() == ContainerState.RUNNING;
        } catch (ProblemException e) {
            throw new AssertionError(e);
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            assertTrue(latch.await(20, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aCommandThatFailsIsToldAndCanBeGivenAgain() throws Exception {
        var _ = containers().create("busybox", "worker", WAITING).await();
        try (ContainersModel model = model(1)) {
            ContainerRow row = model.rows().getFirst();
            model.selectedProperty().set(row);
            ContainerProblem.ContainerRuntimeMissing missing =
                    new ContainerProblem.ContainerRuntimeMissing("runc", "runc");
            // The model has not seen it yet.
            containers().obstruct(Optional.of(missing));
            model.perform(ContainerCommand.START);
            await("it is told", () -> row.failureProperty().get().equals(Optional.of(missing)));
            containers().obstruct(Optional.empty());
            model.lookAgain();
            await(
                    "it can be started",
                    () -> model.obstacle(ContainerCommand.START).getValue().isEmpty());
            model.perform(ContainerCommand.START);
            await("it runs", () -> model.active() == 1);
            assertEquals(Optional.empty(), row.failureProperty().get());
        }
    }
}
