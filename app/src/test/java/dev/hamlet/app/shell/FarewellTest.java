package dev.hamlet.app.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.app.containers.ContainersModel;
import dev.hamlet.app.fx.ModelThread;
import dev.hamlet.app.machines.MachinesModel;
import dev.hamlet.app.machines.TestMachines;
import dev.hamlet.engine.container.ContainerWish;
import dev.hamlet.engine.container.fake.FakeContainers;
import dev.hamlet.engine.job.Phrase;
import dev.hamlet.engine.job.TimeSource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class FarewellTest {
    @TempDir
    private Path home = Path.of("");

    private final ModelThread turns = new ModelThread();
    private final LinkedBlockingQueue<Runnable> beats = new LinkedBlockingQueue<>();
    private final List<String> told = new ArrayList<>();
    private final AtomicInteger closed = new AtomicInteger();
    private @Nullable TestMachines opened;
    private @Nullable FakeContainers containers;
    private @Nullable ContainersModel model;
    private @Nullable MachinesModel machines;

    @BeforeEach
    void open() throws Exception {
        TestMachines made = new TestMachines(home);
        opened = made;
        FakeContainers fake = new FakeContainers(home.resolve("logs"), made.jobs(), TimeSource.system());
        containers = fake;
        for (String name : List.of("one", "two")) {
            var _ = fake.create("busybox", name, ContainerWish.of(List.of("sleep", "1000")))
                    .await();
            var _ = fake.start(name).await();
        }
        ContainersModel listed =
                new ContainersModel(fake, () -> true, turns, beats::add, (question, agreed) -> agreed.run());
        model = listed;
        machines = new MachinesModel(
                made.store(), turns, TimeSource.system(), id -> "", (question, agreed) -> agreed.run());
        turns.await("both are seen", () -> listed.active() == 2);
    }

    @AfterEach
    void close() {
        Objects.requireNonNull(model).close();
        Objects.requireNonNull(machines).close();
        Objects.requireNonNull(opened).close();
    }

    private FakeContainers containers() {
        return Objects.requireNonNull(containers);
    }

    private Farewell farewell() {
        return new Farewell(
                Objects.requireNonNull(machines),
                Objects.requireNonNull(model),
                (Phrase phrase) -> told.add(phrase.key()),
                closed::incrementAndGet);
    }

    private void second(Farewell farewell) {
        farewell.tick();
        for (int i = 0; i < 5; i++) {
            turns.turn();
        }
    }

    @Test
    void theWindowClosesWhenTheLastContainerHasEnded() {
        Farewell farewell = farewell();
        farewell.begin();
        turns.await("closed", () -> {
            second(farewell);
            return closed.get() > 0;
        });
        assertEquals(List.of("window.quit.under-way"), told);
    }

    @Test
    void nothingIsSaidBeforeTheContainersHaveBeenLookedAtHoweverLongThatTakes() {
        CountDownLatch slow = new CountDownLatch(1);
        Farewell farewell = farewell();
        containers().beforeLooks(() -> {
            try {
                assertTrue(slow.await(30, TimeUnit.SECONDS));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        farewell.begin();
        turns.await(
                "all have been asked",
                () -> Objects.requireNonNull(opened).jobs().running().isEmpty());
        for (int i = 0; i < 5; i++) {
            second(farewell);
        }
        assertEquals(List.of("window.quit.under-way"), told);
        assertEquals(0, closed.get());
        slow.countDown();
        turns.await("closed", () -> {
            second(farewell);
            return closed.get() > 0;
        });
        assertEquals(List.of("window.quit.under-way"), told);
    }

    @Test
    void whatRunsStillKeepsTheWindowOpenForGood() throws Exception {
        Farewell farewell = farewell();
        farewell.begin();
        turns.await(
                "all have been asked",
                () -> Objects.requireNonNull(opened).jobs().running().isEmpty());
        // By somebody else.
        var _ = containers().start("two").await();
        turns.await("it is said", () -> {
            second(farewell);
            return told.contains("window.quit.stays");
        });
        var _ = containers().remove("two", true).await();
        for (int i = 0; i < 5; i++) {
            second(farewell);
        }
        assertEquals(0, closed.get());
    }
}
