package dev.hamlet.engine.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.engine.problem.CommandProblem;
import dev.hamlet.engine.problem.MediaProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class JobsTest {
    private static final Phrase TITLE = Phrase.of("job.test", "x");

    private final ManualTime time = new ManualTime();
    private final Jobs inline = Jobs.inline(time);

    private List<JobSnapshot> heard(Jobs jobs) {
        List<JobSnapshot> all = Collections.synchronizedList(new ArrayList<>());
        jobs.listen(all::add);
        return all;
    }

    @Test
    void aJobAnswersWhatItsWorkMade() throws Exception {
        List<JobSnapshot> heard = heard(inline);
        Job<String> job = inline.start(TITLE, progress -> "made");
        assertEquals("made", job.await());
        assertEquals(JobSnapshot.State.DONE, job.snapshot().state());
        assertEquals(1, job.snapshot().fraction());
        assertEquals(JobSnapshot.State.RUNNING, heard.getFirst().state());
        assertEquals(JobSnapshot.State.DONE, heard.getLast().state());
        assertEquals(List.of(), inline.running());
    }

    @Test
    void aJobThatIsOverIsNotAmongThoseThatRun() throws Exception {
        Jobs jobs = new Jobs(TimeSource.system());
        for (int i = 0; i < 2000; i++) {
            jobs.start(TITLE, progress -> "made").await();
            assertEquals(List.of(), jobs.running());
        }
    }

    @Test
    void aFailureIsKeptAsItsProblem() {
        var problem = new MediaProblem.DiskMissing(Path.of("x"));
        Job<String> job = inline.start(TITLE, progress -> {
            throw new ProblemException(problem);
        });
        assertEquals(problem, assertThrows(ProblemException.class, job::await).problem());
        assertEquals(JobSnapshot.State.FAILED, job.snapshot().state());
        assertEquals(problem, job.snapshot().problem());
    }

    @Test
    void aFileThatWasClosedByTheCancellationIsNoFailure() {
        Job<String> job = inline.start(TITLE, progress -> {
            throw new ProblemException(
                    new MediaProblem.FileUnreadable(Path.of("x"), "closed"), new ClosedByInterruptException());
        });
        assertInstanceOf(
                CommandProblem.Cancelled.class,
                assertThrows(ProblemException.class, job::await).problem());
        assertEquals(JobSnapshot.State.CANCELLED, job.snapshot().state());
    }

    @Test
    void aFaultOfOursEndsTheJobInsteadOfHangingIt() {
        Job<String> job = inline.start(TITLE, progress -> {
            throw new IllegalStateException("bug");
        });
        assertInstanceOf(
                CommandProblem.Unexpected.class,
                assertThrows(ProblemException.class, job::await).problem());
    }

    @Test
    void cancellingInterruptsTheWorkWhichTakesBackWhatItBegan() throws Exception {
        Jobs jobs = new Jobs(TimeSource.system());
        CountDownLatch begun = new CountDownLatch(1);
        List<String> left = Collections.synchronizedList(new ArrayList<>());
        Job<String> job = jobs.start(TITLE, progress -> {
            left.add("half");
            try {
                begun.countDown();
                new CountDownLatch(1).await();
                return "never";
            } finally {
                left.clear();
            }
        });
        begun.await();
        job.cancel();
        assertInstanceOf(
                CommandProblem.Cancelled.class,
                assertThrows(ProblemException.class, job::await).problem());
        assertEquals(JobSnapshot.State.CANCELLED, job.snapshot().state());
        assertEquals(List.of(), left);
    }

    @Test
    void workThatDoesNotBlockHeedsTheCheck() throws Exception {
        Jobs jobs = new Jobs(TimeSource.system());
        CountDownLatch begun = new CountDownLatch(1);
        Job<String> job = jobs.start(TITLE, progress -> {
            begun.countDown();
            while (true) {
                progress.check();
            }
        });
        begun.await();
        job.cancel();
        assertThrows(ProblemException.class, job::await);
        assertEquals(JobSnapshot.State.CANCELLED, job.snapshot().state());
    }

    @Test
    void partsFillTheirShareAndProgressNeverGoesBack() {
        List<Double> fractions = new ArrayList<>();
        inline.listen(snapshot -> fractions.add(snapshot.fraction()));
        Job<String> job = inline.start(TITLE, progress -> {
            Progress first = progress.part(Phrase.of("step.one"), 0.5);
            time.move(200);
            first.fraction(0.5);
            time.move(200);
            first.part(Phrase.of("step.inner"), 0.5).fraction(1);
            Progress second = progress.part(Phrase.of("step.two"), 0.5);
            time.move(200);
            second.bytes(25, 100);
            return "";
        });
        assertEquals(JobSnapshot.State.DONE, job.snapshot().state());
        assertTrue(fractions.contains(0.25), fractions.toString());
        assertTrue(fractions.contains(0.625), fractions.toString());
        List<Double> sorted = fractions.stream().sorted().toList();
        assertEquals(sorted, fractions);
    }

    @Test
    void aFloodOfProgressIsToldTenTimesASecond() {
        List<JobSnapshot> heard = heard(inline);
        inline.start(TITLE, progress -> {
            for (int i = 0; i < 10_000; i++) {
                time.move(1);
                progress.bytes(i, 10_000);
            }
            return "";
        });
        assertTrue(heard.size() > 90 && heard.size() < 110, "told " + heard.size() + " times in 10 s");
    }
}
