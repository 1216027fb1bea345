package dev.hamlet.app.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.app.words.Messages;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** Every command that the documents show in a block of code is one that the command line understands. */
class DocumentedCommandsTest {
    private static final Path TREE = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern WORD = Pattern.compile("'([^']*)'|\"([^\"]*)\"|(\\S+)");

    /** Of the script alone, which builds and packs. */
    private static final List<String> OF_THE_SCRIPT = List.of("package");

    private static List<String> commands(Path file) throws IOException {
        List<String> commands = new ArrayList<>();
        boolean code = false;
        for (String line : Files.readAllLines(file)) {
            if (line.startsWith("```")) {
                code = !code;
            } else if (code) {
                for (String part : line.replaceFirst("(^|\\s)#.*", "").split(" && | \\| ", -1)) {
                    String command = part.strip();
                    if (command.startsWith("hamlet ") || command.startsWith("./hamlet ")) {
                        commands.add(command);
                    }
                }
            }
        }
        return commands;
    }

    private static List<String> words(String command) {
        return WORD.matcher(command)
                .results()
                .map(DocumentedCommandsTest::word)
                .skip(1)
                .toList();
    }

    private static String word(MatchResult found) {
        for (int group = 1; group <= found.groupCount(); group++) {
            if (found.group(group) != null) {
                return found.group(group);
            }
        }
        return "";
    }

    private static String fault(String command) {
        List<String> words = words(command);
        if (words.isEmpty() || OF_THE_SCRIPT.contains(words.getFirst())) {
            return "";
        }
        Output output = new Output(
                new ByteArrayInputStream(new byte[0]),
                new ByteArrayOutputStream(),
                new ByteArrayOutputStream(),
                () -> false);
        try (Session session = new Session(
                output,
                () -> Messages.of(Locale.ENGLISH),
                changes -> {
                    throw new IllegalStateException("no engine is needed to understand a command");
                },
                new CommandLineFixture.RecordedWindow(new ArrayList<>()))) {
            CommandLine root = CommandTree.whole(session);
            var _ = root.parseArgs(words.toArray(String[]::new));
            return "";
        } catch (ParameterException e) {
            return command + ": " + e.getMessage();
        }
    }

    @Test
    void everyCommandOfTheDocumentsIsUnderstood() throws IOException {
        List<String> faults = new ArrayList<>();
        int count = 0;
        try (Stream<Path> files = Files.walk(TREE.resolve("docs"))) {
            List<Path> documents = new ArrayList<>(
                    files.filter(file -> file.toString().endsWith(".md")).toList());
            documents.add(TREE.resolve("README.md"));
            for (Path document : documents) {
                for (String command : commands(document)) {
                    String fault = fault(command);
                    if (!fault.isEmpty()) {
                        faults.add(TREE.relativize(document) + ": " + fault);
                    }
                    count++;
                }
            }
        }
        assertTrue(count > 60, "found " + count);
        assertEquals(List.of(), faults);
    }

    @Test
    void aCommandThatThereIsNotIsSeen() {
        assertEquals("", fault("hamlet vm create web --image tiny"));
        assertNotEquals("", fault("hamlet vm create web --imagine tiny"));
        assertNotEquals("", fault("hamlet vm dream web"));
        assertEquals(
                List.of("container", "run", "busybox", "sh", "-c", "a b"),
                words("hamlet container run busybox sh -c 'a b'"));
    }
}
