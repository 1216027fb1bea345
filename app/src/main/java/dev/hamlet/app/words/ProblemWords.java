package dev.hamlet.app.words;

import dev.hamlet.engine.problem.Problem;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A problem in words. The bundle has them under {@code problem.<kind>.title}, {@code .cause}, {@code .remedy} and, where
 * a command helps, {@code .command}; cause and remedies are lines there, and a line with a place that has no value (no
 * similar name, no known holder) is left out. A problem that names a state or a reason may have
 * {@code .command.<state>} or {@code .remedy.<reason, with hyphens>} besides, which take the place of the others.
 *
 * @param kind such as {@code disk-missing}
 * @param title what is wrong, in a few words
 * @param cause why, with figures
 * @param remedies what to do, best first; empty where there is nothing to do
 * @param commands the same for a command line, naming commands where one helps
 * @param facts the problem's components, in their order
 */
public record ProblemWords(
        String kind, String title, String cause, List<String> remedies, List<String> commands, List<Fact> facts) {
    /**
     * A component of the problem.
     *
     * @param name of the component; one that ends in {@code Bytes} is a number of bytes
     */
    public record Fact(String name, Object value) {}

    /** Components for which 0 means that nobody knows. */
    private static final Set<String> UNKNOWN_WHEN_ZERO = Set.of("pid", "line", "free");

    /** The words of this problem in this language. */
    public static ProblemWords of(Problem problem, Messages messages) {
        String kind = kindOf(problem.getClass());
        Map<String, Object> facts = factsOf(problem);
        String key = "problem." + kind;
        List<String> remedies = lines(messages, fitting(messages, key + ".remedy", facts), facts);
        List<String> commands = lines(messages, fitting(messages, key + ".command", facts), facts);
        return new ProblemWords(
                kind,
                String.join(" ", lines(messages, key + ".title", facts)),
                String.join(" ", lines(messages, key + ".cause", facts)),
                remedies,
                commands.isEmpty() ? remedies : commands,
                facts.entrySet().stream()
                        .map(fact -> new Fact(fact.getKey(), fact.getValue()))
                        .toList());
    }

    /** The same with this as the only thing to type. */
    public ProblemWords withCommand(String command) {
        return new ProblemWords(kind, title, cause, remedies, List.of(command), facts);
    }

    /** Some problems have other ways out in other states, and for other reasons. */
    private static String fitting(Messages messages, String key, Map<String, Object> facts) {
        return Stream.of("state", "why")
                .map(facts::get)
                .flatMap(Stream::ofNullable)
                .map(fact ->
                        key + "." + fact.toString().toLowerCase(Locale.ROOT).replace(' ', '-'))
                .filter(messages::has)
                .findFirst()
                .orElse(key);
    }

    /** The name of a kind of problem: {@code DiskMissing} is {@code disk-missing}, {@code NotACd} {@code not-a-cd}. */
    static String kindOf(Class<?> type) {
        return type.getSimpleName()
                .replaceAll("(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "-")
                .toLowerCase(Locale.ROOT);
    }

    private static Map<String, Object> factsOf(Problem problem) {
        Map<String, Object> facts = new LinkedHashMap<>();
        for (RecordComponent component : problem.getClass().getRecordComponents()) {
            try {
                facts.put(component.getName(), component.getAccessor().invoke(problem));
            } catch (IllegalAccessException | InvocationTargetException e) {
                throw new IllegalStateException("a problem hides its " + component.getName(), e);
            }
        }
        return facts;
    }

    private static List<String> lines(Messages messages, String key, Map<String, Object> facts) {
        List<String> lines = new ArrayList<>();
        for (String line : messages.pattern(key).lines().toList()) {
            Optional<String> filled =
                    line.isBlank() ? Optional.empty() : Template.of(line).fill(name -> value(messages, name, facts));
            filled.map(String::strip).ifPresent(lines::add);
        }
        return lines;
    }

    private static String value(Messages messages, String name, Map<String, Object> facts) {
        Object value = facts.get(name);
        if (value == null
                || (UNKNOWN_WHEN_ZERO.contains(name) && value instanceof Number number && number.longValue() == 0)) {
            return "";
        }
        // The engine names states and commands by keys of its own.
        String word = "word." + name + "." + value;
        return messages.has(word) ? messages.text(word) : messages.figures().value(name, value);
    }
}
