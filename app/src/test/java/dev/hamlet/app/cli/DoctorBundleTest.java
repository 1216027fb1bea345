package dev.hamlet.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.app.cli.CommandLineFixture.Run;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code hamlet doctor --bundle} tells somebody who is to help, and what it does not. */
class DoctorBundleTest {
    @TempDir
    private Path folder;

    private CommandLineFixture fixture;

    @BeforeEach
    void open() throws Exception {
        fixture = new CommandLineFixture(folder.resolve("home"));
        assertEquals(0, fixture.run("vm", "create", "Tax 2025", "--empty").code());
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void machinesAreToldByNumberAndNamesLeftOut() throws Exception {
        Path log = folder.resolve("home/state/hamlet.log");
        Files.createDirectories(log.getParent());
        Files.writeString(log, "12:00 WARN Tax 2025 did not start: password=s3cr3t\n");
        Run run = fixture.run("doctor", "--bundle");
        assertEquals(0, run.code(), run.err());
        assertTrue(run.out().contains("machine-1 STOPPED"), run.out());
        assertTrue(run.out().contains("machine-1 did not start: password=[removed]"), run.out());
        assertFalse(run.out().contains("Tax 2025"), run.out());
    }

    @Test
    void itIsWrittenToANewFileAndOverNone() throws Exception {
        Path file = folder.resolve("report.txt");
        Run run = fixture.run("doctor", "--bundle", file.toString());
        assertEquals(0, run.code(), run.err());
        assertTrue(run.out().contains(file.toString()), run.out());
        String written = Files.readString(file);
        assertTrue(written.contains("## Machines"), written);

        Run again = fixture.run("doctor", "--bundle=" + file);
        assertEquals(2, again.code());
        assertEquals(written, Files.readString(file));
    }

    @Test
    void whereNothingCanBeWrittenItSaysSo() {
        Run run = fixture.run(
                "doctor", "--bundle", folder.resolve("gone/report.txt").toString());
        assertEquals(1, run.code());
        assertTrue(run.err().contains(folder.resolve("gone").toString()), run.err());
    }

    @Test
    void whereNotAllNamesAreKnownTheLogIsLeftOut() throws Exception {
        Path log = folder.resolve("home/state/hamlet.log");
        Files.createDirectories(log.getParent());
        Files.writeString(log, "12:00 WARN something of secretdisk\n");
        Path images = folder.resolve("home/data/images");
        if (Files.exists(images)) {
            Files.move(images, folder.resolve("aside"));
        }
        Files.createDirectories(images.getParent());
        Files.writeString(images, "no folder");
        Run run = fixture.run("doctor", "--bundle");
        assertEquals(0, run.code(), run.err());
        assertFalse(run.out().contains("secretdisk"), run.out());
    }
}
