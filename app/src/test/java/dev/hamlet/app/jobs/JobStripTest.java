package dev.hamlet.app.jobs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.hamlet.app.fx.FxRelay;
import dev.hamlet.app.fx.OpenWindow;
import dev.hamlet.app.fx.Toolkit;
import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.job.Job;
import dev.hamlet.engine.job.JobPart;
import dev.hamlet.engine.job.Jobs;
import dev.hamlet.engine.job.Phrase;
import dev.hamlet.engine.job.TimeSource;
import dev.hamlet.engine.problem.CommandProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import javafx.scene.control.ProgressBar;
import javafx.stage.Window;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("window")
class JobStripTest {
    private final Messages words = Messages.of(Locale.ENGLISH);
    private final CountDownLatch gate = new CountDownLatch(1);

    private Job<String> start(Jobs jobs, String name, double fraction) {
        return jobs.start(Phrase.of("job.machine-create", name), progress -> {
            progress.part(Phrase.of("job.machine-start", name), fraction);
            progress.part(Phrase.of("job.machine-start", name), 1 - fraction);
            gate.await();
            return name;
        });
    }

    private OpenWindow window(Jobs jobs) {
        return OpenWindow.with(() -> new JobStrip(new JobsModel(jobs, FxRelay.fxThread()), words));
    }

    @Test
    void theStripShowsTheOldestJobWithItsProgressAndCancelsIt() throws Exception {
        try (Jobs jobs = new Jobs(TimeSource.system());
                OpenWindow window = window(jobs)) {
            assertEquals("No job is running", window.text("jobs-none"));
            Job<String> first = start(jobs, "web", 0.5);
            window.awaitText("job-title", "Make web: Start web");
            ProgressBar bar = (ProgressBar) window.node("job-bar");
            Toolkit.await("half done", () -> bar.getProgress() == 0.5);
            assertEquals("50 %", window.text("job-figure"));
            Job<String> second = start(jobs, "database", 0.1);
            window.awaitText("jobs-more", "1 more job");
            window.click("job-cancel");
            window.awaitText("job-title", "database");
            ProblemException cancelled = assertThrows(ProblemException.class, first::await);
            assertEquals(new CommandProblem.Cancelled(), cancelled.problem());
            gate.countDown();
            assertEquals("database", second.await());
            window.awaitText("jobs-none", "No job is running");
        }
    }

    @Test
    void theLayersOfAnImageOnItsWayAreToldBehindTheBar() throws Exception {
        try (Jobs jobs = new Jobs(TimeSource.system());
                OpenWindow window = window(jobs)) {
            Job<String> pull = jobs.start(Phrase.of("job.image-pull", "alpine"), progress -> {
                progress.parts(List.of(
                        new JobPart(Phrase.of("step.layer-done", "abc"), 2 << 20, 2 << 20),
                        new JobPart(Phrase.of("step.layer-comes", "def"), 1 << 20, 4 << 20)));
                progress.bytes(3 << 20, 6 << 20);
                gate.await();
                return "alpine";
            });
            window.awaitText("job-title", "alpine");
            ProgressBar bar = (ProgressBar) window.node("job-bar");
            Toolkit.await(
                    "both are told",
                    () -> bar.getTooltip() != null
                            && bar.getTooltip()
                                    .getText()
                                    .equals("abc is ready: 2 MiB of 2 MiB\ndef is coming: 1 MiB of 4 MiB"));
            gate.countDown();
            assertEquals("alpine", pull.await());
        }
    }

    @Test
    void theOtherJobsStandBehindTheirCount() throws Exception {
        try (Jobs jobs = new Jobs(TimeSource.system());
                OpenWindow window = window(jobs)) {
            List<Job<String>> all = List.of(start(jobs, "a", 0), start(jobs, "b", 0), start(jobs, "c", 0));
            window.awaitText("jobs-more", "2 more jobs");
            window.click("jobs-more");
            Toolkit.await("the list is open", () -> Window.getWindows().size() > 1);
            gate.countDown();
            for (Job<String> one : all) {
                assertEquals(1, one.await().length());
            }
            window.awaitText("jobs-none", "No job is running");
            Toolkit.await("the list is closed", () -> Window.getWindows().size() == 1);
        }
    }
}
