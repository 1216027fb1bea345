package dev.hamlet.app.cli;

import dev.hamlet.engine.container.ContainerEngine;
import dev.hamlet.engine.container.ContainerSnapshot;
import dev.hamlet.engine.problem.ProblemException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Stops containers. */
@Command(
        description = "Send containers their stop signal, and kill those that have not ended in time.",
        sortOptions = false,
        footerHeading = "%nExamples:%n",
        footer = {"  hamlet container stop web", "  hamlet container stop -t 1 web database"})
final class ContainerStop extends ContainersVerb {
    @Mixin
    private StopPatience patience = new StopPatience();

    ContainerStop(Session session) {
        super(session);
    }

    @Override
    ContainerSnapshot one(ContainerEngine engine, String name) throws ProblemException, InterruptedException {
        return follow(engine.stop(name, patience.value()));
    }
}
