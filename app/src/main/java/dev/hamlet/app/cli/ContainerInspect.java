package dev.hamlet.app.cli;

import dev.hamlet.engine.container.ContainerEngine;
import dev.hamlet.engine.problem.ProblemException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Tells all of one container. */
@Command(
        description = "Print all that is known of a container, as JSON.",
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {"  hamlet container inspect web", "  hamlet container inspect web | jq .exitCode"})
final class ContainerInspect extends Verb {
    @Parameters(paramLabel = "CONTAINER", description = "Name, id, or beginning of an id.")
    private String name = "";

    ContainerInspect(Session session) {
        super(session);
    }

    @Override
    ExitCode run() throws ProblemException, InterruptedException {
        ContainerEngine engine = session().engine().containers();
        line(ContainerJson.inspected(
                engine.find(name), engine.keptLimits(), session().words()));
        return ExitCode.DONE;
    }
}
