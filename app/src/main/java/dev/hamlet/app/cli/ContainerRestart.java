package dev.hamlet.app.cli;

import dev.hamlet.engine.container.ContainerEngine;
import dev.hamlet.engine.container.ContainerSnapshot;
import dev.hamlet.engine.problem.ProblemException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Starts containers again. */
@Command(
        description = "Stop containers that run, as the command stop does, and start them.",
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {"  hamlet container restart web", "  hamlet container restart -t 1 web"})
final class ContainerRestart extends ContainersVerb {
    @Mixin
    private StopPatience patience = new StopPatience();

    ContainerRestart(Session session) {
        super(session);
    }

    @Override
    ContainerSnapshot one(ContainerEngine engine, String name) throws ProblemException, InterruptedException {
        return follow(engine.restart(name, patience.value()));
    }
}
