package dev.hamlet.app.containers.create;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.app.images.containers.TestStore;
import dev.hamlet.app.machines.TestMachines;
import dev.hamlet.engine.container.ContainerEngine;
import dev.hamlet.engine.container.ContainerLimits;
import dev.hamlet.engine.container.ContainerSnapshot;
import dev.hamlet.engine.container.ContainerSpec;
import dev.hamlet.engine.container.ContainerState;
import dev.hamlet.engine.container.ContainerWish;
import dev.hamlet.engine.container.ImageDefaults;
import dev.hamlet.engine.container.RestartPolicy;
import dev.hamlet.engine.container.Upkeep;
import dev.hamlet.engine.container.fake.FakeContainers;
import dev.hamlet.engine.image.Image;
import dev.hamlet.engine.job.Job;
import dev.hamlet.engine.job.Phrase;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.problem.CommandProblem;
import dev.hamlet.engine.problem.ContainerProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The work behind the dialog: a real store of images, containers in memory. */
@Timeout(60)
class ContainerMakingTest {
    @TempDir
    private Path home = Path.of("");

    private @Nullable TestMachines opened;
    private @Nullable FakeContainers containers;

    @BeforeEach
    void open() throws Exception {
        TestMachines made = TestMachines.ofEngine(home.resolve("hamlet"));
        opened = made;
        containers = new FakeContainers(home.resolve("logs"), made.jobs(), TimeSource.system());
    }

    @AfterEach
    void close() {
        machines().close();
    }

    private TestMachines machines() {
        return Objects.requireNonNull(opened);
    }

    private FakeContainers containers() {
        return Objects.requireNonNull(containers);
    }

    private ContainerOrder order(boolean start) throws Exception {
        Image image = TestStore.make(machines().engine(), "localhost/app:1", 1, "sh");
        return new ContainerOrder(
                new ImageWay.Here(image), "app", ContainerWish.of(List.of("sleep", "1000")), start, Optional.empty());
    }

