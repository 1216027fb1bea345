package dev.hamlet.app.cli;

import dev.hamlet.app.words.MachineWords;
import dev.hamlet.app.words.Messages;
import dev.hamlet.engine.host.FileNames;
import dev.hamlet.engine.problem.CommandProblem;
import dev.hamlet.engine.problem.HostProblem;
import dev.hamlet.engine.problem.Nearest;
import dev.hamlet.engine.problem.Problem;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What was not understood of a command, as a problem: the parser's own words are those of a programmer. */
final class Misunderstanding {
    private final CommandSpec command;
    private final List<String> arguments;
    private final Messages words;

    private Misunderstanding(CommandSpec command, List<String> arguments, Messages words) {
        this.command = command;
        this.arguments = arguments;
        this.words = words;
    }

    /**
     * The problem that this failure of the parser is.
     *
     * @param arguments all that were given
     */
    static Problem of(ParameterException failure, List<String> arguments, Messages words) {
        CommandSpec command = failure.getCommandLine().getCommandSpec();
        Optional<HostProblem> unfit = unfit(failure);
        return unfit.isPresent() ? unfit.get() : new Misunderstanding(command, arguments, words).problem(failure);
    }

    /** What the parser could not take for the name of a file, and does not say why. */
    private static Optional<HostProblem> unfit(ParameterException failure) {
        ArgSpec argument = failure.getArgSpec();
        if (argument == null || argument.auxiliaryTypes()[0] != Path.class) {
            return Optional.empty();
        }
        try {
            Path _ = Path.of(String.valueOf(failure.getValue()));
            return Optional.empty();
        } catch (InvalidPathException e) {
            return FileNames.unfit(e);
        }
    }

    private CommandProblem problem(ParameterException failure) {
        List<String> exclusive = givenTogether(command.argGroups());
        if (!exclusive.isEmpty()) {
            return new CommandProblem.ArgumentsExclusive(name(), exclusive);
        }
        return switch (failure) {
            case UnmatchedArgumentException unmatched
            when unmatched.isUnknownOption() ->
                option(bare(unmatched.getUnmatched().getFirst()));
            case UnmatchedArgumentException unmatched ->
                word(unmatched.getUnmatched().getFirst());
            case MissingParameterException missing ->
                new CommandProblem.ArgumentMissing(name(), name(), all(missing.getMissing()));
            case OverwrittenOptionException repeated ->
                new CommandProblem.ArgumentRepeated(name(), label(repeated.getOverwritten()));
            default -> {
                ArgSpec argument = failure.getArgSpec();
                yield argument == null
                        ? new CommandProblem.NotUnderstood(name(), String.valueOf(failure.getMessage()))
                        : new CommandProblem.ArgumentInvalid(
                                label(argument), String.valueOf(failure.getValue()), expected(argument));
            }
        };
    }

    private String name() {
        return command.qualifiedName();
    }

    private CommandProblem option(String given) {
        List<String> names = new ArrayList<>(command.optionsMap().keySet());
        names.addAll(command.negatedOptionsMap().keySet());
        // Any two letters are near each other.
        boolean isLetter = given.length() <= 2;
        return new CommandProblem.OptionUnknown(name(), given, isLetter ? "" : Nearest.of(given, names));
    }

    /** What follows an equals sign is the option's value. */
    private static String bare(String option) {
        int equals = option.indexOf('=');
        return equals > 0 ? option.substring(0, equals) : option;
    }

    private CommandProblem word(String given) {
        Map<String, CommandLine> below = command.subcommands();
        if (below.isEmpty()) {
            return new CommandProblem.ArgumentSurplus(name(), given);
        }
        Map<String, String> own = new TreeMap<>();
        below.forEach((word, it) -> own.put(word, it.getCommandSpec().qualifiedName()));
        String nearest = nearest(given, own);
        // "hamlet start web" and "hamlet vm pull debian-12" are near enough, too.
        return new CommandProblem.CommandUnknown(
                name(), given, nearest.isEmpty() ? nearest(given, CommandTree.names()) : nearest);
    }

    private static String nearest(String given, Map<String, String> names) {
        return names.getOrDefault(Nearest.of(given, names.keySet()), "");
    }

    private String all(List<ArgSpec> missing) {
        String labels = missing.stream().map(Misunderstanding::whole).collect(Collectors.joining(", "));
        boolean choice = missing.size() > 1
                && missing.stream()
                        .allMatch(one -> one.group() != null && one.group().exclusive());
        return choice ? words.text("cli.expected.one-of", labels) : labels;
    }

    /** Options of one group, of which only one can be given, where several were. */
    private List<String> givenTogether(List<ArgGroupSpec> groups) {
        for (ArgGroupSpec group : groups) {
            List<String> given = group.args().stream()
                    .filter(this::wasGiven)
                    .map(Misunderstanding::label)
                    .toList();
            if (group.exclusive() && given.size() > 1) {
                return given;
            }
            List<String> below = givenTogether(group.subgroups());
            if (!below.isEmpty()) {
                return below;
            }
        }
        return List.of();
    }

    private boolean wasGiven(ArgSpec argument) {
        return argument instanceof OptionSpec option
                && arguments.stream()
                        .takeWhile(one -> !one.equals("--"))
                        .map(Misunderstanding::bare)
                        .anyMatch(Arrays.asList(option.names())::contains);
    }

    private static String label(ArgSpec argument) {
        return argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
    }

    private static String whole(ArgSpec argument) {
        return argument instanceof OptionSpec option && option.arity().max() > 0
                ? option.longestName() + "=" + option.paramLabel()
                : label(argument);
    }

    private String expected(ArgSpec argument) {
        Class<?> type = argument.auxiliaryTypes()[0];
        if (type == boolean.class || type == Boolean.class) {
            return words.text("cli.expected.nothing");
        } else if (type == int.class || type == Integer.class) {
            return words.text("cli.expected.number", Integer.MAX_VALUE);
        } else if (type.isEnum()) {
            return words.text(
                    "cli.expected.one-of",
                    Arrays.stream(type.getEnumConstants())
                            .map(one -> MachineWords.word((Enum<?>) one))
                            .collect(Collectors.joining(", ")));
        }
        return words.text("cli.expected.value");
    }
}
