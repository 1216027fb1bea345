package dev.hamlet.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hamlet.app.cli.CommandLineFixture.Run;
import dev.hamlet.app.words.Messages;
import dev.hamlet.app.words.ProblemWords;
import dev.hamlet.engine.host.Check;
import dev.hamlet.engine.privilege.PrivilegedVerb;
import dev.hamlet.engine.problem.MediaProblem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code hamlet doctor} says of this computer, whatever that has. */
class DoctorVerbTest {
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
    void containersAreCheckedBesideMachines() {
        Run run = fixture.run("doctor");
        for (String check : List.of(
                "Runtime of containers",
                "Watching containers: conmon",
                "System calls of containers",
                "Network of containers: nftables",
                "Numbers for users in containers",
                "Limits of containers")) {
            assertTrue(run.out().lines().anyMatch(line -> line.startsWith(check + " ")), run.out());
        }
        assertTrue(run.out().contains("Containers can"), run.out());
        assertTrue(run.out().contains("for ordinary users from "), run.out());
    }

    @Test
    void jsonHasWhatEachCheckMattersForAndHowItIsMended() throws Exception {
        JsonNode root =
                new ObjectMapper().readTree(fixture.run("doctor", "--json").out());
        assertTrue(root.path("machines").path("run").isBoolean());
        assertTrue(root.path("containers").path("run").isBoolean());
        List<String> areas = new ArrayList<>();
        for (JsonNode check : root.path("checks")) {
            areas.add(check.path("area").asText());
            for (String key : List.of("command", "package", "repair")) {
                assertTrue(check.has(key), check.toString());
            }
        }
        assertTrue(areas.containsAll(List.of("machines", "containers", "computer")), areas.toString());
    }

    @Test
    void aWordThatNothingIsRepairedByIsRefusedWithThoseThatThereAre() {
        Run run = fixture.run("doctor", "--repair", "everything");
        assertEquals(2, run.code());
        PrivilegedVerb.words().forEach(word -> assertTrue(run.err().contains(word), run.err()));
    }

    @Test
    void whereNobodyCanBeAskedNothingIsRepairedAndItSaysWhy() {
        // Run from the sources, or as root: in both there is nobody to ask.
        Run run = fixture.run("doctor", "--repair=allow-low-ports");
        assertEquals(1, run.code(), run.out());
        assertTrue(run.err().contains("Root asks nobody") || run.err().contains("cannot ask for rights"), run.err());
    }

    @Test
    void theCommandIsThatOfThisComputerAndNotAlwaysDebians() {
        Messages words = Messages.of(Locale.ENGLISH);
        MediaProblem missing = new MediaProblem.ToolMissing("nft", "nftables");
        ProblemWords fedora = HostJson.words(
                new Check(
                        "container-network",
                        Check.Area.CONTAINERS,
                        Check.State.WARNING,
                        Map.of(),
                        missing,
                        new Check.Remedy("sudo dnf install nftables", "nftables", null)),
                missing,
                words);
        assertEquals(List.of("Type: sudo dnf install nftables"), fedora.commands());
        ProblemWords debian = HostJson.words(
                new Check(
                        "container-network",
                        Check.Area.CONTAINERS,
                        Check.State.WARNING,
                        Map.of(),
                        missing,
                        new Check.Remedy("sudo apt install nftables", "nftables", null)),
                missing,
                words);
        assertEquals(List.of("Install it: sudo apt install nftables"), debian.commands());
    }
}
