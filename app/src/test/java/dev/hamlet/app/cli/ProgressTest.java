package dev.hamlet.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.job.Job;
import dev.hamlet.engine.job.JobSnapshot;
import dev.hamlet.engine.job.Jobs;
import dev.hamlet.engine.job.Phrase;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.problem.CommandProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ProgressTest {
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Session session = new Session(
            new Output(new ByteArrayInputStream(new byte[0]), new ByteArrayOutputStream(), err, () -> true),
            () -> Messages.of(Locale.ENGLISH),
            changes -> {
                throw new IllegalStateException("no engine is needed");
            },
            new CommandLineFixture.RecordedWindow(new ArrayList<>()));

    private String shown() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private static JobSnapshot snapshot(Duration age, String step, double fraction, long done, long total) {
        return new JobSnapshot(
                1,
                Phrase.of("job.image-pull", "Debian"),
                JobSnapshot.State.RUNNING,
                Phrase.of("step.download", step),
                fraction,
                done,
                total,
                0,
                Instant.now().minus(age),
                null);
    }

    @Test
    void aTerminalShowsOneLineThatIsErasedAtTheEnd() {
        ProgressLine line = new ProgressLine(session);
        line.show(snapshot(Duration.ofSeconds(3), "a", 0.5, 5L << 20, 10L << 20));
        assertEquals("\r\u001b[K[##########..........] 50 %  Downloading a  5 MiB / 10 MiB", shown());
        line.close();
        assertTrue(shown().endsWith("\r\u001b[K"));
        line.show(snapshot(Duration.ofSeconds(3), "late", 0.9, 0, -1));
        assertFalse(shown().contains("late"));
    }

    @Test
    void aLineIsNeverLongerThanTheTerminal() {
        ProgressLine line = new ProgressLine(session);
        line.show(snapshot(Duration.ofSeconds(3), "データ".repeat(300), 0.5, 0, -1));
        String drawn = shown().substring("\r\u001b[K".length());
        assertTrue(CellWidth.of(drawn) < dev.hamlet.engine.terminal.UserTerminal.columns(), drawn);
    }

    @Test
    void workThatIsOverInAMomentShowsNothing() {
        ProgressLine line = new ProgressLine(session);
        line.show(snapshot(Duration.ofMillis(50), "a", 0.5, 0, -1));
        line.close();
        assertEquals("", shown());
    }

    @Test
    void aFileGetsALineForEachStepAndEachTenth() {
        ProgressLines lines = new ProgressLines(session);
        Duration age = Duration.ofSeconds(5);
        lines.show(snapshot(Duration.ofMillis(50), "early", 0, 0, -1));
        lines.show(snapshot(age, "a", 0.01, 0, -1));
        lines.show(snapshot(age, "a", 0.05, 0, -1));
        lines.show(snapshot(age, "a", 0.11, 0, -1));
        lines.show(snapshot(age, "b", 0.12, 0, -1));
        assertEquals("Downloading a (1 %)\nDownloading a (11 %)\nDownloading b (12 %)\n", shown());
    }

    @Test
    void whoeverIsInterruptedWaitsUntilTheWorkHasTakenBackWhatItBegan() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        AtomicBoolean takenBack = new AtomicBoolean();
        try (Jobs jobs = new Jobs(TimeSource.system())) {
            Job<Boolean> job = jobs.start(Phrase.of("job.image-pull", "x"), progress -> {
                begun.countDown();
                try {
                    TimeSource.system().sleep(Duration.ofMinutes(5));
                } finally {
                    takenBack.set(true);
                }
                return true;
            });
            begun.await();
            Thread.currentThread().interrupt();
            assertThrows(InterruptedException.class, () -> JobFollower.follow(session, job, true));
            assertTrue(takenBack.get());
            ProblemException end = assertThrows(ProblemException.class, job::await);
            assertInstanceOf(CommandProblem.Cancelled.class, end.problem());
        }
    }
}
