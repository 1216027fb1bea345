package dev.hamlet.engine.container;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.engine.container.fake.FakeContainers;
import dev.hamlet.engine.job.Job;
import dev.hamlet.engine.job.Jobs;
import dev.hamlet.engine.job.Phrase;
import dev.hamlet.engine.job.Progress;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.problem.ContainerProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What is left of a making anew that stops at any of its steps, as by a kill, and what is put back where one fails. */
@Timeout(60)
class RecreationTest {
    private static final ContainerWish WAITING = ContainerWish.of(List.of("sleep", "1000"));

    private final TimeSource time = TimeSource.system();
    private final Jobs jobs = new Jobs(time);

    @TempDir
    private Path folder = Path.of("");

    private FakeContainers engine = new FakeContainers(Path.of(""), jobs, time);
    private String old = "";

    @BeforeEach
    void begin() throws Exception {
        engine = new FakeContainers(folder, jobs, time);
        old = engine.create("busybox", "web", WAITING).await().id().value();
        var _ = engine.start("web").await();
        engine.files().write("web", "/kept", "of the old one", 0644, 0, 0);
    }

    /** What happens at a step instead of it. */
    @FunctionalInterface
    private interface Instead {
        Object happens() throws Exception;
    }

    /** The engine, but for the call of this number among those that change something. */
    private ContainerEngine butAt(int number, Instead instead) {
        AtomicInteger calls = new AtomicInteger();
        List<String> changing = List.of("stop", "rename", "start", "remove");
        return (ContainerEngine) Proxy.newProxyInstance(
                ContainerEngine.class.getClassLoader(),
                new Class<?>[] {ContainerEngine.class},
                (_, method, arguments) -> {
                    if (changing.contains(method.getName()) && calls.incrementAndGet() == number) {
                        return instead.happens();
                    }
                    try {
                        return method.invoke(engine, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private Job<ContainerSnapshot> recreate(ContainerEngine with) {
        Recreation.Making making =
                (image, name, wish, _, _) -> with.create(image, name, wish).await();
        return jobs.start(
                Phrase.of("job.container-recreate", "web"),
                progress -> new Recreation(with, making, time)
                        .run("web", "busybox", WAITING.with(draft -> draft.hostname("anew")), progress));
    }

    @Test
    void whereverItStopsTheOldOneIsThereWithItsFilesOrTheNewOneRuns() throws Exception {
        for (int step = 1; step <= 5; step++) {
            begin();
            CountDownLatch reached = new CountDownLatch(1);
            Job<ContainerSnapshot> job = recreate(butAt(step, () -> {
                reached.countDown();
                new CountDownLatch(1).await();
                throw new IllegalStateException("it stands still");
            }));
            reached.await();
            // As after a kill: nothing more is done, and somebody looks.
            ContainerSnapshot left = engine.find(old);
            assertEquals("of the old one", engine.files().content(old, "/kept"), "step " + step);
            assertTrue(
                    left.name().equals("web")
                            || left.name().equals("web-before-" + left.id().shortened()),
                    left.name());
            if (step == 5) {
                assertEquals(ContainerState.RUNNING, engine.find("web").state(), "only its removal was left");
                assertEquals("anew", engine.find("web").spec().orElseThrow().hostname());
            }
            job.cancel();
            assertThrows(ProblemException.class, job::await);
        }
    }

    @Test
    void whicheverStepFailsTheOldOneIsBackAndRuns() throws Exception {
        for (int step = 1; step <= 4; step++) {
            begin();
            Job<ContainerSnapshot> job = recreate(butAt(
                    step,
                    () -> jobs.start(Phrase.of("job.container-start", "web"), _ -> {
                        throw new ProblemException(new ContainerProblem.ContainerBusy("web"));
                    })));
            ProblemException thrown = assertThrows(ProblemException.class, job::await);
            assertEquals(new ContainerProblem.ContainerBusy("web"), thrown.problem());
            assertEquals(1, engine.list().size(), "step " + step);
            ContainerSnapshot back = engine.find("web");
            assertEquals(old, back.id().value(), "step " + step);
            assertEquals(ContainerState.RUNNING, back.state(), "step " + step);
        }
    }

    @Test
    void aPausedOneIsPausedAgain() throws Exception {
        var _ = engine.pause("web").await();
        Recreation.Making making =
                (image, name, wish, _, _) -> engine.create(image, name, wish).await();
        assertThrows(
                ProblemException.class,
                () -> new Recreation(engine, making, time)
                        .run("web", "busybox", ContainerWish.of(List.of("no-such")), Progress.none()));
        assertEquals(ContainerState.PAUSED, engine.find(old).state());
    }
}
