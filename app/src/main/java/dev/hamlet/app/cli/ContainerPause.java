package dev.hamlet.app.cli;

import dev.hamlet.engine.container.ContainerEngine;
import dev.hamlet.engine.container.ContainerSnapshot;
import dev.hamlet.engine.problem.ProblemException;
import picocli.CommandLine.Command;

/** Pauses containers. */
@Command(
        description =
                "Take the processors from containers, until they are given back by unpause; memory stays as it is.",
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {"  hamlet container pause web"})
final class ContainerPause extends ContainersVerb {
    ContainerPause(Session session) {
        super(session);
    }

    @Override
    ContainerSnapshot one(ContainerEngine engine, String name) throws ProblemException, InterruptedException {
        return follow(engine.pause(name));
    }
}
