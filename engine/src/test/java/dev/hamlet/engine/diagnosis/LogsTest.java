package dev.hamlet.engine.diagnosis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogsTest {
    @TempDir
    private Path state;

    @Test
    void ofALongLogTheWholeLinesOfItsEndAreShown() throws Exception {
        Files.writeString(state.resolve("hamlet.log"), "x".repeat(90) + "\n" + "the last but one\nthe last\n");
        assertEquals(List.of("the last but one", "the last"), LogTail.of(state.resolve("hamlet.log"), 60));
    }

    @Test
    void whereThereIsNoLogNothingIsShownAndNothingFails() {
        List<DiagnosticReport.Section> sections = Logs.in(state.resolve("gone"));
        assertEquals(List.of(new DiagnosticReport.Section("Log", List.of())), sections);
    }

    @Test
    void ofTheNewestCrashThatIsShownWhichTellsNothingOfTheUser() throws Exception {
        Path crashes = Files.createDirectory(state.resolve("crash"));
        Path old = Files.writeString(crashes.resolve("hs_err_pid1.log"), "old\n");
        Files.setLastModifiedTime(old, FileTime.fromMillis(0));
        Files.writeString(crashes.resolve("hs_err_pid2.log"), """
                # SIGSEGV (0xb)
                Command Line: hamlet container run -e KEY=s3cr3t
                ---------------  P R O C E S S  ---------------
                PATH=/home/ann
                """);
        DiagnosticReport.Section crash = Logs.in(state).getLast();
        assertEquals("Crash hs_err_pid2.log", crash.title());
        assertEquals(List.of("# SIGSEGV (0xb)"), crash.lines());
    }

    @Test
    void aSecretOverSeveralLinesIsTakenOutOfAReport() {
        DiagnosticReport report = new DiagnosticReport(List.of(new DiagnosticReport.Section(
                "Log", List.of("-----BEGIN PRIVATE KEY-----", "s3cr3t", "-----END PRIVATE KEY-----", "after"))));
        String text = report.redacted(Redaction.of(java.util.Map.of())).text();
        assertFalse(text.contains("s3cr3t"), text);
        assertTrue(text.contains("after"), text);
    }
}
