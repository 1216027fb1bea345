package dev.hamlet.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hamlet.app.cli.CommandLineFixture.Run;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What other programs rely on: a key that goes, or changes its kind, breaks them. */
@Timeout(60)
class JsonShapeTest {
    private static final String MACHINE = "board:STRING bootFromCd:BOOLEAN cds:ARRAY cpus:NUMBER created:STRING"
            + " cpuLimitPercent:NUMBER disks:ARRAY display:OBJECT firmware:STRING kernel:OBJECT memoryBytes:NUMBER network:OBJECT profile:STRING"
            + " serialLog:BOOLEAN system:STRING uuid:STRING acceleration:STRING";

    @TempDir
    private Path folder;

    private CommandLineFixture fixture;

    @BeforeEach
    void open() throws Exception {
        fixture = new CommandLineFixture(folder);
        fixture.create("web", "--forward", CommandLineFixture.freePort() + ":80");
        Run start = fixture.run("vm", "start", "web");
        assertEquals(0, start.code(), start.err());
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private JsonNode json(String... arguments) throws Exception {
        Run run = fixture.run(arguments);
        assertEquals("", run.err());
        assertEquals(0, run.code());
        return new ObjectMapper().readTree(run.out());
    }

    private static Set<String> shape(JsonNode node) {
        Set<String> shape = new TreeSet<>();
        node.properties()
                .forEach(field ->
                        shape.add(field.getKey() + ":" + field.getValue().getNodeType()));
        return shape;
    }

    private static Set<String> words(String text) {
        return new TreeSet<>(List.of(text.split(" ", -1)));
    }

    @Test
    void aMachineHasTheseKeys() throws Exception {
        JsonNode machine = json("vm", "show", "--json", "web");
        assertEquals(
                words("folder:STRING id:STRING lastEnd:NULL name:STRING notices:ARRAY process:OBJECT settings:OBJECT"
                        + " since:STRING state:STRING"),
                shape(machine));
        assertEquals(words(MACHINE), shape(machine.path("settings")));
        assertEquals(
                words("accelerator:STRING board:STRING cpus:NUMBER forwards:ARRAY hypervisor:STRING memoryBytes:NUMBER"
                        + " pid:NUMBER started:STRING user:STRING version:STRING"),
                shape(machine.path("process")));
        assertEquals(
                words("address:STRING guestPort:NUMBER hostPort:NUMBER protocol:STRING"),
                shape(machine.path("settings").path("network").path("forwards").path(0)));
        assertEquals("running", machine.path("state").asText());
        assertEquals(machine, json("vm", "list", "--json").path("machines").path(0));
    }

    @Test
    void aStoppedMachineSaysHowItEnded() throws Exception {
        fixture.run("vm", "stop", "web");
        JsonNode machine = json("vm", "show", "--json", "web");
        assertEquals(words("at:STRING detail:STRING how:STRING lastLines:ARRAY"), shape(machine.path("lastEnd")));
        assertEquals("guest-shutdown", machine.path("lastEnd").path("how").asText());
        assertTrue(machine.path("process").isNull());
        assertEquals(
                machine.path("lastEnd").path("at").asText(),
                machine.path("since").asText());
    }

    @Test
    void anEmptyListIsAList() throws Exception {
        fixture.run("vm", "delete", "--force", "web");
        assertEquals(
                "{\n  \"machines\" : [ ]\n}\n",
                fixture.run("vm", "list", "--json").out());
    }

    @Test
    void whatWasDoneHasTheseKeys() throws Exception {
        JsonNode result = json("vm", "stop", "--json", "web").path("results").path(0);
        assertEquals(words("effect:STRING id:STRING name:STRING"), shape(result));
        assertEquals("done", result.path("effect").asText());
        assertEquals(
                "already-so",
                json("vm", "stop", "--json", "web")
                        .path("results")
                        .path(0)
                        .path("effect")
                        .asText());
        assertEquals(
                words("effect:STRING id:STRING kept:ARRAY name:STRING trash:STRING"),
                shape(json("vm", "delete", "--json", "web").path("results").path(0)));
    }

    @Test
    void aProblemIsOneObjectOnOneLineOfTheErrors() throws Exception {
        Run run = fixture.run("vm", "start", "--json", "nix", "web");
        assertEquals(3, run.code());
        assertEquals(1, run.err().lines().count());
        JsonNode problem = new ObjectMapper().readTree(run.err()).path("problem");
        assertEquals(words("cause:STRING facts:OBJECT kind:STRING remedies:ARRAY title:STRING"), shape(problem));
        assertEquals("machine-not-found", problem.path("kind").asText());
        assertEquals("nix", problem.path("facts").path("name").asText());
        assertEquals(
                "already-so",
                new ObjectMapper()
                        .readTree(run.out())
                        .path("results")
                        .path(0)
                        .path("effect")
                        .asText());
    }

    @Test
    void theHostAndTheDoctorTellTheSame() throws Exception {
        JsonNode host = json("host", "--json");
        assertEquals(
                words(
                        "accelerator:OBJECT architecture:STRING checks:ARRAY containers:OBJECT data:OBJECT guests:NUMBER"
                                + " hypervisor:OBJECT kernel:STRING machines:OBJECT memory:OBJECT processor:STRING processors:OBJECT state:STRING system:STRING"),
                shape(host));
        assertEquals(
                words(
                        "availableBytes:NUMBER presentBytes:NUMBER promisedBytes:NUMBER unpromisedBytes:NUMBER usableBytes:NUMBER"),
                shape(host.path("memory")));
        assertEquals(1, host.path("guests").asInt());
        assertEquals(
                json("vm", "show", "--json", "web").path("process").path("memoryBytes"),
                host.path("memory").path("promisedBytes"));
        assertEquals(
                words("features:ARRAY firmwares:ARRAY name:STRING problem:NULL sandbox:BOOLEAN version:STRING"),
                shape(host.path("hypervisor")));
        Run doctor = fixture.run("doctor", "--json");
        assertEquals(shape(host), shape(new ObjectMapper().readTree(doctor.out())));
    }

    @Test
    void theCatalogueAndTheLibraryHaveTheseKeys() throws Exception {
        JsonNode catalog = json("catalog", "--json");
        assertEquals(words("entries:ARRAY problems:ARRAY recipes:ARRAY"), shape(catalog));
        Set<String> entry = shape(catalog.path("entries").path(0));
        for (String key : List.of("id:STRING", "image:STRING", "urls:ARRAY", "inLibrary:BOOLEAN", "format:STRING")) {
            assertTrue(entry.contains(key), entry.toString());
        }
        assertEquals(
                "{\n  \"images\" : [ ]\n}\n",
                fixture.run("image", "list", "--json").out());
    }

    @Test
    void everyReadingCommandHasJsonAndHelpWithExamples() {
        List<String> without = new ArrayList<>();
        CommandTreeTest.leaves(fixture).forEach((name, help) -> {
            if (!help.contains("--json") || !help.contains("Examples:") || !help.contains("  hamlet ")) {
                without.add(name);
            }
        });
        assertEquals(List.of(), without);
    }
}
