package dev.hamlet.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hamlet.app.cli.CommandLineFixture.Run;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Where machines and images lie, by the command line, while another engine on the same home is open. */
@Timeout(60)
class FoldersVerbTest {
    @TempDir
    private Path folder = Path.of("");

    private CommandLineFixture fixture;

    @BeforeEach
    void open() throws Exception {
        fixture = new CommandLineFixture(folder.resolve("home"));
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private JsonNode json(String... arguments) throws Exception {
        Run run = fixture.run(arguments);
        assertEquals(0, run.code(), run.err());
        return new ObjectMapper().readTree(run.out());
    }

    @Test
    void aChosenFolderTakesNewMachinesAndAllAreListed() throws Exception {
        fixture.create("old");
        Path big = folder.resolve("big");
        JsonNode now = json("folders", "--machines", big.toString(), "--json");
        assertEquals(big.toString(), now.at("/machines/new").asText());
        assertTrue(now.at("/machines/all/0/problem").isNull());
        assertEquals(fixture.paths().images().toString(), now.at("/images/new").asText());
        fixture.create("new");
        assertEquals(
                big, fixture.window().machines().find("new").folder().path().getParent());
        assertEquals(2, json("vm", "list", "--json").path("machines").size());
        Run shown = fixture.run("folders");
        assertTrue(shown.out().contains("new ones go here"), shown.out());
    }

    @Test
    void aFolderThatIsAwayIsToldBesideTheListAndCanBeForgotten() throws Exception {
        Path big = Files.createDirectory(folder.resolve("big"));
        fixture.run("folders", "--machines", big.toString());
        fixture.create("there");
        Files.move(big, folder.resolve("unplugged"));
        Run list = fixture.run("vm", "list");
        assertEquals(0, list.code());
        assertTrue(list.err().startsWith("A folder is not there."), list.err());
        assertTrue(list.err().contains("hamlet folders --forget"), list.err());
        assertEquals(4, fixture.create("next").code());
        assertEquals(0, fixture.run("folders", "--machines", "usual").code());
        Run forgotten = fixture.run("folders", "--forget", big.toString());
        assertEquals("", forgotten.err());
        assertEquals(0, fixture.create("next").code());
        Run back =
                fixture.run("folders", "--machines", folder.resolve("unplugged").toString());
        assertEquals(0, back.code(), back.err());
        assertEquals(2, json("vm", "list", "--json").path("machines").size(), "nothing was lost");
    }

    @Test
    void whatCannotServeIsRefused() throws Exception {
        Files.createDirectories(folder.resolve("photos/holidays"));
        Run run = fixture.run("folders", "--images", folder.resolve("photos").toString());
        assertEquals(4, run.code());
        assertTrue(run.err().startsWith("The folder cannot be used."), run.err());
        assertEquals("", run.out());
    }
}
