package dev.hamlet.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.hamlet.app.cli.CommandLineFixture.Run;
import dev.hamlet.app.words.Messages;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

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
        return new Session(
                output,
                () -> Messages.of(Locale.ENGLISH),
                changes -> {
                    throw new IllegalStateException("no engine is needed for help");
                },
                new CommandLineFixture.RecordedWindow(new ArrayList<>()));
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
        assertEquals(new Run(2, "", """
                No such command.
                  hamlet vm has no command lst.
                What to do:
                  - Did you mean hamlet vm list?
                  - See which there are: hamlet vm --help
                """), fixture.run("vm", "lst"));
        assertEquals(new Run(2, "", """
                A command is missing.
                  hamlet needs a command after it.
                What to do:
                  - See which there are: hamlet --help
                """), fixture.run("--"));
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

    /** A word that is cut in two can be copied by nobody. */
    @Test
    void noOptionAndNoWordOfADescriptionIsBrokenInTheHelp() {
        Map<String, String> leaves = leaves(fixture);
        everyLeaf(CommandTree.whole(emptySession())).forEach(command -> {
            CommandSpec spec = command.getCommandSpec();
            Set<String> said = words(leaves.getOrDefault(spec.qualifiedName().substring("hamlet ".length()), ""));
            Set<String> meant =
                    new TreeSet<>(words(String.join(" ", spec.usageMessage().description())));
            spec.args().forEach(argument -> meant.addAll(words(String.join(" ", argument.description()))));
            spec.options().stream()
                    .filter(OptionSpec::negatable)
                    .forEach(option ->
                            meant.add("[--[no-]" + option.longestName().substring(2) + "]"));
            meant.remove("${DEFAULT-VALUE}).");
            meant.removeAll(said);
            assertEquals(Set.of(), meant, spec.qualifiedName());
        });
    }

    private static Set<String> words(String text) {
        return new TreeSet<>(List.of(text.strip().split("\\s+", -1)));
    }

    private static Stream<CommandLine> everyLeaf(CommandLine command) {
        return command.getSubcommands().isEmpty()
                ? Stream.of(command)
                : command.getSubcommands().values().stream().flatMap(CommandTreeTest::everyLeaf);
    }

    @Test
    void theCompletionScriptIsMadeForTheShellsThatReadIt() {
        Run run = fixture.run("completion", "bash");
        assertEquals(0, run.code());
        assertTrue(run.out().contains("complete -F _complete_hamlet -o default hamlet"), run.out());
        assertEquals(run, fixture.run("completion", "zsh"));
        assertEquals(2, fixture.run("completion", "tcsh").code());
    }

    @ParameterizedTest
    @CsvSource({
        "hamlet vm st, start stop",
        "hamlet im, image",
        "hamlet help cont, container",
        "hamlet vm stop --for, --force",
        "hamlet vm set --boot, --boot-from-cd",
        "hamlet image create --fo, --format",
        "hamlet vm create --firmware u, uefi",
        "hamlet vm set --profile c, conservative",
        "hamlet vm create --disk comp, completion.bash",
        "hamlet vm create --password-file comp, completion.bash",
        "hamlet vm set --cd comp, completion.bash",
        "hamlet vm set --add-disk comp, completion.bash",
        "hamlet image grow comp, completion.bash",
        "hamlet image add comp, completion.bash",
    })
    void aRealBashCompletesCommandsAndOptions(String typed, String offered) throws Exception {
        Path bash = Path.of("/bin/bash");
        assumeTrue(Files.isExecutable(bash), "there is no " + bash);
        Path script = folder.resolve("completion.bash");
        Files.writeString(script, fixture.run("completion", "bash").out());
        String ask = """
                set -eu
                source "$1"
                compopt() { :; } # the real one works in an interactive shell alone
                read -ra COMP_WORDS <<< "$2"
                COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
                COMP_LINE=$2 COMP_POINT=${#2}
                _complete_hamlet hamlet "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
                printf '%s\n' "${COMPREPLY[@]}" | sort -u
                """;
        Process process = new ProcessBuilder(bash.toString(), "-c", ask, "bash", script.toString(), typed)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        process.getOutputStream().close();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), said);
        assertEquals(words(offered), words(said));
    }
}
