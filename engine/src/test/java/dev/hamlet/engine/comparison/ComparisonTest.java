package dev.hamlet.engine.comparison;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.hamlet.engine.job.Job;
import dev.hamlet.engine.job.Jobs;
import dev.hamlet.engine.job.Phrase;
import dev.hamlet.engine.job.Progress;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.problem.MediaProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private final List<String> told = new ArrayList<>();

    /** A trial that takes what it is told to. */
    private final class Told implements Trial {
        private final String name;
        private final List<Long> seconds;
        private final @Nullable String missing;
        private int rounds;

        Told(String name, @Nullable String missing, Long... seconds) {
            this.name = name;
            this.missing = missing;
            this.seconds = List.of(seconds);
        }

        @Override
        public void prepare(Progress progress) throws ProblemException {
            told.add(name + " prepared");
            if (missing != null) {
                throw new ProblemException(new MediaProblem.RecipeImpossible(name, missing));
            }
        }

        @Override
        public Cost round() throws InterruptedException {
            if (rounds >= seconds.size()) {
                throw new InterruptedException();
            }
            told.add(name + " ran");
            long took = seconds.get(rounds++);
            return new Cost(Duration.ofSeconds(took), took * 100, took * 10, took);
        }

        @Override
        public String by() {
            return name;
        }

        @Override
        public void finish() {
            told.add(name + " finished");
        }
    }

    @Test
    void bothAreRunByTurnsAndEachFigureIsTheMedianOfItsRounds() throws Exception {
        Comparison comparison = new Comparison(new Told("c", null, 3L, 1L, 2L), new Told("m", null, 9L, 7L, 20L));
        Comparison.Result result = comparison.run(3, Progress.none());
        Outcome.Measured container = assertInstanceOf(Outcome.Measured.class, result.container());
        assertEquals(new Cost(Duration.ofSeconds(2), 200, 20, 2), container.median());
        assertEquals(3, container.rounds().size());
        Outcome.Measured machine = assertInstanceOf(Outcome.Measured.class, result.machine());
        assertEquals(new Cost(Duration.ofSeconds(9), 900, 90, 9), machine.median());
        assertEquals("m", machine.by());
        assertEquals(
                List.of(
                        "c prepared",
                        "m prepared",
                        "c ran",
                        "m ran",
                        "c ran",
                        "m ran",
                        "c ran",
                        "m ran",
                        "c finished",
                        "m finished"),
                told);
    }

    @Test
    void ofTwoRoundsTheMedianLiesBetweenThem() {
        Cost one = new Cost(Duration.ofSeconds(1), 10, 100, 7);
        Cost other = new Cost(Duration.ofSeconds(2), 20, 300, 7);
        assertEquals(new Cost(Duration.ofMillis(1500), 15, 200, 7), Cost.median(List.of(other, one)));
    }

    @Test
    void oneThatCannotBeHadIsLeftOutWithItsReason() throws Exception {
        Comparison comparison = new Comparison(new Told("c", "no BusyBox"), new Told("m", null, 5L));
        Comparison.Result result = comparison.run(1, Progress.none());
        assertEquals(
                new MediaProblem.RecipeImpossible("c", "no BusyBox"),
                assertInstanceOf(Outcome.NotHad.class, result.container()).problem());
        assertInstanceOf(Outcome.Measured.class, result.machine());
    }

    @Test
    void whatFailsSinceItIsCancelledIsNotTakenForMissing() {
        Comparison comparison = new Comparison(new Told("c", "cut off", 1L), new Told("m", null, 1L));
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, () -> comparison.run(1, Progress.none()));
        assertFalse(Thread.interrupted());
        assertEquals(List.of("c prepared", "c finished", "m finished"), told);
    }

    @Test
    void whatACancelledMakingHasMadeAllTheSameIsTakenBack() throws Exception {
        Jobs jobs = new Jobs(TimeSource.system());
        CountDownLatch begun = new CountDownLatch(1);
        Job<String> making = jobs.start(Phrase.of("job.compare"), progress -> {
            begun.countDown();
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                // It was too late to take it back.
            }
            return "made";
        });
        begun.await();
        Thread.currentThread().interrupt();
        assertThrows(InterruptedException.class, () -> Making.of(making, told::add));
        assertFalse(Thread.interrupted());
        assertEquals(List.of("made"), told);
    }

    @Test
    void oneThatIsCancelledIsTidiedUpAllTheSame() {
        Comparison comparison = new Comparison(new Told("c", null, 1L), new Told("m", null));
        assertThrows(InterruptedException.class, () -> comparison.run(1, Progress.none()));
        assertEquals(List.of("c finished", "m finished"), told.subList(told.size() - 2, told.size()));
    }
}
