package dev.hamlet.app.preferences;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.app.fx.FxRelay;
import dev.hamlet.app.fx.OpenWindow;
import dev.hamlet.app.fx.TestFiles;
import dev.hamlet.app.fx.Toolkit;
import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.job.Jobs;
import dev.hamlet.engine.job.TimeSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicReference;
import javafx.scene.control.Button;
import javafx.scene.control.TextArea;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The report is read before it can be saved. */
@Tag("window")
class ReportCardTest {
    @TempDir
    private Path folder;

    private final TestFiles files = new TestFiles();
    private final AtomicReference<String> found = new AtomicReference<>("## Hamlet\n\n    hamlet 0.1.0\n");

    private OpenWindow open(Jobs jobs) throws Exception {
        Toolkit.start();
        return OpenWindow.with(() -> new ReportCard(
                new ReportModel(jobs, () -> String.valueOf(found.get()), FxRelay.fxThread()),
                files,
                Messages.of(Locale.ENGLISH)));
    }

    private static boolean isShown(OpenWindow window, String id) {
        return window.shows(id);
    }

    private static String text(OpenWindow window) {
        return Toolkit.get(() -> ((TextArea) window.node("preferences-report-text")).getText());
    }

    private static void click(OpenWindow window, String id) {
        Toolkit.run(() -> ((Button) window.node(id)).fire());
    }

    @Test
    void whatIsSavedIsWhatWasShown() throws Exception {
        try (Jobs jobs = new Jobs(TimeSource.system());
                OpenWindow window = open(jobs)) {
            assertFalse(isShown(window, "preferences-report-text"));
            click(window, "preferences-report-make");
            Toolkit.await("it has come to pass", () -> isShown(window, "preferences-report-text"));
            String read = text(window);
            found.set("something newer");
            Path file = folder.resolve("report.txt");
            files.lay(file);
            click(window, "preferences-report-save");
            Toolkit.await("it has come to pass", () -> Files.exists(file));
            assertEquals(read, Files.readString(file));
        }
    }

    @Test
    void whyItCannotBeSavedIsSaidAndTheReportStays() throws Exception {
        try (Jobs jobs = new Jobs(TimeSource.system());
                OpenWindow window = open(jobs)) {
            click(window, "preferences-report-make");
            Toolkit.await("it has come to pass", () -> isShown(window, "preferences-report-text"));
            files.lay(folder.resolve("gone/report.txt"));
            click(window, "preferences-report-save");
            Toolkit.await("it has come to pass", () -> isShown(window, "preferences-report-problem"));
            assertTrue(text(window).contains("hamlet 0.1.0"));
        }
    }
}
