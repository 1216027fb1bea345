package dev.hamlet.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.app.cli.CommandLineFixture.Run;
import dev.hamlet.app.help.GuideText;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HelpVerbTest {
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

    private Run help(String topic) {
        return fixture.run(("help " + topic).split(" ", -1));
    }

    @Test
    void helpOfACommandIsWhatItsOwnOptionShows() {
        List<String> names = new ArrayList<>(CommandTreeTest.leaves(fixture).keySet());
        names.addAll(List.of("vm", "image", "container", "network", "volume"));
        for (String name : names) {
            assertEquals(fixture.run((name + " --help").split(" ", -1)), help(name), name);
        }
        assertEquals(fixture.run("--help"), fixture.run("help"));
    }

    @Test
    void everyPageOfTheGuideIsPrintedInLinesThatATerminalHolds() {
        GuideText guide = new GuideText(CommandTree.firstWords());
        assertTrue(guide.topics().size() > 15, guide.topics().toString());
        String own = fixture.run("help", "--help").out();
        for (String topic : guide.topics()) {
            Run run = help(topic);
            assertEquals(0, run.code(), run.err());
            assertTrue(run.out().lines().count() > 20, topic);
            assertTrue(own.matches("(?s).*\\s" + topic + "[,.].*"), topic + " is not named by " + own);
        }
        assertTrue(Set.copyOf(guide.topics()).containsAll(Set.of("guide", "command-line", "command-line-reference")));
    }

    @Test
    void aPageIsPlainTextWithItsCodeAsItIsAndTheWayToOtherPages() {
        String page = help("guide").out();
        assertTrue(page.startsWith("GUIDE TO HAMLET\n\n"), page);
        assertTrue(page.contains("\nReference\n---------\n"), page);
        assertTrue(page.contains("\n- Your first machine <hamlet help first-machine>\n"), page);
        assertTrue(page.contains("\nF1                "), page);
        assertFalse(page.contains("**") || page.contains("](") || page.contains("!["), page);
        assertTrue(page.lines().allMatch(line -> line.length() <= 80), page);
        String commands = help("command-line").out();
        assertTrue(
                commands.contains(
                        "\n    hamlet vm create --help\n    hamlet help first-container\n    hamlet vm list\n"),
                commands);
        assertEquals(help("first-container"), help("first container"));
    }

    @ParameterizedTest
    @CsvSource({
        "vmm, hamlet, vmm, hamlet help vm",
        "vm lst, hamlet vm, lst, hamlet help vm list",
        "contaner run, hamlet, contaner, hamlet help container",
        "first-contaner, hamlet, first-contaner, hamlet help first-container",
        "troubel-shooting, hamlet, troubel-shooting, hamlet help troubleshooting",
        "run, hamlet, run, hamlet help container run",
        "vm pull, hamlet vm, pull, hamlet help image pull",
    })
    void anUnknownWordIsAnsweredWithTheNearest(String topic, String command, String word, String nearest) {
        assertEquals(new Run(2, "", """
                No such command.
                  %s has no command %s.
                What to do:
                  - Did you mean %s?
                  - See which there are: %s --help
                """.formatted(command, word, nearest, command)), help(topic));
    }

    @Test
    void whatFollowsAWholeCommandIsOneWordTooMany() {
        Run run = help("vm list web");
        assertEquals(2, run.code());
        assertTrue(run.err().contains("hamlet help vm list has no use for web."), run.err());
        assertEquals(2, help("frobnicate").code());
        assertFalse(help("frobnicate").err().contains("Did you mean"));
    }
}
