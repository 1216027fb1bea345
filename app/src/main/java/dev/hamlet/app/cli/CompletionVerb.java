package dev.hamlet.app.cli;

import dev.hamlet.engine.problem.CommandProblem;
import dev.hamlet.engine.problem.ProblemException;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Prints a script with which a shell completes commands and options. */
@Command(
        description = "Print a script with which a shell completes commands and options.",
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {
            "  source <(hamlet completion bash)      for this shell",
            "  hamlet completion bash > ~/.local/share/bash-completion/completions/hamlet",
        })
final class CompletionVerb extends Verb {
    @Parameters(paramLabel = "SHELL", defaultValue = "bash", description = "bash or zsh.")
    private String shell = "bash";

    CompletionVerb(Session session) {
        super(session);
    }

    @Override
    ExitCode run() throws ProblemException {
        if (!shell.equals("bash") && !shell.equals("zsh")) {
            throw new ProblemException(new CommandProblem.ArgumentInvalid("SHELL", shell, "bash or zsh"));
        }
        // One script serves both: zsh reads it through its bashcompinit, as its head says.
        line(AutoComplete.bash("hamlet", CommandTree.whole(session())));
        return ExitCode.DONE;
    }
}
