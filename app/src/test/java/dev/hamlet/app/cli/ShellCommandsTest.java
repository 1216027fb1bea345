package dev.hamlet.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hamlet.app.cli.CommandLineFixture.Run;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What packages make of the commands: a page of the manual, and what a file browser calls. */
class ShellCommandsTest {
    @TempDir
    private Path folder;

    private CommandLineFixture fixture;

    @BeforeEach
    void open() throws Exception {
        fixture = new CommandLineFixture(folder.resolve("home"));
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    @Test
    void theManualTellsOfEveryCommandOnce() {
        Run run = fixture.run("manual");
        assertEquals(0, run.code(), run.err());
        Map<String, String> leaves = CommandTreeTest.leaves(fixture);
        for (String name : leaves.keySet()) {
            String heading = ".SS hamlet " + name.replace("-", "\\-") + "\n";
            assertEquals(2, run.out().split(java.util.regex.Pattern.quote(heading), -1).length, name);
        }
    }

    @Test
    void nothingInTheManualIsTakenForARequestByAccident() {
        List<String> requests = List.of(".TH", ".SH", ".SS", ".TP", ".PP", ".br", ".nf", ".fi");
        fixture.run("manual")
                .out()
                .lines()
                .filter(line -> line.startsWith(".") || line.startsWith("'"))
                .forEach(line -> assertTrue(requests.contains(line.split(" ", 2)[0]), line));
    }

    @Test
    @Tag("real")
    void manReadsTheManualWithoutAWarning() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/man")), "man is not installed");
        Path page = folder.resolve("hamlet.1");
        Files.writeString(page, fixture.run("manual").out());
        Process man = new ProcessBuilder("man", "--warnings=w", "-E", "UTF-8", "-l", page.toString())
                .redirectOutput(folder.resolve("text").toFile())
                .start();
        String said = new String(man.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, man.waitFor(), said);
        assertEquals("", said);
        String text = Files.readString(folder.resolve("text"));
        assertTrue(text.contains("hamlet container run"), text);
    }

    @Test
    void aFileIsHandedToTheWindowWhole() throws Exception {
        Path disk = Files.createFile(folder.resolve("größe 1.qcow2"));
        Run run = fixture.run("open", disk.toString());
        assertEquals(0, run.code(), run.err());
        assertEquals(List.of(disk.toString()), fixture.opened());
    }

    @Test
    void whatIsNoFileOpensNoWindow() {
        for (Path none : List.of(folder, folder.resolve("gone.iso"))) {
            Run run = fixture.run("open", none.toString());
            assertEquals(2, run.code());
            assertTrue(run.err().contains(none.toString()), run.err());
        }
        assertEquals(List.of(), fixture.opened());
    }

    @Test
    void theWindowOpensAtADialogOrAsItWasLeft() {
        assertEquals(0, fixture.run("open", "--new", "container").code());
        assertEquals(0, fixture.run("open", "--new=machine").code());
        assertEquals(0, fixture.run("open").code());
        assertEquals(2, fixture.run("open", "--new", "house").code());
        assertEquals(2, fixture.run("open", "--new", "machine", "/etc/passwd").code());
        assertEquals(List.of("CONTAINER", "MACHINE", ""), fixture.opened());
    }
}
