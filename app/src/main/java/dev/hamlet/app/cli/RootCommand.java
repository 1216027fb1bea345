package dev.hamlet.app.cli;

import dev.hamlet.app.words.OwnVersion;
import dev.hamlet.engine.problem.CommandProblem;
import dev.hamlet.engine.problem.ProblemException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The command without a word after it. */
@Command(
        name = "hamlet",
        description =
                "Virtual machines and containers on this computer, without a daemon. Without arguments the window opens.",
        commandListHeading = "%nCommands:%n",
        synopsisSubcommandLabel = "COMMAND",
        footerHeading = "%nExamples:%n",
        footer = {
            "  hamlet demo                                   see a machine start, now",
            "  hamlet vm create web --image debian-12        make a machine from an image",
            "  hamlet vm start web && hamlet vm console web  start it and sit at its console",
            "  hamlet vm list --json                         for other programs",
            "  hamlet help container run                     all about one command",
            "",
            "Exit codes: 0 done, 1 failed, 2 not understood, 3 not found, 4 not possible now, 130 cancelled.",
        })
final class RootCommand implements Callable<Integer> {
    private final Session session;

    @Option(
            names = {"-V", "--version"},
            description = "Show the version and do nothing else.")
    private boolean version;

    RootCommand(Session session) {
        this.session = session;
    }

    @Override
    public Integer call() throws ProblemException {
        if (version) {
            session.output().line("hamlet " + OwnVersion.text());
            return ExitCode.DONE.number();
        }
        throw new ProblemException(new CommandProblem.CommandMissing("hamlet"));
    }
}
