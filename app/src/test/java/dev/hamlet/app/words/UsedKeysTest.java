package dev.hamlet.app.words;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.hamlet.engine.machine.MachineState;
import dev.hamlet.engine.problem.Problem;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * No words are left that nothing says. A key is used that stands in the code as it is, or that the code puts together:
 * of a beginning such as {@code "value.firmware."}, of a word that the code has as a text or as the constant of an enum,
 * and of an end such as {@code ".title"}. What it puts together for problems comes from the problems themselves.
 */
class UsedKeysTest {
    private static final Pattern COMMENT_TEXT_OR_SIGN =
            Pattern.compile("//[^\n]*|/\\*.*?\\*/|\"(?:\\\\.|[^\"\\\\\n])*\"|'(?:\\\\.|[^'\\\\\n])'", Pattern.DOTALL);
    private static final Pattern TEXT = Pattern.compile("\"((?:[^\"\\\\\n]|\\\\.)*)\"");
    private static final Pattern BEGINNING = Pattern.compile("\"([a-z][a-z0-9-]*\\.(?:[a-z0-9.-]*[.-])?)\"\\s*\\+");
    private static final Pattern END = Pattern.compile("\\+\\s*\"(\\.[a-z.-]+)\"");
    private static final Pattern ENUM = Pattern.compile("\\benum \\w+[^{;]*\\{([^;}]*)");
    private static final Pattern CONSTANT = Pattern.compile("\\b[A-Z][A-Z0-9_]*\\b");
    private static final Pattern OF_PROBLEM =
            Pattern.compile("problem\\.([^.]+)\\.(title|cause|remedy|command)(?:\\.(.+))?");
    private static final Pattern WORD = Pattern.compile("word\\.([^.]+)\\.(.*)");

    private final Set<String> texts = new HashSet<>();
    private final Set<String> words = new HashSet<>();
    private final Set<String> beginnings = new HashSet<>();
    private final Set<String> ends = new HashSet<>();
    /** The components of the problems, by the problem's kind. */
    private final Map<String, Set<String>> problems = new HashMap<>();

    UsedKeysTest() throws IOException {
        for (String module : List.of("../engine", ".")) {
            try (Stream<Path> files = Files.walk(Path.of(module, "src/main/java"))) {
                for (Path file :
                        files.filter(one -> one.toString().endsWith(".java")).toList()) {
                    read(Files.readString(file));
                }
            }
        }
        words.addAll(texts);
        Arrays.stream(Problem.class.getPermittedSubclasses())
                .flatMap(family -> Arrays.stream(family.getPermittedSubclasses()))
                .forEach(kind -> problems.put(
                        ProblemWords.kindOf(kind),
                        Arrays.stream(kind.getRecordComponents())
                                .map(RecordComponent::getName)
                                .collect(Collectors.toSet())));
    }

    private void read(String file) {
        String source = COMMENT_TEXT_OR_SIGN
                .matcher(file)
                .replaceAll(found -> Matcher.quoteReplacement(found.group().startsWith("\"") ? found.group() : " "));
        TEXT.matcher(source).results().forEach(found -> texts.add(found.group(1)));
        BEGINNING.matcher(source).results().forEach(found -> beginnings.add(found.group(1)));
        END.matcher(source).results().forEach(found -> ends.add(found.group(1)));
        ENUM.matcher(source)
                .results()
                .forEach(found -> CONSTANT.matcher(found.group(1))
                        .results()
                        .forEach(one ->
                                words.add(one.group().toLowerCase(Locale.ROOT).replace('_', '-'))));
    }

    private boolean isUsed(String key) {
        Matcher problem = OF_PROBLEM.matcher(key);
        if (problem.matches()) {
            return isOfProblem(problem.group(1), problem.group(2), problem.group(3));
        }
        Matcher word = WORD.matcher(key);
        if (word.matches()) {
            return problems.values().stream().anyMatch(components -> components.contains(word.group(1)))
                    && words.contains(word.group(2));
        }
        return isPutTogether(key)
                || ends.stream()
                        .anyMatch(end ->
                                key.endsWith(end) && isPutTogether(key.substring(0, key.length() - end.length())));
    }

    private boolean isPutTogether(String key) {
        return texts.contains(key)
                || beginnings.stream()
                        .anyMatch(begin -> key.startsWith(begin) && words.contains(key.substring(begin.length())));
    }

    /** The words of some problems depend on the state or the reason that they name. */
    private boolean isOfProblem(String kind, String part, @Nullable String fact) {
        Set<String> components = problems.getOrDefault(kind, Set.of());
        if (fact == null) {
            return problems.containsKey(kind);
        }
        boolean state = components.contains("state")
                && Arrays.stream(MachineState.values()).map(MachineWords::word).anyMatch(fact::equals);
        return !part.equals("title") && !part.equals("cause") && (state || components.contains("why"));
    }

    @Test
    void nothingIsLeftThatNothingSays() {
        assertTrue(beginnings.contains("problem."), beginnings.toString());
        assertEquals(
                Set.of(),
                Messages.of(Locale.ENGLISH).keys().stream()
                        .filter(key -> !isUsed(key))
                        .collect(Collectors.toCollection(TreeSet::new)));
    }

    @Test
    void aKeyThatNothingSaysIsSeen() {
        assertTrue(isUsed("value.firmware.uefi"));
        assertFalse(isUsed("value.firmware.coreboot"));
        assertFalse(isUsed("problem.disk-missing.advice"));
        assertFalse(isUsed("problem.disk-missing.command.running"));
        assertFalse(isUsed("problem.disk-evaporated.title"));
        assertFalse(isUsed("word.state.dreaming"));
        assertFalse(isUsed("window.greeting"));
    }
}