    /** The containers in memory, but for what the test does itself at this verb. */
    private ContainerEngine butFor(String verb, InvocationHandler instead) {
        return (ContainerEngine) Proxy.newProxyInstance(
                ContainerEngine.class.getClassLoader(),
                new Class<?>[] {ContainerEngine.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals(verb)) {
                        return instead.invoke(containers(), method, arguments);
                    }
                    try {
                        return method.invoke(containers(), arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private Job<ContainerOutcome.Made> make(ContainerEngine engine, ContainerOrder order) {
        return ContainerWorkshop.of(machines().engine(), engine).make(order);
    }

    @Test
    void aContainerIsMadeAndStarted() throws Exception {
        ContainerOutcome.Made made = make(containers(), order(true)).await();
        assertEquals(ContainerState.RUNNING, made.container().state());
        assertTrue(made.startProblem().isEmpty());
        assertEquals("app", containers().list().getFirst().name());
    }

    @Test
    void oneThatIsNotToBeStartedIsNot() throws Exception {
        ContainerOutcome.Made made = make(containers(), order(false)).await();
        assertEquals(ContainerState.CREATED, made.container().state());
    }

    @Test
    void oneThatDoesNotStartIsThereAndItIsToldWhy() throws Exception {
        ContainerEngine engine = butFor(
                "start",
                (proxy, method, arguments) -> machines()
                        .jobs()
                        .start(Phrase.of("job.container-make", "app"), progress -> {
                            throw new ProblemException(new ContainerProblem.ContainerNotFound("x", ""));
                        }));
        ContainerOutcome.Made made = make(engine, order(true)).await();
        assertInstanceOf(
                ContainerProblem.ContainerNotFound.class, made.startProblem().orElseThrow());
        assertEquals(1, containers().list().size());
    }

    @Test
    void whatWasMadeIsTakenBackWhenTheStartIsCancelled() throws Exception {
        CountDownLatch starting = new CountDownLatch(1);
        ContainerEngine engine = butFor(
                "start",
                (proxy, method, arguments) -> machines()
                        .jobs()
                        .<ContainerSnapshot>start(Phrase.of("job.container-make", "app"), progress -> {
                            starting.countDown();
                            new CountDownLatch(1).await();
                            throw new IllegalStateException("nobody lets it go on");
                        }));
        Job<ContainerOutcome.Made> job = make(engine, order(true));
        starting.await();
        job.cancel();
        ProblemException cancelled = assertThrows(ProblemException.class, job::await);
        assertInstanceOf(CommandProblem.Cancelled.class, cancelled.problem());
        assertEquals(List.of(), containers().list());
    }

    private ContainerOrder change(ContainerOrder order, ContainerWish wish, String name) throws Exception {
        return new ContainerOrder(
                order.image(), name, wish, true, containers().find("app").spec());
    }

    @Test
    void limitsNameAndRestartsChangeInPlace() throws Exception {
        ContainerOrder order = order(true);
        ContainerSnapshot made = make(containers(), order).await().container();
        ContainerWish wish = order.wish()
                .with(new ContainerLimits(Optional.empty(), 1.5, 9))
                .with(Upkeep.USUAL.with(new RestartPolicy(RestartPolicy.Kind.ALWAYS, 0)));
        ContainerSnapshot now =
                make(containers(), inPlace(made, order, wish)).await().container();
        assertEquals(made.id(), now.id());
        assertEquals("other", now.name());
        assertEquals(made.started(), now.started(), "it runs on");
        assertEquals(wish, now.spec().orElseThrow().wish());
    }

    /** In memory an image is what it is called alone: here the container is said to be of the very image. */
    private static ContainerOrder inPlace(ContainerSnapshot made, ContainerOrder order, ContainerWish wish) {
        ContainerSpec spec = made.spec().orElseThrow();
        ImageWay.Here way = (ImageWay.Here) order.image();
        ContainerSpec before = new ContainerSpec(
                spec.id(),
                spec.name(),
                ImageDefaults.of(way.image()),
                spec.wish(),
                spec.volumes(),
                spec.created(),
                spec.unknown());
        return new ContainerOrder(way, "other", wish, true, Optional.of(before));
    }

    @Test
    void allElseMakesItAnewAndWhatDoesNotStartLeavesItAsItWas() throws Exception {
        ContainerOrder order = order(true);
        ContainerSnapshot made = make(containers(), order).await().container();
        ContainerWish wish = order.wish().with(draft -> draft.environment(List.of("A=b")));
        ContainerSnapshot now =
                make(containers(), change(order, wish, "app")).await().container();
        assertNotEquals(made.id(), now.id());
        assertEquals(List.of("app"), names());
        assertEquals(wish, now.spec().orElseThrow().wish());
        ContainerWish wrong = wish.with(draft -> draft.command(List.of("no-such")));
        Job<ContainerOutcome.Made> job = make(containers(), change(order, wrong, "later"));
        ProblemException refused = assertThrows(ProblemException.class, job::await);
        assertInstanceOf(ContainerProblem.EntryPointMissing.class, refused.problem());
        assertEquals(List.of("app"), names());
        assertEquals(now.id(), containers().find("app").id());
        assertEquals(ContainerState.RUNNING, containers().find("app").state());
        assertEquals(Phrase.of("new-container.kept.running", "app"), kept(now));
    }

    /** What is said of a container after a change of it has failed. */
    private Phrase kept(ContainerSnapshot before) throws Exception {
        ContainerSpec spec = before.spec().orElseThrow();
        ContainerWorkshop workshop = ContainerWorkshop.of(machines().engine(), containers());
        return KeptContainer.said(spec, workshop.find(spec).orElseThrow());
    }

    @Test
    void howAContainerStandsThatCouldNotBeChangedIsToldFromWhatIsSeen() throws Exception {
        ContainerSnapshot made = make(containers(), order(true)).await().container();
        var _ = containers().pause("app").await();
        assertEquals(Phrase.of("new-container.kept.paused", "app"), kept(made));
        var _ = containers().resume("app").await();
        var _ = containers().rename("app", "other").await();
        assertEquals(Phrase.of("new-container.partly.running", "other"), kept(made));
        var _ = containers().rename("other", "app").await();
        var _ = containers().stop("app", Duration.ofSeconds(1)).await();
        assertEquals(Phrase.of("new-container.kept.stopped", "app"), kept(made));
        var _ = containers().remove("app", true).await();
        assertEquals(
                Optional.empty(),
                ContainerWorkshop.of(machines().engine(), containers())
                        .find(made.spec().orElseThrow()));
    }

    private List<String> names() throws Exception {
        return containers().list().stream().map(ContainerSnapshot::name).toList();
    }
}
