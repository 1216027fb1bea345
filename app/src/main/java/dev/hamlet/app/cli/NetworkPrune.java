package dev.hamlet.app.cli;

import dev.hamlet.engine.problem.ProblemException;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Removes networks of containers that nobody uses. */
@Command(
        description = {
            "Remove all networks on which no container runs, with their bridges; with the last one goes all that Hamlet told",
            "nftables. The usual network comes again with the next container."
        },
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = "  hamlet network prune")
final class NetworkPrune extends Verb {
    @Option(
            names = {"-f", "--force"},
            description = "Taken for those who type it: nothing is asked in any case.")
    @SuppressWarnings("UnusedVariable")
    private boolean force;

    NetworkPrune(Session session) {
        super(session);
    }

    @Override
    ExitCode run() throws ProblemException, InterruptedException {
        List<String> removed = session().engine().containers().networks().prune();
        NetworkJson.printRemoved(this, removed);
        return ExitCode.DONE;
    }
}
