package dev.hamlet.app.cli;

import dev.hamlet.engine.problem.CommandProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Option;

/**
 * A command that removes what Hamlet chooses, not what somebody names: it says what that is and asks first, of whoever sits
 * at a terminal. Without one it removes nothing unless it is told to.
 */
abstract class PruneVerb extends Verb {
    private final String command;

    @Option(names = "--dry-run", description = "Show what would be removed, and remove nothing.")
    private boolean dry;

    @Option(
            names = {"-f", "--force"},
            description = "Remove without asking; needed where there is no terminal to ask on.")
    private boolean force;

    /** @param command as it is typed, without its options */
    PruneVerb(Session session, String command) {
        super(session);
        this.command = command;
    }

    /** What would be removed, a line each; empty for nothing. */
    abstract List<String> removable() throws ProblemException, InterruptedException;

    /** The same as JSON. */
    abstract String removableJson() throws ProblemException, InterruptedException;

    /** Removes it, and prints what that was. */
    abstract void remove() throws ProblemException, InterruptedException;

    @Override
    final ExitCode run() throws ProblemException, InterruptedException {
        if (dry) {
            show();
            return ExitCode.DONE;
        }
        return force || isAgreed() ? removed() : ExitCode.CANCELLED;
    }

    private void show() throws ProblemException, InterruptedException {
        if (json()) {
            line(removableJson());
            return;
        }
        List<String> lines = removable();
        (lines.isEmpty() ? List.of(text("cli.prune.nothing")) : lines).forEach(this::line);
    }

    private ExitCode removed() throws ProblemException, InterruptedException {
        remove();
        return ExitCode.DONE;
    }

    /** Whether somebody says yes, or there is nothing to ask for. */
    private boolean isAgreed() throws ProblemException, InterruptedException {
        Prompt prompt = new Prompt(session());
        prompt.require(() ->
                new ProblemException(new CommandProblem.ArgumentMissing(command, command, text("cli.prune.needs"))));
        List<String> lines = removable();
        if (lines.isEmpty()) {
            return true;
        }
        lines.forEach(session().output()::note);
        String answer = prompt.line(command, text("cli.prune.needs"), text("cli.prune.ask"))
                .toLowerCase(Locale.ROOT);
        boolean agreed = List.of("y", "yes").contains(answer)
                || List.of(text("cli.prune.yes").toLowerCase(Locale.ROOT).split(" ", -1))
                        .contains(answer);
        if (!agreed) {
            session().output().note(text("cli.prune.kept"));
        }
        return agreed;
    }
}
