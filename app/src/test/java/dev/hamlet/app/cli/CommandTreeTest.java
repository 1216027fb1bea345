package dev.hamlet.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.app.cli.CommandLineFixture.Run;
import dev.hamlet.app.words.Messages;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CommandTreeTest {
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

    /** The help of every command that has no others below it, by its whole name. */
    static Map<String, String> leaves(CommandLineFixture fixture) {
        Map<String, String> all = new TreeMap<>();
        collect(CommandTree.whole(emptySession()), fixture, all);
        return all;
    }

    private static Session emptySession() {
        Output output = new Output(
                new ByteArrayInputStream(new byte[0]),
                new ByteArrayOutputStream(),
                new ByteArrayOutputStream(),
                () -> false);
        return new Session(output, () -> Messages.of(Locale.ENGLISH), changes -> {
            throw new IllegalStateException("no engine is needed for help");
        });
    }

    private static void collect(CommandLine command, CommandLineFixture fixture, Map<String, String> all) {
        if (command.getSubcommands().isEmpty()) {
            String name = command.getCommandSpec().qualifiedName().substring("hamlet ".length());
            String[] words = (name + " --help").split(" ", -1);
            Run run = fixture.run(words);
            assertEquals(0, run.code(), name);
            all.put(name, run.out());
        }
        command.getSubcommands().values().forEach(below -> collect(below, fixture, all));
    }

    @Test
    void everyCommandIsMadeAloneAndKnowsItsWholeName() {
        Map<String, String> leaves = leaves(fixture);
        assertTrue(leaves.size() > 25, leaves.keySet().toString());
        leaves.forEach((name, help) -> {
            assertTrue(help.startsWith("Usage: hamlet " + name), help);
            assertTrue(help.lines().allMatch(line -> line.length() <= 100), help);
        });
    }

    @Test
    void whatIsNotUnderstoodIsSaidWithTheWayToHelp() {
        assertEquals(
                new Run(2, "", "hamlet vm: Unmatched argument at index 1: 'lst'\nSee: hamlet vm --help\n"),
                fixture.run("vm", "lst"));
        assertEquals(new Run(2, "", "hamlet: which command?\nSee: hamlet --help\n"), fixture.run("--"));
        assertEquals(2, fixture.run("vm").code());
        assertEquals(2, fixture.run("vm", "start").code());
        assertEquals(2, fixture.run("vm", "start", "--no-such", "web").code());
        assertEquals(2, fixture.run("vm", "create", "web").code());
        assertEquals(
                2,
                fixture.run("vm", "create", "web", "--empty", "--cd", "x.iso").code());
        assertEquals(
                2,
                fixture.run("vm", "create", "web", "--empty", "--firmware", "none")
                        .code());
        assertEquals(2, fixture.run("catalog", "refresh").code());
    }

    @Test
    void theHelpOfAllNamesEveryCommand() {
        String help = fixture.run("--help").out();
        for (String command : new String[] {"vm", "image", "catalog", "host", "doctor", "demo", "completion"}) {
            assertTrue(help.lines().anyMatch(line -> line.startsWith("  " + command + " ")), help);
        }
    }

    @Test
    void theCompletionScriptIsOneThatBashReads() throws Exception {
        Run run = fixture.run("completion", "bash");
        assertEquals(0, run.code());
        assertTrue(run.out().contains("complete -F _complete_hamlet -o default hamlet"), run.out());
        assertTrue(run.out().contains("screenshot"));
        Path script = folder.resolve("completion.bash");
        Files.writeString(script, run.out());
        assertEquals(2, fixture.run("completion", "tcsh").code());
    }
}
