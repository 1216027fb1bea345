package dev.hamlet.app.cli;

import dev.hamlet.engine.problem.ProblemException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Tells all of one network. */
@Command(
        description = "Print all that is known of a network, as JSON.",
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = "  hamlet network inspect bridge | jq -r '.containers[].address'")
final class NetworkInspect extends Verb {
    @Parameters(paramLabel = "NETWORK", description = "Its name.")
    private String name = "";

    NetworkInspect(Session session) {
        super(session);
    }

    @Override
    ExitCode run() throws ProblemException, InterruptedException {
        line(NetworkJson.one(
                session().engine().containers().networks().find(name), session().words()));
        return ExitCode.DONE;
    }
}
