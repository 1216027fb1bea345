package dev.hamlet.app.cli;

import dev.hamlet.app.help.GuideText;
import dev.hamlet.engine.problem.CommandProblem;
import dev.hamlet.engine.problem.Nearest;
import dev.hamlet.engine.problem.ProblemException;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Shows the help of any command, or a page of the guide. */
@Command(
        description = "Show the help of a command, as its --help does, or a page of the guide.",
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  hamlet help container run",
            "  hamlet help first-container | less",
            "",
            "Pages of the guide: guide, first-machine, first-container, images, consoles, command-line,",
            "apartments-and-houses, troubleshooting. Reference: command-line-reference, containers, console,",
            "machine-folder, image-library, catalog-reference, guest-systems, security, status, CHANGELOG.",
        })
final class HelpVerb extends Verb {
    private static final String ME = "hamlet help";

    /** Lines of the guide are read best no longer than this. */
    private static final int WIDTH = 80;

    @Parameters(
            paramLabel = "TOPIC",
            arity = "0..*",
            completionCandidates = Topics.class,
            description = "The words of a command, such as \"container run\", or the name of a page.")
    private List<String> topic = List.of();

    /** What the first word can be, for a shell that completes it. */
    static final class Topics implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return CommandTree.firstWords().iterator();
        }
    }

    HelpVerb(Session session) {
        super(session);
    }

    @Override
    ExitCode run() throws ProblemException {
        CommandLine command = CommandTree.forArguments(session(), topic.toArray(String[]::new));
        for (int i = 0; i < topic.size(); i++) {
            CommandLine below = command.getSubcommands().get(topic.get(i));
            if (below == null && i == 0) {
                page().forEach(this::line);
                return ExitCode.DONE;
            } else if (below == null) {
                throw new ProblemException(unknown(command, topic.get(i)));
            }
            command = below;
        }
        session().output().out().print(command.getUsageMessage());
        session().output().out().flush();
        return ExitCode.DONE;
    }

    private List<String> page() throws ProblemException {
        GuideText guide = new GuideText(CommandTree.firstWords());
        Optional<List<String>> page = guide.page(String.join("-", topic), WIDTH);
        if (page.isPresent()) {
            return page.get();
        }
        Map<String, String> names = new LinkedHashMap<>();
        CommandTree.firstWords().forEach(word -> names.put(word, ME + " " + word));
        guide.topics().forEach(name -> names.put(name, ME + " " + name));
        String nearest = nearest(topic.getFirst(), names);
        if (nearest.isEmpty()) {
            nearest = nearest(String.join("-", topic), names);
        }
        if (nearest.isEmpty()) {
            nearest = helpOf(nearest(topic.getFirst(), CommandTree.names()));
        }
        throw new ProblemException(new CommandProblem.CommandUnknown("hamlet", topic.getFirst(), nearest));
    }

    /** The problem that this command has none of this name below it. */
    private static CommandProblem unknown(CommandLine command, String word) {
        String name = command.getCommandSpec().qualifiedName();
        if (command.getSubcommands().isEmpty()) {
            return new CommandProblem.ArgumentSurplus(helpOf(name), word);
        }
        Map<String, String> names = new LinkedHashMap<>();
        command.getSubcommands()
                .forEach((one, below) ->
                        names.put(one, helpOf(below.getCommandSpec().qualifiedName())));
        String nearest = nearest(word, names);
        return new CommandProblem.CommandUnknown(
                name, word, nearest.isEmpty() ? helpOf(nearest(word, CommandTree.names())) : nearest);
    }

    private static String nearest(String word, Map<String, String> names) {
        return names.getOrDefault(Nearest.of(word, names.keySet()), "");
    }

    private static String helpOf(String command) {
        return command.replaceFirst("^hamlet ", ME + " ");
    }
}
