package dev.hamlet.app.cli;

import dev.hamlet.engine.container.ContainerEngine;
import dev.hamlet.engine.container.ContainerSnapshot;
import dev.hamlet.engine.problem.ProblemException;
import picocli.CommandLine.Command;

/** Lets paused containers go on. */
@Command(
        description = "Give paused containers their processors back.",
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {"  hamlet container unpause web"})
final class ContainerUnpause extends ContainersVerb {
    ContainerUnpause(Session session) {
        super(session);
    }

    @Override
    ContainerSnapshot one(ContainerEngine engine, String name) throws ProblemException, InterruptedException {
        return follow(engine.resume(name));
    }
}
