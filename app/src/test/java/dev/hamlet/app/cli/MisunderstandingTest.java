package dev.hamlet.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hamlet.app.cli.CommandLineFixture.Run;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What people mistype, and what they are told. */
class MisunderstandingTest {
    @TempDir
    private Path folder;

    private CommandLineFixture fixture;

    @BeforeEach
    void open() throws Exception {
        fixture = new CommandLineFixture(folder.resolve("home"));
        fixture.create("web");
    }

    @AfterEach
    void close() {
        fixture.close();
    }

    private Run misunderstood(String line) {
        Run run = fixture.run(line.split(" ", -1));
        assertEquals("", run.out());
        assertEquals(2, run.code(), run.err());
        return run;
    }

    @ParameterizedTest
    @CsvSource({
        "vmm list, hamlet vm",
        "vm lst, hamlet vm list",
        "vm strat web, hamlet vm start",
        "vm screen web x.png, hamlet vm screenshot",
        "image buidl tiny, hamlet image build",
        "docter, hamlet doctor",
        "start web, hamlet vm start",
        "vm pull debian-12, hamlet image pull",
        "vm list --jsn, --json",
        "vm set --memroy 2G web, --memory",
        "vm set --memroy=2G web, --memory",
        "vm set --no-sofware web, --no-software",
        "vm create web --emty, --empty",
        "vm create web --empty --usr ann, --user",
        "vm start --overcomit web, --overcommit",
        "--versoin, --version",
    })
    void aMistypedCommandOrOptionIsRecognised(String line, String meant) {
        String err = misunderstood(line).err();
        assertTrue(err.contains("  - Did you mean " + meant + "?\n"), err);
    }

    @ParameterizedTest
    @CsvSource({"frobnicate, No such command", "vm list --frobnicate, No such option", "vm log -fx web, No such option"
    })
    void nothingIsSuggestedForWhatResemblesNothing(String line, String title) {
        String err = misunderstood(line).err();
        assertTrue(err.startsWith(title + ".\n"), err);
        assertFalse(err.contains("Did you mean"), err);
        assertTrue(err.contains(" --help\n"), err);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "vm set --cpus abc web ; --cpus cannot be abc. It takes a whole number up to 2147483647.",
                "vm set --cpus= web ; --cpus cannot be empty. It takes a whole number up to 2147483647.",
                "vm log -n many web ; --lines cannot be many. It takes a whole number up to 2147483647.",
                "vm create web --empty --firmware none ; --firmware cannot be none. It takes one of bios, uefi.",
                "vm set --profile fast web ; --profile cannot be fast. It takes one of virtio, conservative.",
                "vm list --json=yes ; --json cannot be yes. It takes no value.",
                "vm set --software=maybe web ; --software cannot be maybe. It takes no value.",
                "vm set --memory big web ; big is no size. It was given for --memory.",
                "image create --size big x ; big is no size. It was given for --size.",
                "vm create web --empty --disk-size= ; An empty text is no size. It was given for --disk-size.",
                "vm create web --empty --forward 80 ; --forward cannot be 80. It takes"
                        + " [tcp:|udp:][ADDRESS:]HOSTPORT:GUESTPORT, such as 8080:80.",
                "vm stop --timeout soon web ; --timeout cannot be soon. It takes a time such as 30s, 2m or 1h.",
                "vm set --memory --cpus 2 web ; hamlet vm set needs --memory=SIZE.",
                "vm set web --cpus ; hamlet vm set needs --cpus=N.",
                "vm set web ; hamlet vm set needs a setting to change.",
                "vm rename web ; hamlet vm rename needs NEW-NAME.",
                "vm rename ; hamlet vm rename needs NAME.",
                "vm create ; hamlet vm create needs NAME.",
                "vm create web ; hamlet vm create needs one of --image=IMAGE, --disk=FILE, --cd=FILE, --empty,"
                        + " --kernel=FILE.",
                "vm create web --empty --initrd x ; --initrd needs --kernel.",
                "vm create web --empty --ssh-key x ; --ssh-key needs --user.",
                "image create x ; hamlet image create needs --size=SIZE.",
                "vm show a b ; hamlet vm show has no use for b.",
                "vm set --cpus 1 --cpus 2 web ; --cpus can be given once.",
                "vm create x --empty --cd=y ; Of --cd, --empty only one can be given.",
                "vm log --serial --hypervisor web ; Of --serial, --hypervisor only one can be given.",
                "vm create web --empty --user a --password-stdin --password-file x"
                        + " ; Of --password-stdin, --password-file only one can be given.",
                "completion tcsh ; SHELL cannot be tcsh. It takes bash or zsh.",
            })
    void theOptionWhatWasGivenAndWhatIsExpectedAreNamed(String line, String cause) {
        String err = misunderstood(line).err();
        assertTrue(err.contains("\n  " + cause + "\n"), err);
    }

    @Test
    void withJsonItIsAProblemLikeAnyOther() throws Exception {
        Run run = misunderstood("vm lst --json");
        JsonNode problem = new ObjectMapper().readTree(run.err()).path("problem");
        assertEquals("command-unknown", problem.path("kind").asText());
        assertEquals("hamlet vm list", problem.path("facts").path("nearest").asText());
        JsonNode group = new ObjectMapper()
                .readTree(misunderstood("vm set --json web --cpus x").err());
        assertEquals("argument-invalid", group.path("problem").path("kind").asText());
        assertTrue(misunderstood("vm lst -- --json").err().startsWith("No such command.\n"));
    }
}
