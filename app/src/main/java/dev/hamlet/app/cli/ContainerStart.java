package dev.hamlet.app.cli;

import dev.hamlet.engine.container.ContainerEngine;
import dev.hamlet.engine.container.ContainerSnapshot;
import dev.hamlet.engine.problem.ProblemException;
import picocli.CommandLine.Command;

/** Starts containers. */
@Command(
        description = "Start containers, and leave them running; what they write is kept for the command logs.",
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {"  hamlet container start web", "  hamlet container start web database"})
final class ContainerStart extends ContainersVerb {

    ContainerStart(Session session) {
        super(session);
    }

    @Override
    ContainerSnapshot one(ContainerEngine engine, String name) throws ProblemException, InterruptedException {
        return follow(engine.start(name));
    }
}
