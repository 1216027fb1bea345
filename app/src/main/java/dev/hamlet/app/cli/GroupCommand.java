package dev.hamlet.app.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A word that needs another after it, such as {@code vm}. */
@Command(commandListHeading = "%nCommands:%n", synopsisSubcommandLabel = "COMMAND")
final class GroupCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        CommandSpec me = java.util.Objects.requireNonNull(spec);
        throw new ParameterException(me.commandLine(), "which of its commands?");
    }
}
