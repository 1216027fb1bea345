package dev.hamlet.app.cli;

import dev.hamlet.engine.problem.CommandProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A word that needs another after it, such as {@code vm}. */
@Command(commandListHeading = "%nCommands:%n", synopsisSubcommandLabel = "COMMAND")
final class GroupCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws ProblemException {
        String me = Objects.requireNonNull(spec).qualifiedName();
        throw new ProblemException(new CommandProblem.CommandMissing(me));
    }
}
