package dev.hamlet.app.cli;

import dev.hamlet.engine.container.ContainerEnd;
import dev.hamlet.engine.container.ContainerEngine;
import dev.hamlet.engine.container.ContainerSnapshot;
import dev.hamlet.engine.problem.ProblemException;
import picocli.CommandLine.Command;

/** Waits for containers. */
@Command(
        description = "Wait until containers have ended, and print their exit codes.",
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {"  hamlet container wait job", "  hamlet container wait --json job"})
final class ContainerWait extends ContainersVerb {

    ContainerWait(Session session) {
        super(session);
    }

    @Override
    ContainerSnapshot one(ContainerEngine engine, String name) throws ProblemException, InterruptedException {
        ContainerEnd _ = engine.await(name);
        return engine.find(name);
    }

    @Override
    String said(ContainerSnapshot container) {
        return container
                .end()
                .filter(end -> end.code().isPresent())
                .map(end -> Integer.toString(end.code().getAsInt()))
                .orElse("-");
    }
}
